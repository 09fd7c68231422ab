/* SPDX-License-Identifier: Apache-2.0
 * --set PATH=VALUE: values are never changed in place, so what lies on the path is copied, one level at a time. */
#include "model/data_set.h"

#include <string.h>

#include "model/data.h"
#include "model/text.h"
#include "model/yaml.h"

typedef struct setter {
    zb_arena *arena;
    zb_diags *diags;
    const zb_value *value; /* the new one */
    zb_loc loc;            /* "--set PATH" */
} setter;

bool zb_set_is_one(const char *set) {
    const char *equals = strchr(set, '=');
    if (!equals || equals == set || set[0] == '.' || equals[-1] == '.') return false;
    zb_str path = {set, (size_t)(equals - set)};
    return zb_str_find(path, ZB_STR(".."), 0) == SIZE_MAX;
}

static zb_loc locate(const void *context, size_t offset) { return zb_source_loc(context, offset); }

static const zb_value *read_value(zb_arena *arena, const char *name, zb_str text, zb_diags *diags) {
    const zb_source *source = zb_text_decode(arena, name, text, diags);
    if (!source) return NULL;
    zb_str plain = zb_str_trim(source->text);
    if (plain.n && strchr("\"'[{", plain.s[0])) return zb_yaml_read(arena, source->text, locate, source, diags);
    return zb_value_scalar(arena, plain, true, (zb_loc){source, 0, 0});
}

static const zb_value *set_in(const setter *s, const zb_value *old, zb_str path);

/* The mapping with the value under the path: a key that is the whole path, or its first name. */
static const zb_value *set_in_map(const setter *s, const zb_value *old, zb_str path) {
    size_t dot = zb_value_lookup(old, path) ? SIZE_MAX : zb_str_find(path, ZB_STR("."), 0), at = 0;
    zb_str key = zb_str_sub(path, 0, dot);
    while (at < old->count && !zb_str_equal(old->entries[at].key, key)) at++;
    bool is_new = at == old->count;
    const zb_value *inner = s->value;
    if (dot != SIZE_MAX) inner = set_in(s, is_new ? NULL : old->entries[at].value, zb_str_sub(path, dot + 1, path.n));
    if (!inner) return NULL;
    zb_entry *entries = ZB_NEW_ARRAY(s->arena, old->count + 1, zb_entry);
    if (old->count) memcpy(entries, old->entries, old->count * sizeof *entries);
    entries[at] = (zb_entry){zb_str_copy(s->arena, key), is_new ? s->loc : entries[at].key_loc, inner};
    zb_value *map = ZB_NEW(s->arena, zb_value);
    *map = *old;
    map->entries = entries;
    map->count = old->count + is_new;
    return map;
}

static bool read_index(zb_str word, size_t count, size_t *index) {
    *index = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.s[i] < '0' || word.s[i] > '9' || *index >= count) return false;
        *index = *index * 10 + (size_t)(word.s[i] - '0');
    }
    return word.n && *index < count;
}

static const zb_value *set_in_list(const setter *s, const zb_value *old, zb_str path) {
    size_t dot = zb_str_find(path, ZB_STR("."), 0), index;
    zb_str word = zb_str_sub(path, 0, dot);
    if (!read_index(word, old->count, &index)) {
        zb_diag_add(s->diags, ZB_ERROR, "set.path", s->loc, "the list has no item '%.*s'", ZB_STR_ARG(word));
        zb_diag_hint(s->diags, "it has %zu, counted from 0", old->count);
        return NULL;
    }
    const zb_value *inner = s->value;
    if (dot != SIZE_MAX) inner = set_in(s, old->items[index], zb_str_sub(path, dot + 1, path.n));
    if (!inner) return NULL;
    const zb_value **items = ZB_NEW_ARRAY(s->arena, old->count, const zb_value *);
    memcpy(items, old->items, old->count * sizeof *items);
    items[index] = inner;
    zb_value *list = ZB_NEW(s->arena, zb_value);
    *list = *old;
    list->items = items;
    return list;
}

static const zb_value *set_in(const setter *s, const zb_value *old, zb_str path) {
    zb_value *empty = ZB_NEW(s->arena, zb_value);
    *empty = (zb_value){.kind = ZB_MAP, .loc = s->loc};
    if (!old || old->kind == ZB_NULL) old = empty;
    if (old->kind == ZB_MAP) return set_in_map(s, old, path);
    if (old->kind == ZB_LIST) return set_in_list(s, old, path);
    zb_diag_add(s->diags, ZB_ERROR, "set.path", s->loc, "'%.*s' cannot be set in what is %s", ZB_STR_ARG(path),
                zb_value_kind_phrase(old->kind));
    return NULL;
}

const zb_value *zb_set_apply(zb_arena *arena, const zb_value *root, const char *set, zb_diags *diags) {
    zb_str path = zb_str_sub(zb_str_of(set), 0, strcspn(set, "="));
    const char *name = zb_str_format(arena, "--set %.*s", ZB_STR_ARG(path)).s;
    const zb_value *value = read_value(arena, name, zb_str_of(set + path.n + 1), diags);
    if (!value) return root;
    setter s = {arena, diags, value, {zb_source_new(arena, name, (zb_str){0}), 0, 0}};
    const zb_value *new = set_in(&s, root, path);
    return new ? new : root;
}
