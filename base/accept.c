/* SPDX-License-Identifier: Apache-2.0
 * Accepted warnings: an entry means findings by code, file and a text in them, not by line, so that it holds when rows come and go
 * elsewhere. */
#include "base/accept.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Whether a file is called so: its name, or its last parts. */
static bool is_file(const zb_source *source, zb_str file) {
    zb_str name = source ? zb_str_of(source->name) : (zb_str){0};
    if (zb_str_is(name, "-")) return zb_str_is(file, "-") || zb_str_is(file, "issue.yaml");
    while (zb_str_starts(file, "./")) file = zb_str_sub(file, 2, file.n);
    if (file.n == 0 || file.n > name.n) return false;
    size_t before = name.n - file.n;
    return zb_str_equal(zb_str_sub(name, before, name.n), file) && (before == 0 || file.s[0] == '/' || name.s[before - 1] == '/');
}

bool zb_acceptance_fits(const zb_acceptance *entry, const zb_diag *finding) {
    if (zb_str_starts(entry->code, "accept.")) return false; /* no entry excuses another */
    if (!zb_str_is(entry->code, finding->code) || !is_file(finding->loc.source, entry->file)) return false;
    if (zb_str_find(zb_str_of(finding->english), entry->about, 0) != SIZE_MAX) return true;
    if (zb_str_find(zb_str_of(finding->chinese), entry->about, 0) != SIZE_MAX) return true; /* in whichever language it is told */
    return finding->loc.line && zb_str_find(zb_source_line(finding->loc.source, finding->loc.line), entry->about, 0) != SIZE_MAX;
}

/* Stages whose findings depend on what is made and where: that one run has none says nothing about others. */
static bool is_of_outputs(zb_str code) {
    static const char *const stages[] = {"render.", "svg.", "png.",    "webp.",   "parts.",     "preview.",
                                         "lint.",   "output.", "record.", "sandbox.", "font.path"};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (zb_str_starts(code, stages[i])) return true;
    return false;
}

/* Why nothing came of the entry, as far as the findings tell. */
static void hint_unused(zb_diags *diags, const zb_acceptance *entry) {
    size_t here = zb_diags_count(diags) - 1; /* before the finding that is to get the hint */
    bool same_code = false;
    for (size_t i = 0; i < here; i++) {
        const zb_diag *d = zb_diags_at(diags, i);
        same_code = same_code || zb_str_is(entry->code, d->code);
        if (!zb_acceptance_fits(entry, d)) continue;
        if (d->accepted) zb_diag_hint(diags, "another entry accepts it already");
        else zb_diag_hint(diags, "it is an error here, and errors cannot be accepted");
        return;
    }
    zb_str *codes = zb_realloc(NULL, (here + 1) * sizeof *codes);
    size_t count = 0;
    for (size_t i = 0; i < here; i++) {
        const char *code = zb_diags_at(diags, i)->code;
        if (!count || !zb_str_is(codes[count - 1], code)) codes[count++] = zb_str_of(code);
    }
    const zb_str *near = same_code ? NULL : zb_nearest(entry->code, codes, count);
    if (near) zb_diag_hint(diags, "did you mean '%.*s'?", ZB_STR_ARG(*near));
    else zb_diag_hint(diags, "remove the entry, or correct 'check', 'at' and 'about'");
    free(codes);
}

void zb_diags_accept_unused(zb_diags *diags, bool all) {
    const zb_acceptances *entries = zb_diags_acceptances(diags);
    for (size_t i = 0; entries && i < entries->count; i++) {
        const zb_acceptance *entry = &entries->data[i];
        if (entry->used || is_of_outputs(entry->code) || !(all || zb_str_starts(entry->code, "check."))) continue;
        zb_diag_add(diags, ZB_WARNING, "accept.unused", entry->loc, "no finding '%.*s' in '%.*s' is about '%.*s'",
                    ZB_STR_ARG(entry->code), ZB_STR_ARG(entry->file), ZB_STR_ARG(entry->about));
        hint_unused(diags, entry);
    }
}
