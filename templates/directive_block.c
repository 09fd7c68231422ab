/* SPDX-License-Identifier: Apache-2.0
 * The directives without data of their own: masthead, cards, columns, toc, pagebreak. */
#include <string.h>

#include "templates/directive.h"
#include "templates/rows.h"

const zb_key zb_masthead_keys[] = {
    {"publisher", ZB_KEY_TEXT, false, "Who publishes, above the title.", NULL, NULL},
    {"title", ZB_KEY_TEXT, true, "The bulletin's name.", NULL, NULL},
    {"period", ZB_KEY_TEXT, false, "The days it reports on, below the title.", NULL, NULL},
    {"number", ZB_KEY_TEXT, false, "The issue's number, large at the right.", NULL, NULL},
    {"number_label", ZB_KEY_TEXT, false, "What stands above the number: 2019 年第.", NULL, NULL},
    {"number_unit", ZB_KEY_TEXT, false, "What stands behind the number: 期.", NULL, NULL},
    {0},
};

const zb_key zb_card_keys[] = {
    {"label", ZB_KEY_TEXT, true, "What the figure is.", NULL, NULL},
    {"value", ZB_KEY_TEXT, false, "The figure.", NULL, NULL},
    {"values", ZB_KEY_LIST, false, "Several figures instead of one: a list of mappings.", NULL, NULL},
    {"change", ZB_KEY_TEXT, false, "Small, behind the figure: +48%, or a share.", NULL, NULL},
    {"direction", ZB_KEY_TEXT, false,
     "up, down or none, also 增长, 上升, 下降, 减少, 持平; without it the sign or word that `change` begins with says "
     "it.",
     NULL, NULL},
    {"class", ZB_KEY_TEXT, false, "The figure's colour: a class, a colour of the style, or high, medium, low.", NULL,
     NULL},
    {0},
};

static const zb_key card_value_keys[] = {
    {"value", ZB_KEY_TEXT, true, "The figure.", NULL, NULL},
    {"class", ZB_KEY_TEXT, false, "Its colour, as above.", NULL, NULL},
    {0},
};
const zb_object zb_card_value_object = {"values", card_value_keys};

const zb_key zb_toc_keys[] = {
    {"depth", ZB_KEY_NUMBER, false, "Levels of headings shown, 1 to 4; 2 without it.", NULL, NULL},
    {"title", ZB_KEY_TEXT, false, "A title above it.", NULL, NULL},
    {0},
};

/* ---- masthead ---- */

zb_node *zb_masthead_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    static const zb_object object = {"masthead", zb_masthead_keys};
    zb_node *node = zb_node_new(reader->arena, NULL, ZB_NODE_MASTHEAD, loc);
    node->as.masthead.publisher = zb_object_text(reader, &object, body, "publisher");
    node->as.masthead.title = zb_object_text(reader, &object, body, "title");
    node->as.masthead.period = zb_object_text(reader, &object, body, "period");
    node->as.masthead.number = zb_object_text(reader, &object, body, "number");
    node->as.masthead.number_label = zb_object_text(reader, &object, body, "number_label");
    node->as.masthead.number_unit = zb_object_text(reader, &object, body, "number_unit");
    return node;
}

/* ---- cards ---- */

static const zb_object card_object = {"cards", zb_card_keys};

/* Words and signs that say where a figure went. A sign is shown as an arrow, so it leaves the text; a word stays. */
static const struct {
    const char *text;
    int direction;
    bool sign;
} directions[] = {
    {"up", 1, false},    {"down", -1, false}, {"none", 0, false}, {"增", 1, false},    {"升", 1, false},
    {"上升", 1, false},  {"上涨", 1, false},  {"降", -1, false},  {"下降", -1, false}, {"减", -1, false},
    {"下跌", -1, false}, {"持平", 0, false},  {"+", 1, true},     {"-", -1, true},     {"\xE2\x88\x92", -1, true},
    {"↑", 1, true},      {"↓", -1, true},     {"▲", 1, true},     {"▼", -1, true},
};

/* The entry that `text` begins with, or -1. */
static int direction_find(zb_str text) {
    for (size_t i = 0; i < sizeof directions / sizeof *directions; i++)
        if (zb_str_starts(text, directions[i].text))
            return (int)i;
    return -1;
}

static void read_change(const zb_reader *reader, const zb_value *map, zb_card *card) {
    const zb_value *given = zb_object_value(&card_object, map, "direction");
    card->change = zb_object_text(reader, &card_object, map, "change");
    int sign = direction_find(card->change);
    if (sign >= 0 && directions[sign].sign)
        card->change = zb_str_trim(zb_str_sub(card->change, strlen(directions[sign].text), card->change.n));
    card->direction = sign >= 0 ? directions[sign].direction : 0;
    if (!given)
        return;
    zb_str text = zb_value_line(reader, given);
    if (!text.n)
        return;
    int word = direction_find(text);
    card->direction = word >= 0 ? directions[word].direction : 0;
    if (word < 0 && !zb_value_faulty(reader, given)) {
        static const zb_str names[] = {{"up", 2}, {"down", 4}, {"none", 4}};
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", zb_value_place(reader, given), "'%.*s' is no direction",
                    ZB_STR_ARG(text));
        zb_diag_hint_nearest(reader->diags, text, names, sizeof names / sizeof *names);
    }
}

static zb_card_value card_value(const zb_reader *reader, const zb_object *object, const zb_value *map) {
    zb_card_value value = {.text = zb_object_text(reader, object, map, "value")};
    const zb_value *class = zb_object_value(object, map, "class");
    if (class)
        zb_paint_read(reader, zb_value_line(reader, class), zb_value_place(reader, class),
                      &reader->sheet->style.cards.value, &value.color);
    return value;
}

static void read_card_values(const zb_reader *reader, const zb_value *map, zb_card *card) {
    const zb_value *list = zb_object_value(&card_object, map, "values");
    bool single = zb_object_value(&card_object, map, "value") != NULL;
    if (single == (list != NULL)) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.missing", map->loc,
                    single ? "a card has either 'value' or 'values'" : "cards lacks 'value'");
        return;
    }
    card->value_count = single ? 1 : list->count;
    zb_card_value *values = ZB_NEW_ARRAY(reader->arena, card->value_count, zb_card_value);
    for (size_t i = 0; !single && i < list->count; i++)
        if (zb_object_check(reader, &zb_card_value_object, list->items[i], list->items[i]->loc))
            values[i] = card_value(reader, &zb_card_value_object, list->items[i]);
    if (single)
        values[0] = card_value(reader, &card_object, map);
    card->values = values;
}

zb_node *zb_cards_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    zb_node *node = zb_node_new(reader->arena, NULL, ZB_NODE_CARDS, loc);
    zb_card *cards = ZB_NEW_ARRAY(reader->arena, body->count, zb_card);
    for (size_t i = 0; i < body->count; i++) {
        cards[i].loc = body->items[i]->loc;
        cards[i].label = zb_object_text(reader, &card_object, body->items[i], "label");
        read_card_values(reader, body->items[i], &cards[i]);
        read_change(reader, body->items[i], &cards[i]);
    }
    node->as.cards.cards = cards;
    node->as.cards.count = body->count;
    return node;
}

/* ---- columns ---- */

static zb_node *read_column(const zb_reader *reader, const zb_value *item) {
    static const zb_str names[] = {{"chart", 5}, {"table", 5}};
    const zb_entry *entry = item->kind == ZB_MAP && item->count == 1 ? &item->entries[0] : NULL;
    if (!entry) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", item->loc,
                    "an entry of columns is a mapping with one key");
        zb_diag_hint(reader->diags, "write '- chart: {...}' or '- table: {...}'");
        return NULL;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (zb_str_equal(entry->key, names[i]))
            return zb_directive_make(reader, zb_directive_lookup(names[i]), entry->value, entry->key_loc);
    zb_diag_add(reader->diags, ZB_ERROR, "directive.key", entry->key_loc, "columns cannot hold '%.*s'",
                ZB_STR_ARG(zb_line_string(reader, entry->key, entry->key_loc)));
    zb_diag_hint_nearest(reader->diags, entry->key, names, sizeof names / sizeof *names);
    return NULL;
}

zb_node *zb_columns_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    zb_node *node = zb_node_new(reader->arena, NULL, ZB_NODE_COLUMNS, loc);
    for (size_t i = 0; i < body->count; i++) {
        zb_node *child = read_column(reader, body->items[i]);
        if (child)
            zb_node_append(node, child);
    }
    return node;
}

/* ---- toc and pagebreak ---- */

zb_node *zb_toc_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    static const zb_object object = {"toc", zb_toc_keys};
    zb_node *node = zb_node_new(reader->arena, NULL, ZB_NODE_TOC, loc);
    double depth = zb_object_number(reader, &object, body, "depth", 2);
    if (!(depth >= 1 && depth <= ZB_HEADING_LEVELS)) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", zb_object_value(&object, body, "depth")->loc,
                    "'depth' is a number from 1 to %d", ZB_HEADING_LEVELS);
        depth = ZB_HEADING_LEVELS;
    }
    node->as.toc.depth = (int)depth;
    node->as.toc.title = zb_object_styled(reader, &object, body, "title", reader->sheet->style.heading[0].text);
    return node;
}

zb_node *zb_page_break_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    if (body->count || (zb_value_is_scalar(body) && body->text.n)) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", body->loc, "pagebreak has no body");
        return NULL;
    }
    return zb_node_new(reader->arena, NULL, ZB_NODE_PAGE_BREAK, loc);
}
