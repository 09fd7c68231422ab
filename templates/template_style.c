/* SPDX-License-Identifier: Apache-2.0
 * The style of a document as one mapping: style.yaml of the template and of those it extends, and on top the style that the issue or the
 * caller names. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "templates/template_parts.h"

#define STYLE_KEYS_MAX 10000 /* of a mapping that another is laid over: [template.style] */
#define STYLES_MAX 1000      /* files looked through for a name to suggest */

static const zb_value *overlay(zb_arena *arena, const zb_value *base, const zb_value *over, zb_diags *diags);

/* The entry of `over` laid over the one of the same key in `out`, or added. */
static void overlay_entry(zb_arena *arena, zb_value *out, zb_entry *entries, const zb_entry *over, zb_diags *diags) {
    for (size_t i = 0; i < out->count; i++) {
        if (!zb_str_equal(entries[i].key, over->key)) continue;
        entries[i] = (zb_entry){over->key, over->key_loc, overlay(arena, entries[i].value, over->value, diags)};
        return;
    }
    entries[out->count++] = *over;
}

/* `over` laid over `base`: mappings are joined key by key, everything else is replaced. */
static const zb_value *overlay(zb_arena *arena, const zb_value *base, const zb_value *over, zb_diags *diags) {
    if (!base || base->kind != ZB_MAP || over->kind != ZB_MAP) return over;
    if (base->count > STYLE_KEYS_MAX || over->count > STYLE_KEYS_MAX) {
        zb_diag_add(diags, ZB_ERROR, "template.style", over->loc, "a mapping of a style has more than %d keys",
                    STYLE_KEYS_MAX);
        return over;
    }
    zb_value *out = ZB_NEW(arena, zb_value);
    *out = *over;
    zb_entry *entries = ZB_NEW_ARRAY(arena, base->count + over->count, zb_entry);
    memcpy(entries, base->entries, base->count * sizeof *entries);
    out->entries = entries;
    out->count = base->count;
    for (size_t i = 0; i < over->count; i++) overlay_entry(arena, out, entries, &over->entries[i], diags);
    return out;
}

/* The style.yaml files of the template and those it extends, the nearest on top; NULL: there is none. */
static const zb_value *style_value(zb_arena *arena, const zb_template *template, zb_diags *diags) {
    const zb_value *base = template->base ? style_value(arena, template->base, diags) : NULL;
    const char *path = zb_str_format(arena, "%s/style.yaml", template->folder).s;
    if (!zb_file_exists(path, diags)) return base;
    const zb_source *source = zb_source_read(arena, path, zb_source_loc(template->source, 0), diags);
    const zb_value *own = source ? zb_yaml_read_source(arena, source, diags) : NULL;
    return !own || own->kind == ZB_NULL ? base : overlay(arena, base, own, diags);
}

typedef ZB_VEC(zb_str) names;

static int by_bytes(const void *a, const void *b) { return zb_str_compare(*(const zb_str *)a, *(const zb_str *)b); }

/* The names of the styles that a folder of templates ships. */
static void styles_in(zb_arena *arena, const char *folder, names *out) {
    DIR *dir = opendir(zb_str_format(arena, "%s/styles", folder).s);
    if (!dir) return;
    const struct dirent *entry;
    for (int i = 0; i < STYLES_MAX && (entry = readdir(dir)); i++) {
        zb_str name = zb_str_of(entry->d_name);
        if (name.s[0] == '.' || !zb_str_ends(name, ".yaml")) continue;
        ZB_PUSH(arena, out, zb_str_copy(arena, zb_str_sub(name, 0, name.n - 5)));
    }
    closedir(dir);
}

static void report_style(zb_arena *arena, const char *const *dirs, zb_str name, zb_loc loc, zb_diags *diags) {
    names known = {0};
    for (size_t i = 0; dirs && dirs[i]; i++) styles_in(arena, dirs[i], &known);
    if (known.count) qsort(known.data, known.count, sizeof *known.data, by_bytes);
    zb_diag_add(diags, ZB_ERROR, "style.missing", loc, "there is no style '%.*s'", ZB_STR_ARG(name));
    if (known.count) zb_diag_hint_nearest(diags, name, known.data, known.count);
    else zb_diag_hint(diags, "a style is a YAML file with the keys of docs/style.md");
}

/* Where styles are looked for. */
typedef struct style_search {
    zb_arena *arena;
    const zb_data *data;
    const char *const *dirs;
    zb_diags *diags;
} style_search;

/* A file as given or beside the issue, else styles/NAME.yaml in a folder of templates. NULL: there is none. */
static const char *style_path(const style_search *s, zb_str name, bool given) {
    const char *path = given ? zb_str_z(s->arena, name) : zb_path_beside(s->arena, s->data->path, name);
    if (zb_str_ends(name, ".yaml") && zb_file_exists(path, s->diags)) return path;
    if (zb_str_find(name, ZB_STR("/"), 0) != SIZE_MAX) return NULL;
    for (size_t i = 0; s->dirs && s->dirs[i]; i++) {
        path = zb_str_format(s->arena, "%s/styles/%.*s.yaml", s->dirs[i], ZB_STR_ARG(name)).s;
        if (zb_file_exists(path, s->diags)) return path;
    }
    return NULL;
}

/* A named style laid over `base`; one that is not found is an error and changes nothing. */
static const zb_value *lay_named(const style_search *s, const zb_value *base, zb_str name, bool given, zb_loc loc) {
    const char *path = style_path(s, name, given);
    if (!path) return report_style(s->arena, s->dirs, name, loc, s->diags), base;
    const zb_source *source = zb_source_read(s->arena, path, loc, s->diags);
    const zb_value *over = source ? zb_yaml_read_source(s->arena, source, s->diags) : NULL;
    return !over || over->kind == ZB_NULL ? base : overlay(s->arena, base, over, s->diags);
}

/* The style that the data's `style` key names, laid over `base`. */
static const zb_value *lay_own(const style_search *s, const zb_value *base) {
    const zb_value *value = zb_value_lookup_z(s->data->root, "style");
    if (!value || value->kind == ZB_NULL) return base;
    if (value->kind == ZB_TEXT) return lay_named(s, base, value->text, false, value->loc);
    zb_diag_add(s->diags, ZB_ERROR, "style.missing", value->loc, "'style' is %s, not a name", zb_value_kind_phrase(value->kind));
    return base;
}

const zb_value *zb_template_style(zb_arena *arena, const zb_template *template, const zb_data *data, const char *const *dirs,
                                  const char *override, zb_diags *diags) {
    style_search s = {arena, data, dirs, diags};
    const zb_value *base = style_value(arena, template, diags);
    zb_str list = zb_str_of(override);
    bool add = zb_str_starts(list, "+");
    if (!override || add) base = lay_own(&s, base);
    for (size_t at = add; at < list.n;) {
        size_t comma = zb_str_find(list, ZB_STR(","), at), end = comma == SIZE_MAX ? list.n : comma;
        base = lay_named(&s, base, zb_str_sub(list, at, end), true, ZB_NOWHERE);
        at = end + 1;
    }
    return base;
}
