/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as style.yaml. Whatever is wrong in it, the style that comes out can be laid out with, and reading twice gives the same. */
#include "model/text.h"
#include "model/yaml.h"
#include "templates/style_read.h"
#include "tests/fuzz/fuzz.h"

static void check_text(const zb_text_style *text) {
    FUZZ_CHECK(text->size > 0 && text->weight >= 1 && text->weight <= 1000 && text->role < ZB_ROLE_COUNT);
}

static void check_style(const zb_style *style) {
    FUZZ_CHECK(style->page_width > 0 && style->page_height > 0);
    FUZZ_CHECK(style->body.pitch > 0);
    check_text(&style->body);
    for (int i = 0; i < ZB_HEADING_LEVELS; i++) check_text(&style->heading[i].text);
    check_text(&style->quote.text);
    check_text(&style->code.text);
    check_text(&style->table.text);
    check_text(&style->table.header);
    check_text(&style->caption.text);
    check_text(&style->masthead.title);
    check_text(&style->cards.value);
    check_text(&style->footnote);
    FUZZ_CHECK(style->chart.palette_count <= ZB_PALETTE_MAX);
    for (int i = 0; i < ZB_ROLE_COUNT; i++) FUZZ_CHECK(style->fonts[i].families[0]);
    FUZZ_CHECK(style->folio_format);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *again = zb_diags_new(arena), *yaml = zb_diags_new(arena);
    const zb_source *source = zb_text_decode(arena, "style.yaml", fuzz_text(arena, data, size), yaml);
    const zb_value *value = source ? zb_yaml_read_source(arena, source, yaml) : NULL;
    if (value) {
        const zb_style_sheet *sheet = zb_style_read(arena, value, diags);
        check_style(&sheet->style);
        fuzz_check_findings(diags);
        for (size_t i = 0; i < sheet->color_count; i++) {
            zb_color color;
            zb_text_style text = sheet->style.body;
            zb_style_color(sheet, sheet->colors[i].key, ZB_NOWHERE, diags, &color);
            if (zb_style_class(sheet, sheet->colors[i].key, ZB_NOWHERE, diags, &text)) check_text(&text);
        }
        const zb_style_sheet *same = zb_style_read(arena, value, again);
        FUZZ_CHECK(same->class_count == sheet->class_count && same->style.body.size == sheet->style.body.size);
    }
    zb_arena_close(arena);
    return 0;
}
