/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as the manifest of a batch: each issue has a path and a name that is a file's, or there is an error. */
#include "cli/cmd_batch.h"
#include "tests/fuzz/fuzz.h"

static void check_issue(const zb_settings *batch, const zb_issue *issue) {
    FUZZ_CHECK(issue->path && *issue->path && issue->name && *issue->name);
    FUZZ_CHECK(!strchr(issue->name, '/') && issue->name[0] != '.' && strlen(issue->name) <= ZB_ISSUE_NAME_MAX);
    FUZZ_CHECK(issue->outputs.count > 0);
    for (size_t i = 0; i < issue->outputs.count; i++) {
        const zb_settings settings = zb_issue_output_settings(batch, &issue->outputs.data[i]);
        FUZZ_CHECK(issue->outputs.data[i].word && settings.command);
        FUZZ_CHECK(isfinite(settings.dpi) && settings.first >= 0 && settings.given_count <= ZB_GIVEN_MAX);
    }
}

static const zb_command *command_named(const char *name) {
    size_t i = 0;
    while (i < zb_command_count && strcmp(zb_commands[i].name, name) != 0) i++;
    FUZZ_CHECK(i < zb_command_count);
    return &zb_commands[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_settings settings = zb_settings_of(command_named("batch"));
    settings.input = fuzz_file(arena, "list.yaml", (zb_str){(const char *)data, size});
    zb_issue_list list;
    zb_issues_read(arena, &settings, ZB_ISSUES_MAX, &list, diags);
    fuzz_check_findings(diags);
    for (size_t i = 0; zb_diags_worst(diags) < ZB_ERROR && i < list.issues.count; i++) {
        check_issue(&settings, &list.issues.data[i]);
        zb_issue_key(zb_hash_of(ZB_STR("")), &list.issues.data[i]);
    }
    FUZZ_CHECK(list.issues.count || zb_diags_worst(diags) >= ZB_ERROR);
    zb_arena_close(arena);
    return 0;
}
