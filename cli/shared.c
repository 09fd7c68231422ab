/* SPDX-License-Identifier: Apache-2.0
 * Font sets by the families that they were opened for. Opening one takes longer than laying out a page, and the font files that it maps
 * are the largest things a process holds. */
#include "cli/shared.h"

#include "render/render.h"

#define FONT_SETS_MAX 8

typedef struct font_set {
    zb_font_spec specs[ZB_ROLE_COUNT];
    zb_fonts *fonts;
    zb_reads *reads; /* the files that it was opened from */
} font_set;

struct zb_shared {
    zb_arena *arena;
    zb_dictionaries *dictionaries;
    zb_font_folders folders;
    font_set sets[FONT_SETS_MAX];
    size_t set_count;
};

zb_shared *zb_shared_open(zb_arena *arena, zb_font_folders folders) {
    zb_shared *shared = ZB_NEW(arena, zb_shared);
    shared->arena = arena;
    shared->folders = folders;
    shared->dictionaries = zb_dictionaries_open(arena, NULL);
    return shared;
}

static bool same_specs(const zb_font_spec *a, const zb_font_spec *b) {
    for (int role = 0; role < ZB_ROLE_COUNT; role++)
        for (int i = 0; i < ZB_FAMILIES_MAX; i++)
            if (!zb_str_equal(zb_str_of(a[role].families[i]), zb_str_of(b[role].families[i]))) return false;
    return true;
}

static void close_arena(void *object) { zb_arena_close(object); }

/* NULL: something is wrong with it. */
static font_set *open_set(zb_shared *shared, const zb_font_spec *specs) {
    font_set *set = &shared->sets[shared->set_count];
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    set->reads = zb_reads_new(arena);
    zb_diags_watch(diags, set->reads);
    for (int role = 0; role < ZB_ROLE_COUNT; role++)
        for (int i = 0; i < ZB_FAMILIES_MAX; i++) {
            const char *family = specs[role].families[i];
            set->specs[role].families[i] = family ? zb_str_z(arena, zb_str_of(family)) : NULL;
        }
    set->fonts = zb_fonts_open_in(arena, set->specs, shared->folders, diags);
    if (!set->fonts || zb_diags_count(diags)) {
        zb_arena_close(arena);
        return NULL;
    }
    zb_defer(shared->arena, close_arena, arena);
    shared->set_count++;
    return set;
}

zb_fonts *zb_shared_fonts(zb_shared *shared, zb_arena *arena, const zb_font_spec specs[ZB_ROLE_COUNT], zb_diags *diags) {
    font_set *found = NULL;
    for (size_t i = 0; i < shared->set_count && !found; i++)
        if (same_specs(shared->sets[i].specs, specs)) found = &shared->sets[i];
    /* What went wrong after it was opened may have passed, or been mended: this run finds out for itself. */
    if (found && zb_fonts_faulty(found->fonts)) return zb_fonts_open_in(arena, specs, shared->folders, diags);
    if (!found && shared->set_count < FONT_SETS_MAX) found = open_set(shared, specs);
    if (!found) return zb_fonts_open_in(arena, specs, shared->folders, diags);
    zb_reads_merge(zb_diags_reads(diags), found->reads);
    return found->fonts;
}

zb_layout_tools zb_shared_tools(const zb_shared *shared, zb_fonts *fonts) {
    return (zb_layout_tools){fonts, shared->dictionaries, zb_image_size};
}
