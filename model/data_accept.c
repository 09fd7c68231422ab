/* SPDX-License-Identifier: Apache-2.0
 * The key `accept` of an issue: a list of warnings that its author accepts, each with the check, the file, a text in it, and the reason. */
#include "base/accept.h"
#include "model/data.h"
#include "model/data_accept.h"

enum { CHECK, AT, ABOUT, REASON, KEYS };
static const zb_str keys[KEYS] = {{"check", 5}, {"at", 2}, {"about", 5}, {"reason", 6}};

static void hint_form(zb_diags *diags) { zb_diag_hint(diags, "write '- {check: NAME, at: FILE, about: TEXT, reason: TEXT}'"); }

/* The entry's texts in the order of `keys`. */
static bool read_texts(const zb_value *map, zb_str *texts, zb_diags *diags) {
    bool fine = true;
    for (size_t i = 0; i < map->count; i++) {
        const zb_entry *e = &map->entries[i];
        size_t k = 0;
        while (k < KEYS && !zb_str_equal(keys[k], e->key)) k++;
        bool text = e->value->kind == ZB_TEXT || e->value->kind == ZB_INT || e->value->kind == ZB_REAL;
        if (k < KEYS && text && zb_str_trim(e->value->text).n) {
            texts[k] = zb_str_trim(e->value->text);
            continue;
        }
        fine = false;
        if (k < KEYS) {
            zb_diag_add(diags, ZB_ERROR, "accept.entry", e->value->loc, "'%.*s' must be a text", ZB_STR_ARG(e->key));
        } else {
            zb_diag_add(diags, ZB_ERROR, "accept.entry", e->key_loc, "an accepted warning has no key '%.*s'", ZB_STR_ARG(e->key));
            zb_diag_hint_nearest(diags, e->key, keys, KEYS);
        }
    }
    return fine;
}

static bool read_entry(zb_arena *arena, const zb_value *value, zb_acceptance *entry, zb_diags *diags) {
    zb_str texts[KEYS] = {{0}};
    if (value->kind != ZB_MAP) {
        zb_diag_add(diags, ZB_ERROR, "accept.entry", value->loc, "an item of 'accept' must be a mapping");
        hint_form(diags);
        return false;
    }
    bool fine = read_texts(value, texts, diags);
    for (size_t k = 0; k < KEYS && fine; k++) {
        if (texts[k].n) continue;
        fine = false;
        zb_diag_add(diags, ZB_ERROR, "accept.entry", value->loc, "the accepted warning does not say '%.*s'", ZB_STR_ARG(keys[k]));
        hint_form(diags);
    }
    if (!fine) return false;
    zb_str code = texts[CHECK];
    if (zb_str_find(code, ZB_STR("."), 0) == SIZE_MAX) code = zb_str_format(arena, "check.%.*s", ZB_STR_ARG(code));
    *entry = (zb_acceptance){code, texts[AT], texts[ABOUT], texts[REASON], value->loc, false};
    return true;
}

static void read_list(zb_arena *arena, const zb_value *list, zb_diags *diags) {
    zb_acceptances *entries = ZB_NEW(arena, zb_acceptances);
    if (list->kind == ZB_NULL) return;
    if (list->kind != ZB_LIST) {
        zb_diag_add(diags, ZB_ERROR, "accept.entry", list->loc, "'accept' must be a list of mappings");
        hint_form(diags);
        return;
    }
    if (list->count > ZB_ACCEPTED_MAX) {
        zb_diag_add(diags, ZB_ERROR, "accept.entry", list->loc, "'accept' has %zu entries, at most %d are allowed", list->count,
                    ZB_ACCEPTED_MAX);
        return;
    }
    entries->data = ZB_NEW_ARRAY(arena, list->count, zb_acceptance);
    for (size_t i = 0; i < list->count; i++)
        if (read_entry(arena, list->items[i], &entries->data[entries->count], diags)) entries->count++;
    zb_diags_accept(diags, entries);
}

const zb_value *zb_accept_take(zb_arena *arena, const zb_value *root, zb_diags *diags) {
    const zb_value *list = zb_value_lookup_z(root, "accept");
    if (!list) return root;
    read_list(arena, list, diags);
    zb_entry *rest = ZB_NEW_ARRAY(arena, root->count, zb_entry);
    zb_value *map = ZB_NEW(arena, zb_value);
    *map = *root;
    map->entries = rest;
    map->count = 0;
    for (size_t i = 0; i < root->count; i++)
        if (!zb_str_is(root->entries[i].key, "accept")) rest[map->count++] = root->entries[i];
    return map;
}
