/* SPDX-License-Identifier: Apache-2.0
 * What a batch is asked to make of an issue, as a hash, apart from the files that it is made of: those are known only when it was made. */
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/cmd_batch.h"

/* Variables that change outputs. */
static const char *const variables[] = {"SOURCE_DATE_EPOCH", "ZHOUBAO_FONT_PATH"};

static void add_option(zb_buf *out, const zb_option *option, const char *value) {
    zb_pack_text(out, zb_str_of(option->name));
    zb_pack_text(out, zb_str_of(value));
}

static void add_options(zb_buf *out, const zb_settings *settings) {
    zb_pack_number(out, settings->given_count);
    for (size_t i = 0; i < settings->given_count; i++) add_option(out, settings->given[i].option, settings->given[i].value);
    zb_pack_number(out, settings->formats);
}

static zb_hash finish(zb_buf *out) {
    zb_hash hash = zb_hash_of(zb_buf_str(out));
    zb_buf_free(out);
    return hash;
}

zb_hash zb_issues_key(const zb_settings *settings, const char *const *template_dirs) {
    zb_buf out = {0};
    struct stat info;
    zb_pack_text(&out, ZB_STR(ZB_VERSION));
    if (stat("/proc/self/exe", &info) == 0) {
        zb_pack_number(&out, (uint64_t)info.st_size);
        zb_pack_number(&out, (uint64_t)info.st_mtim.tv_sec);
        zb_pack_number(&out, (uint64_t)info.st_mtim.tv_nsec);
    }
    add_options(&out, settings);
    for (size_t i = 0; template_dirs[i]; i++) zb_pack_text(&out, zb_str_of(template_dirs[i]));
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        zb_pack_number(&out, value != NULL);
        zb_pack_text(&out, zb_str_of(value));
    }
    return finish(&out);
}

zb_hash zb_issue_key(zb_hash shared, const zb_issue *issue) {
    const char *const texts[] = {issue->name, issue->path, issue->template, issue->style};
    zb_buf out = {0};
    zb_pack_bytes(&out, &shared, sizeof shared);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) zb_pack_text(&out, zb_str_of(texts[i]));
    for (size_t i = 0; i < issue->outputs.count; i++) {
        const zb_issue_output *output = &issue->outputs.data[i];
        zb_pack_text(&out, zb_str_of(output->word));
        zb_pack_text(&out, zb_str_of(output->folder));
        zb_pack_number(&out, output->option_count);
        for (size_t k = 0; k < output->option_count; k++) add_option(&out, output->options[k].option, output->options[k].value);
    }
    return finish(&out);
}
