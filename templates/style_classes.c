/* SPDX-License-Identifier: Apache-2.0
 * Named classes of a style: what [text]{.name} changes in the style of the text round it. */
#include "templates/style_table.h"

#include "base/utf8.h"

/* One thing that a class sets; its value is known to be right. */
typedef struct change {
    const zb_property *field;
    const zb_value *value;
} change;

struct zb_class {
    zb_str name;
    const change *changes; /* in the order of the table: the size first, which em in the others means */
    size_t count;
    zb_length line;
};

static zb_setting setting_of(zb_arena *arena, const zb_style_sheet *sheet, const zb_class *c, const change *what,
                             zb_length em, zb_diags *diags) {
    return (zb_setting){arena, sheet, what->field, zb_str_of(what->field->path), what->value, em, c->line, diags};
}

static void refuse_unknown(zb_arena *arena, const zb_value *map, zb_diags *diags) {
    zb_str *names = ZB_NEW_ARRAY(arena, zb_style_field_count, zb_str);
    size_t count = 0;
    for (size_t i = 0; i < zb_style_field_count; i++) {
        if (zb_style_fields[i].use & ZB_STYLE_INLINE) {
            names[count++] = zb_str_of(zb_style_fields[i].path);
        }
    }
    for (size_t i = 0; i < map->count; i++) {
        const zb_entry *entry = &map->entries[i];
        bool known = false;
        for (size_t n = 0; n < count && !known; n++) {
            known = zb_str_equal(names[n], entry->key);
        }
        if (!known) {
            zb_diag_add(diags, ZB_ERROR, "style.unknown", entry->key_loc, "a class has no property '%.*s'",
                        ZB_STR_ARG(entry->key));
            zb_diag_hint_nearest(diags, entry->key, names, count);
        }
    }
}

static void read_class(zb_arena *arena, const zb_entry *entry, zb_class *c, const zb_style_sheet *sheet,
                       zb_diags *diags) {
    const zb_value *map = entry->value;
    if (map->kind != ZB_MAP) {
        zb_diag_add(diags, ZB_ERROR, "style.value", map->loc,
                    "the class '%.*s' takes a mapping such as {color: red, weight: bold}", ZB_STR_ARG(c->name));
        return;
    }
    refuse_unknown(arena, map, diags);
    change *changes = ZB_NEW_ARRAY(arena, zb_style_field_count, change);
    zb_text_style trial = sheet->style.body;
    for (size_t i = 0; i < zb_style_field_count; i++) {
        change one = {&zb_style_fields[i], zb_value_lookup_z(map, zb_style_fields[i].path)};
        if (one.value && (one.field->use & ZB_STYLE_INLINE)) {
            zb_setting setting = setting_of(arena, sheet, c, &one, trial.size, diags);
            if (zb_style_set(&setting, (char *)&trial + one.field->offset)) {
                changes[c->count++] = one;
            }
        }
    }
    c->changes = changes;
}

void zb_style_classes_read(zb_arena *arena, const zb_value *map, zb_style_sheet *sheet, zb_length line,
                           zb_diags *diags) {
    size_t count = map ? map->count : 0;
    zb_class *classes = ZB_NEW_ARRAY(arena, count, zb_class);
    for (size_t i = 0; i < count; i++) {
        classes[i].name = map->entries[i].key;
        classes[i].line = line;
        read_class(arena, &map->entries[i], &classes[i], sheet, diags);
    }
    sheet->classes = classes;
    sheet->class_count = count;
}

static void report_class(const zb_style_sheet *sheet, zb_str name, zb_loc loc, zb_diags *diags) {
    zb_diag_add(diags, ZB_ERROR, "style.class", loc, "the style has no class '%.*s'", ZB_STR_ARG(name));
    if (sheet->class_count == 0) {
        zb_diag_hint(diags, "define it under 'classes' in style.yaml");
        return;
    }
    zb_arena *scratch = zb_arena_open();
    zb_str *names = ZB_NEW_ARRAY(scratch, sheet->class_count, zb_str);
    for (size_t i = 0; i < sheet->class_count; i++) {
        names[i] = sheet->classes[i].name;
    }
    zb_diag_hint_nearest(diags, name, names, sheet->class_count);
    zb_arena_close(scratch);
}

bool zb_style_class(const zb_style_sheet *sheet, zb_str name, zb_loc loc, zb_diags *diags, zb_text_style *style) {
    const zb_class *c = NULL;
    for (size_t i = 0; i < sheet->class_count && !c; i++) {
        c = zb_str_equal(sheet->classes[i].name, name) ? &sheet->classes[i] : NULL;
    }
    if (!c) {
        report_class(sheet, name, loc, diags);
        return false;
    }
    bool colored = false;
    for (size_t i = 0; i < c->count; i++) {
        /* No setter of an inline field needs an arena. */
        zb_setting setting = setting_of(NULL, sheet, c, &c->changes[i], style->size, diags);
        zb_style_set(&setting, (char *)style + c->changes[i].field->offset);
        colored = colored || c->changes[i].field->offset == offsetof(zb_text_style, color);
    }
    if (!colored && style->ground.a > 0) {
        style->color = sheet->style.chip_text_inverse;
    }
    return true;
}
