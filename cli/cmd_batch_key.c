/* SPDX-License-Identifier: Apache-2.0
 * What a batch is asked to make of an issue, as a hash, apart from the files that it is made of: those are known only when it was made. */
#include "cli/cmd_batch.h"
#include "cli/run_key.h"

zb_hash zb_issues_key(const zb_settings *settings, const char *const *template_dirs) {
    zb_buf out = {0};
    zb_key_add_run(&out, settings, template_dirs);
    return zb_key_finish(&out);
}

static void add_output(zb_buf *out, const zb_issue_output *output) {
    zb_pack_text(out, zb_str_of(output->word));
    zb_pack_text(out, zb_str_of(output->folder));
    zb_pack_number(out, output->option_count);
    for (size_t i = 0; i < output->option_count; i++) zb_key_add_option(out, output->options[i].option, output->options[i].value);
}

zb_hash zb_issue_key(zb_hash shared, const zb_issue *issue) {
    const char *const texts[] = {issue->name, issue->path, issue->template, issue->style};
    zb_buf out = {0};
    zb_pack_bytes(&out, &shared, sizeof shared);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) zb_pack_text(&out, zb_str_of(texts[i]));
    for (size_t i = 0; i < issue->outputs.count; i++) add_output(&out, &issue->outputs.data[i]);
    return zb_key_finish(&out);
}
