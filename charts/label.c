/* SPDX-License-Identifier: Apache-2.0
 * Labels: shaping, wrapping, shortening and painting. */
#include "charts/label.h"

#include "base/utf8.h"
#include "charts/wrap.h"
#include "fonts/fonts.h"

/* Han ink stands within these shares of the size above and below the baseline, digits and capitals within 0.74. */
#define ASCENT_SHARE 86
#define DESCENT_SHARE 10
#define CENTRE_SHARE 37
#define PITCH_SHARE 128

#define ELLIPSIS "\xE2\x80\xA6"

zb_length zb_label_pitch(zb_length size) { return zb_scale(size, PITCH_SHARE, 100); }
zb_length zb_label_centre(zb_length size) { return zb_scale(size, CENTRE_SHARE, 100); }
zb_length zb_label_ascent(zb_length size) { return zb_scale(size, ASCENT_SHARE, 100); }
zb_length zb_label_descent(zb_length size) { return zb_scale(size, DESCENT_SHARE, 100); }

/* Copies at most ZB_LABEL_CHARS_MAX characters, control characters as spaces. */
static zb_str text_clean(zb_arena *arena, zb_str text, bool *cut) {
    text = zb_str_trim(text);
    size_t at = 0;
    for (size_t i = 0; i < ZB_LABEL_CHARS_MAX && at < text.n; i++) zb_utf8_next(text, &at);
    *cut = at < text.n;
    zb_str copy = zb_str_copy(arena, zb_str_sub(text, 0, at));
    char *bytes = (char *)copy.s;
    for (size_t i = 0; i < copy.n; i++) {
        if ((unsigned char)bytes[i] < 0x20 || bytes[i] == 0x7F) bytes[i] = ' ';
    }
    return zb_str_trim(copy);
}

static zb_length runs_width(const zb_run *runs, size_t count) {
    int64_t width = 0;
    for (size_t i = 0; i < count; i++) width += runs[i].advance;
    return width > ZB_LENGTH_MAX / 4 ? ZB_LENGTH_MAX / 4 : (zb_length)width;
}

static const zb_run *text_shape(zb_plot *plot, zb_str text, zb_label_style style, zb_loc loc, size_t *count) {
    zb_shape_style shape = {.role = ZB_ROLE_SANS, .weight = style.weight, .size = style.size};
    return zb_shape_line(plot->arena, plot->fonts, text, &shape, loc, plot->diags, count);
}

/* The character that holds byte `offset`. */
static size_t char_at(const zb_wrap_text *text, size_t offset) {
    size_t low = 0, high = text->count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (text->offsets[middle] <= offset) low = middle;
        else high = middle;
    }
    return low;
}

/* Gives each cluster's advance to its first character. The texts of runs follow each other without gaps in `text`. */
static void advances_measure(zb_wrap_text *text, const zb_run *runs, size_t count) {
    for (size_t r = 0; r < count; r++) {
        size_t base = runs[r].text.s >= text->text.s && runs[r].text.s <= text->text.s + text->text.n
                          ? (size_t)(runs[r].text.s - text->text.s)
                          : 0;
        for (size_t c = 0; c < runs[r].cluster_count; c++) {
            const zb_cluster *cluster = &runs[r].clusters[c];
            text->advances[char_at(text, base + cluster->text_start)] += cluster->advance;
        }
    }
}

static zb_label_line line_shape(zb_plot *plot, zb_str text, zb_label_style style, zb_length blank, zb_length trim,
                                zb_loc loc) {
    zb_label_line line = {.trim = trim};
    line.runs = text_shape(plot, text, style, loc, &line.count);
    line.width = runs_width(line.runs, line.count) - blank - trim;
    return line;
}

/* The last line of a text that does not fit: as much as leaves room for an ellipsis. */
static zb_label_line line_cut(zb_plot *plot, const zb_wrap_text *text, const zb_wrap_line *line, zb_label_style style,
                              zb_length max_width, zb_loc loc) {
    zb_shape_style shape = {.role = ZB_ROLE_SANS, .weight = style.weight, .size = style.size};
    zb_length dots = zb_line_width(plot->fonts, ZB_STR(ELLIPSIS), &shape, plot->diags);
    size_t end = zb_wrap_cut(text, line->start, zb_max(max_width - dots - line->trim, 0));
    zb_str kept = zb_str_sub(text->text, text->offsets[line->start], text->offsets[end]);
    zb_str cut = zb_str_format(plot->arena, "%.*s" ELLIPSIS, ZB_STR_ARG(kept));
    return line_shape(plot, cut, style, 0, line->trim, loc);
}

static void cut_report(zb_plot *plot, zb_str text, zb_loc loc) {
    size_t at = 0, count = zb_utf8_count(text);
    for (int i = 0; i < 20 && at < text.n; i++) zb_utf8_next(text, &at);
    zb_diag_add(plot->diags, ZB_WARNING, "chart.name", loc,
                "name of %zu characters is too long for the chart and is cut short: '%.*s%s'", count,
                ZB_STR_ARG(zb_str_sub(text, 0, at)), at < text.n ? ELLIPSIS : "");
    zb_diag_hint(plot->diags, "give the data a shorter name, or the chart more room");
}

/* The text as measured characters. */
static zb_wrap_text text_measure(zb_plot *plot, zb_str text, zb_label_style style, zb_loc loc) {
    size_t count;
    const zb_run *runs = text_shape(plot, text, style, loc, &count);
    zb_wrap_text wrap = zb_wrap_read(plot->arena, text, style.size);
    advances_measure(&wrap, runs, count);
    return wrap;
}

bool zb_label_fits(zb_plot *plot, zb_str source, zb_label_style style, zb_length max_width, int max_lines, zb_loc loc) {
    bool cut;
    zb_wrap_text wrap = text_measure(plot, text_clean(plot->arena, source, &cut), style, loc);
    zb_wrap_line lines[ZB_LABEL_LINES_MAX];
    int count;
    return zb_wrap_lines(&wrap, max_width, max_lines, lines, &count) && !cut;
}

zb_label zb_label_new(zb_plot *plot, zb_str source, zb_label_style style, zb_length max_width, int max_lines,
                      zb_loc loc) {
    zb_label label = {.size = style.size, .loc = loc};
    bool cut;
    zb_str text = text_clean(plot->arena, source, &cut);
    if (text.n == 0) return label;
    zb_wrap_text wrap = text_measure(plot, text, style, loc);
    zb_wrap_line lines[ZB_LABEL_LINES_MAX];
    bool fits = zb_wrap_lines(&wrap, max_width, max_lines, lines, &label.count);
    label.cut = cut || !fits;
    for (int i = 0; i < label.count; i++) {
        const zb_wrap_line *l = &lines[i];
        zb_str piece = zb_str_sub(text, wrap.offsets[l->start], wrap.offsets[l->end]);
        if (label.cut && i == label.count - 1) {
            label.lines[i] = line_cut(plot, &wrap, l, style, max_width, loc);
        } else {
            label.lines[i] = line_shape(plot, piece, style, l->blank, l->trim, loc);
        }
        label.width = zb_max(label.width, label.lines[i].width);
    }
    if (label.cut) cut_report(plot, source, loc);
    label.height =
        zb_label_pitch(style.size) * (label.count - 1) + zb_label_ascent(style.size) + zb_label_descent(style.size);
    return label;
}

static void line_paint(zb_plot *plot, const zb_label_line *line, zb_length x, zb_length baseline, zb_color color,
                       zb_loc loc) {
    for (size_t i = 0; i < line->count; i++) {
        zb_paint_run(&plot->painter, &line->runs[i], (zb_point){x, baseline}, color, loc);
        x += line->runs[i].advance;
    }
}

void zb_label_paint_at(zb_plot *plot, const zb_label *label, zb_anchor anchor, zb_length x, zb_length baseline,
                       zb_color color) {
    for (int i = 0; i < label->count; i++) {
        const zb_label_line *line = &label->lines[i];
        zb_length left = anchor == ZB_ANCHOR_START ? x
                         : anchor == ZB_ANCHOR_END ? x - line->width
                                                   : x - line->width / 2;
        line_paint(plot, line, left - line->trim, baseline + zb_label_pitch(label->size) * i, color, label->loc);
    }
}

void zb_label_paint(zb_plot *plot, const zb_label *label, zb_anchor anchor, zb_length x, zb_length y, zb_color color) {
    zb_length rise = zb_label_pitch(label->size) * (label->count - 1) / 2;
    zb_label_paint_at(plot, label, anchor, x, y - rise + zb_label_centre(label->size), color);
}

zb_rect zb_label_box(const zb_label *label, zb_anchor anchor, zb_length x, zb_length baseline) {
    zb_length left = anchor == ZB_ANCHOR_START ? x : anchor == ZB_ANCHOR_END ? x - label->width : x - label->width / 2;
    if (label->count == 0) return (zb_rect){left, baseline, 0, 0};
    return (zb_rect){left, baseline - zb_label_ascent(label->size), label->width, label->height};
}

zb_str zb_value_with_unit(zb_plot *plot, size_t index) {
    zb_str unit = zb_str_trim(plot->chart->unit);
    if (unit.n == 0 || plot->chart->kind != ZB_CHART_PIE || plot->chart->data[index].missing)
        return plot->values[index];
    return zb_str_format(plot->arena, "%.*s %.*s", ZB_STR_ARG(plot->values[index]), ZB_STR_ARG(unit));
}

/* Widths of ASCII characters in 1/100 em, rounded up: sans faces differ little here. */
static int ascii_width(uint32_t c) {
    static const struct {
        const char *set;
        int width;
    } classes[] = {
        {" iljtfrI.,:;'!|()[]`-", 38},
        {"mwMW@%", 94},
        {"ABCDEFGHJKLNOPQRSTUVXYZ&", 70},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        for (const char *s = classes[i].set; *s; s++) {
            if ((uint32_t)*s == c) return classes[i].width;
        }
    }
    return 60;
}

static zb_length char_guess(uint32_t code, zb_length size) {
    int columns = zb_columns_of(code);
    if (code < 0x80) return zb_scale(size, ascii_width(code), 100);
    return columns == 2 ? size : columns == 1 ? zb_scale(size, 70, 100) : 0;
}

/* The gap that shaping puts between Han and letters or digits. */
static zb_length gap_guess(uint32_t before, uint32_t code, zb_length size) {
    bool meets =
        (zb_is_han(before) && code != ' ' && code < 0x80) || (zb_is_han(code) && before != ' ' && before < 0x80);
    return meets ? size / 4 : 0;
}

static void advances_guess(zb_wrap_text *text) {
    for (size_t i = 0; i < text->count; i++) {
        text->advances[i] = char_guess(text->codes[i], text->em);
        if (i > 0) text->advances[i - 1] += gap_guess(text->codes[i - 1], text->codes[i], text->em);
    }
}

zb_length zb_label_guess(zb_str text, zb_length size) {
    int64_t width = 0;
    uint32_t before = ' ';
    for (size_t at = 0; at < text.n;) {
        uint32_t code = zb_utf8_next(text, &at);
        width += char_guess(code, size) + gap_guess(before, code, size);
        before = code;
    }
    return width > ZB_LENGTH_MAX / 4 ? ZB_LENGTH_MAX / 4 : (zb_length)width;
}

int zb_label_guess_lines(zb_arena *arena, zb_str source, zb_length size, zb_length max_width, int max_lines) {
    bool cut;
    zb_wrap_text text = zb_wrap_read(arena, text_clean(arena, source, &cut), size);
    advances_guess(&text);
    zb_wrap_line lines[ZB_LABEL_LINES_MAX];
    int count;
    return zb_wrap_lines(&text, max_width, max_lines, lines, &count) && !cut ? count : max_lines + 1;
}
