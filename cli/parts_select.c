/* SPDX-License-Identifier: Apache-2.0
 * Which parts of an issue are made, and what their files are called. */
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "base/utf8.h"
#include "cli/parts.h"

#define LISTED_MAX 30 /* ids in a hint */

/* A file name of an id: what could lead out of the folder becomes a dash; a dot at the beginning, which hides a file, and a dash, which
 * makes it an option of other programs, become an underscore. */
static const char *name_of(zb_arena *arena, zb_str id, const char *kind, int number) {
    if (!id.n) return zb_str_format(arena, "%s-%d", kind, number).s;
    char *name = (char *)zb_str_copy(arena, id).s;
    for (char *c = name; *c; c++)
        if (*c == '/') *c = '-';
    if (*name == '.' || *name == '-') *name = '_';
    return name;
}

static void collect(zb_parts *p, const zb_node *node) {
    for (const zb_node *n = node->first; n; n = n->next) {
        const char *name = NULL;
        if (n->kind == ZB_NODE_FIGURE) name = name_of(p->session->arena, n->id, "figure", ++p->figures);
        if (n->kind == ZB_NODE_TABLE) name = name_of(p->session->arena, n->id, "table", ++p->tables);
        if (name) ZB_PUSH(p->session->arena, &p->list, (zb_part){n, n->id, name});
        collect(p, n);
    }
}

/* Names in files systems that fold case must differ too. */
static void check_names(zb_parts *p) {
    for (size_t i = 0; i < p->list.count; i++)
        for (size_t k = 0; k < i; k++)
            if (!strcasecmp(p->list.data[i].name, p->list.data[k].name)) {
                zb_diag_add(p->session->diags, ZB_ERROR, "parts.name", p->list.data[i].node->loc, "two pictures would be called '%s'",
                            p->list.data[i].name);
                zb_diag_hint(p->session->diags, "give one of them another id");
            }
}

zb_str zb_part_known_as(const zb_part *part) { return part->id.n ? part->id : zb_str_of(part->name); }

static void hint_known(zb_parts *p) {
    zb_buf text = {0};
    size_t listed = p->list.count < LISTED_MAX ? p->list.count : LISTED_MAX;
    for (size_t i = 0; i < listed; i++) zb_say_to(&text, i ? ", '%.*s'" : "'%.*s'", ZB_STR_ARG(zb_part_known_as(&p->list.data[i])));
    if (listed < p->list.count) zb_say_to(&text, " and %zu more", p->list.count - listed);
    if (listed) zb_diag_hint(p->session->diags, "known here: %s", text.s);
    zb_buf_free(&text);
}

static void report_unknown(zb_parts *p, zb_str id, const char *what) {
    zb_str *names = ZB_NEW_ARRAY(p->session->arena, p->list.count, zb_str);
    for (size_t i = 0; i < p->list.count; i++) names[i] = zb_part_known_as(&p->list.data[i]);
    zb_diag_add(p->session->diags, ZB_ERROR, "parts.unknown", ZB_NOWHERE, "the issue has no %s '%.*s'", what, ZB_STR_ARG(id));
    if (zb_nearest(id, names, p->list.count)) zb_diag_hint_nearest(p->session->diags, id, names, p->list.count);
    else hint_known(p);
}

/* By the id, else by the name of the file. */
static const zb_part *lookup(const zb_parts *p, zb_str id) {
    for (size_t i = 0; id.n && i < p->list.count; i++)
        if (zb_str_equal(id, p->list.data[i].id)) return &p->list.data[i];
    for (size_t i = 0; i < p->list.count; i++)
        if (zb_str_is(id, p->list.data[i].name)) return &p->list.data[i];
    return NULL;
}

/* The object that the list names at *at, which moves behind it. Ids may contain commas. NULL: it names none, which is said. */
static const zb_part *next_wanted(zb_parts *p, zb_str only, size_t *at) {
    size_t from = *at, first = 0;
    for (size_t end = from; end < only.n;) {
        end = zb_str_find(only, ZB_STR(","), end);
        if (end == SIZE_MAX) end = only.n;
        if (!first) first = end + 1;
        const zb_part *found = lookup(p, zb_str_trim(zb_str_sub(only, from, end)));
        *at = ++end;
        if (found) return found;
    }
    *at = first ? first : from + 1;
    report_unknown(p, zb_str_trim(zb_str_sub(only, from, *at - 1)), "figure or table");
    return NULL;
}

/* Keeps what --only names, each once, in the order of the document. */
static void select_only(zb_parts *p, zb_str only) {
    bool *wanted = ZB_NEW_ARRAY(p->session->arena, p->list.count, bool);
    for (size_t at = 0; at <= only.n;) {
        const zb_part *found = next_wanted(p, only, &at);
        if (found) wanted[found - p->list.data] = true;
    }
    size_t kept = 0;
    for (size_t i = 0; i < p->list.count; i++)
        if (wanted[i]) p->list.data[kept++] = p->list.data[i];
    p->list.count = kept;
}

/* Sections are known by the ids of their headings. */
static void collect_sections(zb_parts *p, const zb_node *node) {
    for (const zb_node *n = node->first; n; n = n->next) {
        if (n->kind != ZB_NODE_SECTION) continue;
        zb_str id = n->id.n ? n->id : n->first && n->first->kind == ZB_NODE_HEADING ? n->first->id : (zb_str){0};
        if (id.n) ZB_PUSH(p->session->arena, &p->list, (zb_part){n, id, name_of(p->session->arena, id, "section", 0)});
        collect_sections(p, n);
    }
}

static void select_long(zb_parts *p, const char *section) {
    zb_part found = {p->document->root, {0}, "long"};
    if (section) {
        collect_sections(p, p->document->root);
        const zb_part *known = lookup(p, zb_str_of(section));
        if (known) found = *known;
        else report_unknown(p, zb_str_of(section), "section");
    }
    p->list.count = 0;
    ZB_PUSH(p->session->arena, &p->list, found);
}

void zb_parts_select(zb_parts *p) {
    const zb_settings *settings = p->session->settings;
    if (settings->parts.whole) {
        select_long(p, settings->parts.section);
        return;
    }
    collect(p, p->document->root);
    check_names(p);
    if (settings->parts.only) select_only(p, zb_str_of(settings->parts.only));
    if (!p->list.count && zb_session_fine(p->session))
        zb_diag_add(p->session->diags, ZB_WARNING, "parts.none", ZB_NOWHERE, "the issue has neither figures nor tables");
}
