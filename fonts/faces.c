/* SPDX-License-Identifier: Apache-2.0
 * Opening the families that a style names, and choosing faces for a role and a weight. Font files are mapped into
 * memory when a face is first used, so a document pays only for the faces it shows. */
#include <hb-ot.h>

#include "fonts/face.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define WEIGHT_MIN 1
#define WEIGHT_MAX 1000
#define NAME_BYTES_MAX 256
#define HAN_SAMPLE 0x4E2D /* 中 */

const char *const zb_role_names[ZB_ROLE_COUNT] = {"serif", "sans", "kai", "mono"};

/* Opening ----------------------------------------------------------------------------------------------------------- */

static const char *copy(zb_arena *arena, const char *text) { return zb_str_z(arena, zb_str_of(text)); }

static zb_face *face_new(zb_fonts *fonts, const char *family, const zb_installed *installed) {
    zb_arena *arena = fonts->arena;
    zb_face *face = ZB_NEW(arena, zb_face);
    face->owner = fonts;
    face->number = (unsigned)fonts->faces.count;
    face->family = family;
    face->style = copy(arena, installed->style ? installed->style : "Regular");
    face->name = zb_str_format(arena, "%s %s", family, face->style).s;
    face->file = copy(arena, installed->file);
    face->index = installed->index;
    face->weight = installed->weight;
    ZB_PUSH(arena, &fonts->faces, face);
    return face;
}

static const zb_family *family_open(zb_fonts *fonts, zb_catalogue *catalogue, const char *name, zb_role role,
                                    zb_loc loc, zb_diags *diags) {
    for (size_t i = 0; i < fonts->families.count; i++)
        if (!strcasecmp(fonts->families.data[i]->name, name)) return fonts->families.data[i];
    zb_family *family = ZB_NEW(fonts->arena, zb_family);
    family->name = copy(fonts->arena, name);
    ZB_PUSH(fonts->arena, &fonts->families, family); /* also when missing: it is reported once */
    const zb_installed *const *installed = zb_catalogue_family(catalogue, name, zb_role_names[role], loc, diags,
                                                               &family->count);
    family->faces = ZB_NEW_ARRAY(fonts->arena, family->count, zb_face *);
    for (size_t i = 0; i < family->count; i++) family->faces[i] = face_new(fonts, family->name, installed[i]);
    return family;
}

static void face_close(zb_face *face) {
    hb_font_destroy(face->cmap);
    hb_face_destroy(face->hb);
    zb_font_file_close(&face->source);
    face->cmap = NULL;
    face->hb = NULL;
}

static void fonts_close(void *object) {
    zb_fonts *fonts = object;
    g_clear_object(&fonts->context);
    for (size_t i = 0; i < fonts->faces.count; i++) {
        zb_face *face = fonts->faces.data[i];
        zb_face_cairo_close(face);
        for (size_t k = 0; k < face->sizes.count; k++) g_object_unref(face->sizes.data[k].font);
        face_close(face);
    }
    g_clear_object(&fonts->map);
}

zb_fonts *zb_fonts_open(zb_arena *arena, const zb_font_spec specs[ZB_ROLE_COUNT], zb_diags *diags) {
    return zb_fonts_open_in(arena, specs, (zb_font_folders){0}, diags);
}

zb_fonts *zb_fonts_open_in(zb_arena *arena, const zb_font_spec specs[ZB_ROLE_COUNT], zb_font_folders folders, zb_diags *diags) {
    zb_fonts *fonts = ZB_NEW(arena, zb_fonts);
    fonts->arena = arena;
    zb_arena *scratch = zb_arena_open();
    zb_catalogue *catalogue = zb_catalogue_new(scratch, folders, diags);
    for (int role = 0; role < ZB_ROLE_COUNT; role++)
        for (int i = 0; i < ZB_FAMILIES_MAX && specs[role].families[i]; i++)
            fonts->roles[role][i] = family_open(fonts, catalogue, specs[role].families[i], (zb_role)role, specs[role].places[i],
                                               diags);
    zb_arena_close(scratch);
    for (size_t i = 0; i < fonts->faces.count; i++) zb_reads_state(zb_diags_reads(diags), fonts->faces.data[i]->file);
    if (!fonts->faces.count) return NULL;
    /* GLib reads G_DEBUG when it is loaded: a warning of Pango's must not end the program. */
    g_log_set_always_fatal((GLogLevelFlags)(G_LOG_LEVEL_ERROR | G_LOG_FLAG_RECURSION));
    fonts->map = zb_pango_map_new(fonts);
    fonts->context = pango_font_map_create_context(fonts->map);
    zb_defer(arena, fonts_close, fonts);
    return fonts;
}

/* Choosing ---------------------------------------------------------------------------------------------------------- */

bool zb_face_report(const zb_face *face, zb_diags *diags) {
    if (!face->fault.code) return false;
    zb_diag_add(diags, face->fault.severity, face->fault.code, ZB_NOWHERE, "cannot use the font '%s' from %s: %s", face->name, face->file,
                face->fault.reason);
    if (face->fault.severity == ZB_ERROR) zb_diag_hint(diags, "install the font again");
    return true;
}

void zb_face_spoil(zb_face *face, zb_font_fault fault, zb_diags *diags) {
    face->fault = fault;
    face->owner->faulty = true;
    zb_face_report(face, diags);
}

/* NULL: HarfBuzz has made sense of the face. Where it has no memory it returns an empty face or font, which would draw nothing. */
static const char *face_open(zb_face *face, zb_severity *severity) {
    *severity = ZB_ERROR;
    const char *damage = zb_font_file_damage(&face->source, face->index);
    if (damage) return damage;
    face->hb = hb_face_create(face->source.blob, face->index);
    face->cmap = hb_font_create(face->hb);
    if (face->hb == hb_face_get_empty() || face->cmap == hb_font_get_empty()) {
        *severity = ZB_FATAL;
        return "HarfBuzz has no memory for it";
    }
    return hb_face_get_glyph_count(face->hb) ? NULL : "it is damaged: it has no glyphs";
}

bool zb_face_load(zb_face *face, zb_diags *diags) {
    if (zb_face_report(face, diags)) return false;
    if (face->hb) return true;
    if (!zb_font_file_open(face->owner->arena, face->file, &face->source)) {
        zb_face_spoil(face, face->source.fault, diags);
        return false;
    }
    zb_severity severity;
    const char *reason = face_open(face, &severity);
    if (!reason) return true;
    face_close(face);
    zb_face_spoil(face, (zb_font_fault){severity, severity == ZB_FATAL ? "font.read" : "font.file", reason, false}, diags);
    return false;
}

bool zb_fonts_faulty(const zb_fonts *fonts) { return fonts->faulty; }

/* How far `have` is from `want` in the order of CSS Fonts, section 5.2: 400 to 500 first look between themselves, then
 * lighter, then bolder; lighter weights look down first, bolder ones up. */
static int weight_distance(int want, int have) {
    int distance = abs(have - want);
    if (want >= 400 && want <= 500) {
        if (have >= want && have <= 500) return distance;
        return have < want ? WEIGHT_MAX + distance : 2 * WEIGHT_MAX + distance;
    }
    bool preferred = want < 400 ? have <= want : have >= want;
    return preferred ? distance : WEIGHT_MAX + distance;
}

static zb_face *nearest_face(const zb_family *family, int weight) {
    zb_face *best = NULL;
    for (size_t i = 0; i < family->count; i++)
        if (!best || weight_distance(weight, family->faces[i]->weight) < weight_distance(weight, best->weight)) best = family->faces[i];
    return best;
}

static void chain_add(zb_chain *chain, const zb_family *family) {
    zb_face *face = nearest_face(family, chain->weight);
    for (size_t i = 0; i < chain->count; i++)
        if (chain->faces[i] == face) return;
    if (face) chain->faces[chain->count++] = face;
}

static bool has_han(zb_face *face, zb_diags *diags) { return zb_face_load(face, diags) && zb_face_maps(face, HAN_SAMPLE); }

static zb_chain *chain_new(zb_fonts *fonts, zb_role role, int weight, zb_diags *diags) {
    zb_chain *chain = ZB_NEW(fonts->arena, zb_chain);
    *chain = (zb_chain){.role = role, .weight = weight};
    chain->faces = ZB_NEW_ARRAY(fonts->arena, fonts->families.count, zb_face *);
    for (int i = 0; i < ZB_FAMILIES_MAX && fonts->roles[role][i]; i++) chain_add(chain, fonts->roles[role][i]);
    chain->own = chain->count;
    for (size_t i = 0; i < fonts->families.count; i++) chain_add(chain, fonts->families.data[i]);
    while (chain->han < chain->count && !has_han(chain->faces[chain->han], diags)) chain->han++;
    ZB_PUSH(fonts->arena, &fonts->chains, chain);
    return chain;
}

const zb_chain *zb_chain_for(zb_fonts *fonts, zb_role role, int weight, zb_diags *diags) {
    if (weight < WEIGHT_MIN) weight = WEIGHT_MIN;
    if (weight > WEIGHT_MAX) weight = WEIGHT_MAX;
    for (size_t i = 0; i < fonts->chains.count; i++) {
        const zb_chain *chain = fonts->chains.data[i];
        if (chain->role != role || chain->weight != weight) continue;
        for (size_t k = 0; k <= chain->han && k < chain->count; k++) zb_face_report(chain->faces[k], diags);
        return chain;
    }
    return chain_new(fonts, role, weight, diags);
}

bool zb_role_owns(const zb_fonts *fonts, zb_role role, const zb_face *face) {
    for (int i = 0; i < ZB_FAMILIES_MAX && fonts->roles[role][i]; i++)
        if (fonts->roles[role][i]->name == face->family) return true; /* one text for all faces of a family */
    return false;
}

/* Characters -------------------------------------------------------------------------------------------------------- */

bool zb_face_maps(const zb_face *face, uint32_t code) {
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->cmap, code, &glyph);
}

bool zb_is_invisible(uint32_t code) {
    if (code == 0x034F || (code >= 0x180B && code <= 0x180F) || (code >= 0xFE00 && code <= 0xFE0F)) return true;
    if (code >= 0xE0000 && code <= 0xE0FFF) return true;
    switch (g_unichar_type(code)) {
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR: return true;
    default: return false;
    }
}

bool zb_face_has(const zb_face *face, uint32_t code) {
    if (zb_face_maps(face, code)) return true;
    if (code < 0x80) return false;
    if (code == 0x2011) return zb_face_maps(face, 0x2010); /* the hyphen that allows no break */
    if (g_unichar_type(code) == G_UNICODE_SPACE_SEPARATOR) return zb_face_maps(face, ' ');
    if (zb_is_invisible(code)) return true;
    hb_codepoint_t a, b;
    if (!hb_unicode_decompose(hb_unicode_funcs_get_default(), code, &a, &b)) return false;
    return zb_face_has(face, a) && (!b || zb_face_maps(face, b));
}

const char *zb_face_name(const zb_face *face) { return face->name; }

const char *zb_face_family(const zb_face *face) { return face->family; }

int zb_face_weight(const zb_face *face) { return face->weight; }

const char *zb_face_postscript(zb_arena *arena, const zb_face *face) {
    char name[NAME_BYTES_MAX];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(face->hb, HB_OT_NAME_ID_POSTSCRIPT_NAME, hb_language_from_string("en", -1), &size, name);
    return zb_str_z(arena, (zb_str){name, size});
}
