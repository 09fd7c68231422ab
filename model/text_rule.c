/* SPDX-License-Identifier: Apache-2.0
 * The rules for characters, and texts held against them. The table is in text_table.c. */
#include "model/text_table.h"

#include "base/utf8.h"

typedef struct span {
    uint32_t first, last;
} span;

/* Scripts in which ZWJ and ZWNJ choose between forms of letters. */
static const span joining[] = {
    {0x0600, 0x0DFF}, {0x1000, 0x109F}, {0x1780, 0x18AF},   {0x1A20, 0x1AAF},   {0x1B00, 0x1C4F},   {0xA800, 0xA82F},
    {0xA840, 0xAAFF}, {0xFB50, 0xFDCF}, {0xFDF0, 0xFDFF},   {0xFE70, 0xFEFC},   {0x10A00, 0x10A5F}, {0x10AC0, 0x10AFF},
    {0x11000, 0x11FFF}, {0x1E900, 0x1E95F},
};
static const span right_to_left[] = {
    {0x0590, 0x061B}, {0x061D, 0x08FF}, {0xFB1D, 0xFDCF}, {0xFDF0, 0xFDFF}, {0xFE70, 0xFEFC}, {0x10800, 0x10FFF}, {0x1E800, 0x1EFFF},
};
/* Pictures, and what may stand behind one in the same emoji. */
static const span emoji[] = {{0x00A9, 0x00AE}, {0x2000, 0x200A}, {0x203C, 0x203C}, {0x20E3, 0x20E3}, {0x2139, 0x2BFF},
                             {0xFE0F, 0xFE0F}, {0x1F000, 0x1FAFF}};

#define BLACK_FLAG 0x1F3F4
#define ZWJ 0x200D

static bool is_in(uint32_t code, const span *spans, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (code >= spans[i].first && code <= spans[i].last) return true;
    return false;
}

#define IS_IN(code, spans) is_in((code), (spans), sizeof(spans) / sizeof *(spans))

static bool has_meaning(zb_text_context context, uint32_t code, uint32_t before, uint32_t after) {
    switch (context) {
    case ZB_CONTEXT_JOINING:
        if (code == ZWJ && IS_IN(before, emoji) && IS_IN(after, emoji)) return true;
        return IS_IN(before, joining) || IS_IN(after, joining);
    case ZB_CONTEXT_BIDI: return IS_IN(before, right_to_left) || IS_IN(after, right_to_left);
    case ZB_CONTEXT_FLAG: return code >= 0xE0020 && (before == BLACK_FLAG || (before >= 0xE0020 && before < 0xE007F));
    case ZB_CONTEXT_NONE: break;
    }
    return false;
}

/* Most of every text, told without a search. */
static bool is_ordinary(uint32_t code) {
    return (code >= 0x20 && code < 0x7F) || (code >= 0xA0 && code < 0x61C) || (code >= 0x3000 && code < 0xE000) || code == '\n' ||
           code == '\t';
}

static const zb_text_range *range_lookup(uint32_t code) {
    size_t low = 0, high = zb_text_range_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const zb_text_range *range = &zb_text_ranges[middle];
        if (code < range->first) high = middle;
        else if (code > range->last) low = middle + 1;
        else return range;
    }
    return NULL;
}

zb_text_rule zb_text_rule_of(uint32_t code, uint32_t before, uint32_t after) {
    static const zb_text_rule kept = {0};
    if (is_ordinary(code)) return kept;
    if ((code & 0xFFFE) == 0xFFFE) return (zb_text_rule){ZB_TEXT_REFUSED, "text.control", "not a character", 0};
    const zb_text_range *range = range_lookup(code);
    if (!range || has_meaning(range->context, code, before, after)) return kept;
    zb_text_rule rule = {range->fate, range->code, range->what, 0};
    if (rule.fate != ZB_TEXT_REPLACED) return rule;
    size_t index = code - range->first;
    rule.instead = index < range->count ? range->instead[index] : ' ';
    return rule.instead == ' ' ? kept : rule;
}

void zb_text_report(const zb_text_rule *rule, uint32_t code, zb_loc loc, zb_diags *diags) {
    char shown[5] = "", instead[5] = "";
    switch (rule->fate) {
    case ZB_TEXT_KEPT: break;
    case ZB_TEXT_REPLACED:
        zb_utf8_encode(code, shown);
        zb_utf8_encode(rule->instead, instead);
        zb_diag_add(diags, ZB_WARNING, rule->code, loc, "U+%04X '%s' is %s: '%s' (U+%04X) is read instead", (unsigned)code, shown,
                    rule->what, instead, (unsigned)rule->instead);
        zb_diag_hint(diags, "it often comes from copying out of a PDF; write '%s'", instead);
        break;
    case ZB_TEXT_REMOVED:
        zb_diag_add(diags, ZB_WARNING, rule->code, loc, "U+%04X is %s: it is left out", (unsigned)code, rule->what);
        zb_diag_hint(diags, "delete it; it often comes from copying out of another program");
        break;
    case ZB_TEXT_REFUSED:
        zb_diag_add(diags, ZB_ERROR, rule->code, loc, "U+%04X is %s", (unsigned)code, rule->what);
        if (code == '\r') zb_diag_hint(diags, "end lines with LF or CR LF");
        else zb_diag_hint(diags, "delete it or write what was meant; it often comes from copying out of another program");
        break;
    }
}

size_t zb_text_fault_count(zb_str text) {
    size_t count = 0;
    for (size_t at = 0; at < text.n;) count += zb_text_rule_of(zb_utf8_next(text, &at), 0, 0).fate == ZB_TEXT_REFUSED;
    return count;
}

static uint32_t peek(zb_str text, size_t at) { return at < text.n ? zb_utf8_next(text, &at) : 0; }

/* The first character that is replaced or left out; text.n: there is none. */
static size_t first_change(zb_str text) {
    uint32_t before = 0;
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        uint32_t code = zb_utf8_next(text, &at);
        if (!is_ordinary(code)) {
            zb_text_fate fate = zb_text_rule_of(code, before, peek(text, at)).fate;
            if (fate == ZB_TEXT_REPLACED || fate == ZB_TEXT_REMOVED) return start;
        }
        before = code;
    }
    return text.n;
}

/* One text held against the rules. */
typedef struct inspection {
    zb_arena *arena;
    zb_str text;
    zb_loc loc;              /* of the whole text, or */
    const zb_source *source; /* whose text it is */
    const zb_source *shown;  /* the source as messages show it; made when first needed */
    zb_diags *diags;
    size_t count;
    zb_loc last;
} inspection;

/* The source with a visible mark for every character that cannot be seen, or that would change how a terminal shows the line.
 * Lines and columns stay the same. */
static const zb_source *visible(zb_arena *arena, const zb_source *source) {
    zb_buf out = {0};
    zb_str text = source->text;
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        zb_text_fate fate = zb_text_rule_of(zb_utf8_next(text, &at), 0, 0).fate;
        bool hidden = fate == ZB_TEXT_REFUSED || fate == ZB_TEXT_REMOVED;
        zb_buf_add(&out, hidden ? ZB_STR("\xEF\xBF\xBD") : zb_str_sub(text, start, at));
    }
    const zb_source *shown = zb_source_new(arena, source->name, zb_str_copy(arena, zb_buf_str(&out)));
    zb_buf_free(&out);
    return shown;
}

static void inspection_report(inspection *i, size_t at, uint32_t code, const zb_text_rule *rule) {
    if (i->count++ >= ZB_TEXT_FAULTS_MAX) return;
    i->last = i->loc;
    if (i->source) {
        if (!i->shown) i->shown = visible(i->arena, i->source);
        i->last = zb_source_loc(i->source, at);
        i->last.source = i->shown;
    }
    zb_text_report(rule, code, i->last, i->diags);
}

static void inspection_end(inspection *i) {
    if (i->count > ZB_TEXT_FAULTS_MAX)
        zb_diag_add(i->diags, ZB_NOTE, "text.more", i->last, "%zu more such characters follow", i->count - ZB_TEXT_FAULTS_MAX);
    i->count = 0;
}

/* True: a character is refused. */
static bool refuse(inspection *i) {
    for (size_t at = 0; at < i->text.n;) {
        size_t start = at;
        uint32_t code = zb_utf8_next(i->text, &at);
        if (is_ordinary(code)) continue;
        zb_text_rule rule = zb_text_rule_of(code, 0, 0);
        if (rule.fate == ZB_TEXT_REFUSED) inspection_report(i, start, code, &rule);
    }
    bool refused = i->count > 0;
    inspection_end(i);
    return refused;
}

static zb_str clean(inspection *i) {
    size_t at = first_change(i->text);
    if (at == i->text.n) return i->text;
    zb_buf out = {0};
    uint32_t before = 0;
    for (at = 0; at < i->text.n;) {
        size_t start = at;
        uint32_t code = zb_utf8_next(i->text, &at);
        zb_text_rule rule = zb_text_rule_of(code, before, peek(i->text, at));
        bool replaced = rule.fate == ZB_TEXT_REPLACED, removed = rule.fate == ZB_TEXT_REMOVED;
        char bytes[4];
        if (replaced || removed) inspection_report(i, start, code, &rule);
        if (replaced) zb_buf_add(&out, (zb_str){bytes, zb_utf8_encode(rule.instead, bytes)});
        else if (!removed) zb_buf_add(&out, zb_str_sub(i->text, start, at));
        if (!removed) before = code;
    }
    inspection_end(i);
    zb_str text = zb_str_copy(i->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

zb_str zb_text_clean(zb_arena *arena, zb_str text, zb_loc loc, zb_diags *diags) {
    return clean(&(inspection){.arena = arena, .text = text, .loc = loc, .diags = diags});
}

const zb_source *zb_text_admit(zb_arena *arena, const zb_source *source, zb_diags *diags) {
    inspection i = {.arena = arena, .text = source->text, .source = source, .diags = diags};
    if (refuse(&i)) return NULL;
    zb_str text = clean(&i);
    return text.s == source->text.s ? source : zb_source_new(arena, source->name, text);
}
