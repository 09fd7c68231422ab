/* SPDX-License-Identifier: Apache-2.0
 * The list of what outputs depend on. */
#include "cli/run_key.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "jobs/jobs.h"

/* Variables that change outputs. */
static const char *const variables[] = {"SOURCE_DATE_EPOCH", "ZHOUBAO_FONT_PATH", "ZHOUBAO_DATADIR"};

void zb_key_add_option(zb_buf *out, const zb_option *option, const char *value) {
    zb_pack_text(out, zb_str_of(option->name));
    zb_pack_text(out, zb_str_of(value));
}

void zb_key_add_file(zb_buf *out, const char *path) {
    struct stat info;
    bool there = stat(path, &info) == 0;
    zb_pack_number(out, there);
    if (!there) return;
    zb_pack_number(out, (uint64_t)info.st_size);
    zb_pack_number(out, (uint64_t)info.st_mtim.tv_sec);
    zb_pack_number(out, (uint64_t)info.st_mtim.tv_nsec);
}

static void add_variable(zb_buf *out, const char *name) {
    const char *value = getenv(name);
    zb_pack_number(out, value != NULL);
    zb_pack_text(out, zb_str_of(value));
}

/* The executable, and the shared object that everything else is in. */
static void add_program(zb_buf *out) {
    Dl_info info;
    void (*here)(zb_buf *) = add_program;
    void *address;
    memcpy(&address, &here, sizeof address);
    zb_key_add_file(out, "/proc/self/exe");
    if (dladdr(address, &info) && info.dli_fname) zb_key_add_file(out, info.dli_fname);
}

void zb_key_add_run(zb_buf *out, const zb_settings *settings, const char *const *template_dirs) {
    zb_pack_text(out, ZB_STR(ZB_VERSION));
    add_program(out);
    zb_pack_number(out, settings->given_count);
    for (size_t i = 0; i < settings->given_count; i++) zb_key_add_option(out, settings->given[i].option, settings->given[i].value);
    for (size_t i = 0; template_dirs[i]; i++) zb_pack_text(out, zb_str_of(template_dirs[i]));
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) add_variable(out, variables[i]);
}

zb_hash zb_key_finish(zb_buf *out) {
    zb_hash hash = zb_hash_of(zb_buf_str(out));
    zb_buf_free(out);
    return hash;
}
