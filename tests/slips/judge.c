/* SPDX-License-Identifier: Apache-2.0
 * Judges an issue many times over, for tests/slips/run: each line of standard input asks for what `zhoubao check` finds before anything is
 * laid out, as JSON lines, then a line "= HASH" of all that the document says: the same hash means the same pages. Started in the folder
 * of the issue; the argument is where templates are looked for. */
#include <stdio.h>
#include <stdlib.h>

#include "base/accept.h"
#include "base/diag_forms.h"
#include "base/hash.h"
#include "templates/template.h"

typedef struct issue {
    zb_arena *arena;
    const char *const *template_dirs;
    zb_diags *diags;
} issue;

static bool fine(const issue *i) { return zb_diags_worst(i->diags) < ZB_ERROR; }

/* A line of the dump without the place at its end: where a text stands does not change how it looks. */
static zb_str without_place(zb_str line) {
    for (size_t at = line.n; at > 1; at--)
        if (line.s[at - 1] == '@' && line.s[at - 2] == ' ') return zb_str_sub(line, 0, at - 2);
    return line;
}

static zb_hash hash_of(const zb_document *document) {
    zb_buf dump = {0}, said = {0};
    zb_document_dump(document, &dump);
    zb_str left = zb_buf_str(&dump);
    while (left.n) {
        size_t end = zb_str_find(left, ZB_STR("\n"), 0);
        zb_buf_add(&said, without_place(zb_str_sub(left, 0, end)));
        zb_buf_add_char(&said, '\n');
        left = zb_str_sub(left, end == SIZE_MAX ? left.n : end + 1, left.n);
    }
    zb_hash hash = zb_hash_of(zb_buf_str(&said));
    zb_buf_free(&dump);
    zb_buf_free(&said);
    return hash;
}

/* As `check` goes through the stages, without the pages. NULL: the gate stops it. */
static const zb_document *apply(issue *i) {
    const zb_data *data = zb_data_read(i->arena, "issue.yaml", i->diags);
    if (!fine(i)) return NULL;
    data = zb_template_gate(i->arena, data, i->template_dirs, NULL, i->diags);
    if (!data) return NULL;
    const zb_document *document = zb_template_apply(i->arena, data, i->template_dirs, NULL, NULL, i->diags);
    bool applied = fine(i);
    zb_template_check(i->arena, data, i->template_dirs, NULL, i->diags);
    if (applied) zb_diags_accept_unused(i->diags, false);
    return document;
}

static void judge(const char *const *template_dirs) {
    issue i = {.arena = zb_arena_open(), .template_dirs = template_dirs};
    i.diags = zb_diags_new(i.arena);
    zb_hash hash = {0};
    const zb_document *document = apply(&i);
    if (document) hash = hash_of(document);
    zb_buf findings = {0};
    zb_diags_json(i.diags, &findings);
    zb_buf_add(&findings, ZB_STR("= "));
    zb_hash_print(hash, &findings);
    zb_buf_add_char(&findings, '\n');
    fwrite(findings.s, 1, findings.n, stdout);
    fflush(stdout);
    zb_buf_free(&findings);
    zb_arena_close(i.arena);
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: slips_judge TEMPLATES <LINES\n");
        return 2;
    }
    const char *template_dirs[] = {arguments[1], NULL};
    int c;
    while ((c = getchar()) != EOF)
        if (c == '\n') judge(template_dirs);
    return 0;
}
