/* SPDX-License-Identifier: Apache-2.0
 * Texts round the marks. */
#include "charts/head.h"

#include "charts/hatch.h"
#include "charts/mark.h"

/* Shares of the label size. */
enum {
    TITLE_GAP = 70,
    SUBTITLE_GAP = 35,
    UNIT_GAP = 60,
    SWATCH = 90,
    SWATCH_GAP = 45,
    KEY_GAP = 140,
    FOOT_GAP = 110,
    LINE_GAP = 45
};
/* Lines of note and source. */
enum { FOOT_LINES = 3 };
/* More lines than these are named in a legend. */
enum { ENDS_MOST = 8 };

static zb_length em(const zb_chart_look *look, int share) { return zb_scale(look->label_size, share, 100); }

static void area_lower(zb_plot *plot, zb_length used) {
    plot->area.y += used;
    plot->area.height = zb_max(plot->area.height - used, 0);
}

static zb_str subtitle_of(zb_arena *arena, const zb_chart *chart) {
    if (chart->subtitle.n == 0 || chart->period.n == 0) return chart->subtitle.n > 0 ? chart->subtitle : chart->period;
    return zb_str_format(arena, "%.*s　%.*s", ZB_STR_ARG(chart->subtitle), ZB_STR_ARG(chart->period));
}

static zb_length block_paint(zb_plot *plot, zb_str text, zb_label_style style, zb_color color, zb_length y, int lines) {
    zb_label label = zb_label_new(plot, text, style, plot->area.width, lines, plot->chart->loc);
    zb_label_paint_at(plot, &label, ZB_ANCHOR_START, plot->area.x, y + zb_label_ascent(style.size), color);
    return zb_label_pitch(style.size) * label.count;
}

void zb_head_paint(zb_plot *plot) {
    const zb_chart_look *look = plot->look;
    zb_str subtitle = subtitle_of(plot->arena, plot->chart);
    zb_length used = 0;
    if (plot->chart->title.n > 0)
        used += block_paint(plot, plot->chart->title, (zb_label_style){look->title_size, 700}, look->title,
                            plot->area.y, 2);
    if (subtitle.n > 0) {
        used += used > 0 ? em(look, SUBTITLE_GAP) : 0;
        used +=
            block_paint(plot, subtitle, (zb_label_style){look->label_size, 400}, look->label, plot->area.y + used, 2);
    }
    if (used > 0) area_lower(plot, used + em(look, TITLE_GAP));
}

/* The lines of the foot; returns how many. */
static size_t foot_texts(zb_arena *arena, const zb_chart *chart, zb_str texts[2]) {
    size_t count = 0;
    if (chart->note.n > 0)
        texts[count++] = zb_str_format(arena, zb_word_of(chart, ZB_WORD_NOTE), ZB_STR_ARG(chart->note));
    if (chart->source.n > 0)
        texts[count++] = zb_str_format(arena, zb_word_of(chart, ZB_WORD_SOURCE), ZB_STR_ARG(chart->source));
    return count;
}

void zb_foot_paint(zb_plot *plot) {
    zb_str texts[2];
    zb_label labels[2];
    size_t count = foot_texts(plot->arena, plot->chart, texts);
    zb_label_style style = {plot->look->label_size, 400};
    zb_length height = 0;
    for (size_t i = 0; i < count; i++) {
        labels[i] = zb_label_new(plot, texts[i], style, plot->area.width, FOOT_LINES, plot->chart->loc);
        height += labels[i].height + (i > 0 ? em(plot->look, LINE_GAP) : 0);
    }
    zb_length y = plot->area.y + plot->area.height - height;
    for (size_t i = 0; i < count; i++) {
        zb_label_paint_at(plot, &labels[i], ZB_ANCHOR_START, plot->area.x, y + zb_label_ascent(style.size),
                          plot->look->label);
        y += labels[i].height + em(plot->look, LINE_GAP);
    }
    if (count > 0) plot->area.height = zb_max(plot->area.height - height - em(plot->look, FOOT_GAP), 0);
}

bool zb_keys_wanted(const zb_chart *chart) {
    if (zb_chart_is_disc(chart) || chart->series_count < 2) return false;
    return zb_chart_is_bars(chart) || (chart->kind == ZB_CHART_POINT && chart->numeric_x) ||
           chart->series_count > ENDS_MOST;
}

/* Flows keys of these widths into lines; the first begins at `first`. Places are given back in `widths`, with the line
 * in `lines`. */
typedef struct flow {
    zb_length width, gap, x;
    int line;
} flow;

static zb_length flow_place(flow *f, zb_length width) {
    if (f->x > 0 && f->x + width > f->width) {
        f->x = 0;
        f->line++;
    }
    zb_length at = f->x;
    f->x += width + f->gap;
    return at;
}

typedef struct key {
    zb_label label;
    zb_length x;
    int line;
} key;

static zb_length key_width(const zb_chart_look *look, zb_length name) { return em(look, SWATCH + SWATCH_GAP) + name; }

static void key_paint(zb_plot *plot, const key *k, size_t series, zb_length x, zb_length y) {
    zb_ink ink = zb_series_ink(plot->chart, plot->look, series);
    zb_length size = em(plot->look, SWATCH);
    zb_rect box = {x + k->x, y - size / 2, size, size};
    zb_mark_swatch(&plot->painter, (zb_point){box.x + size / 2, y}, size, ink.fill);
    zb_hatch_rect(&plot->painter, box, &ink);
    zb_label_paint(plot, &k->label, ZB_ANCHOR_START, box.x + size + em(plot->look, SWATCH_GAP), y, plot->look->value);
}

/* The legend; `room` is what the unit leaves of its line. Returns the lines it takes below the unit's own. */
static int legend_paint(zb_plot *plot, zb_length unit_end, zb_length y) {
    const zb_chart *chart = plot->chart;
    key *keys = ZB_NEW_ARRAY(plot->arena, chart->series_count, key);
    zb_label_style style = {plot->look->label_size, 400};
    zb_length pitch = zb_label_pitch(style.size) + em(plot->look, LINE_GAP), gap = em(plot->look, KEY_GAP),
              total = -gap;
    flow f = {.width = plot->area.width, .gap = gap};
    for (size_t s = 0; s < chart->series_count; s++) {
        keys[s].label = zb_label_new(plot, chart->series[s].name, style, plot->area.width / 2, 1, chart->series[s].loc);
        zb_length width = key_width(plot->look, keys[s].label.width);
        keys[s].x = flow_place(&f, width);
        keys[s].line = f.line;
        total += width + gap;
    }
    bool beside = f.line == 0 && unit_end + gap + total <= plot->area.width;
    zb_length x = plot->area.x + (beside ? plot->area.width - total : 0);
    if (!beside && unit_end > 0) y += pitch;
    for (size_t s = 0; s < chart->series_count; s++) key_paint(plot, &keys[s], s, x, y + pitch * keys[s].line);
    return f.line + (!beside && unit_end > 0 ? 1 : 0);
}

static zb_str unit_text(zb_plot *plot, zb_str more) {
    zb_str unit = zb_str_trim(plot->chart->unit);
    if (unit.n == 0) return more;
    unit = zb_str_format(plot->arena, zb_word_of(plot->chart, ZB_WORD_UNIT), ZB_STR_ARG(unit));
    if (more.n == 0) return unit;
    return zb_str_format(plot->arena, "%.*s%s%.*s", ZB_STR_ARG(unit), plot->chart->english ? ", " : "，",
                         ZB_STR_ARG(more));
}

void zb_keys_paint(zb_plot *plot, zb_length x, zb_str more) {
    if (plot->inner) return;
    zb_label_style style = {plot->look->label_size, 400};
    zb_str text = unit_text(plot, more);
    bool keys = zb_keys_wanted(plot->chart);
    if (text.n == 0 && !keys) return;
    zb_length right = plot->area.x + plot->area.width, pitch = zb_label_pitch(style.size) + em(plot->look, LINE_GAP);
    zb_label label = zb_label_new(plot, text, style, right - x, 1, plot->chart->loc);
    zb_length baseline = plot->area.y + zb_label_ascent(style.size);
    zb_label_paint_at(plot, &label, ZB_ANCHOR_START, x, baseline, plot->look->label);
    int lines = 0;
    if (keys)
        lines = legend_paint(plot, label.count > 0 ? x - plot->area.x + label.width : 0,
                             baseline - zb_label_centre(style.size));
    zb_length line = zb_label_ascent(style.size) + zb_label_descent(style.size);
    area_lower(plot, line + lines * pitch + em(plot->look, UNIT_GAP));
}

zb_length zb_keys_height(zb_plot *plot, bool cut) {
    if (plot->inner) return 0;
    int lines = zb_keys_guess(plot->chart, plot->look, plot->area.width);
    if (lines == 0 && !cut) return 0;
    zb_length size = plot->look->label_size, pitch = zb_label_pitch(size) + em(plot->look, LINE_GAP);
    zb_length line = zb_label_ascent(size) + zb_label_descent(size);
    return line + (lines > 1 ? lines - 1 : 0) * pitch + em(plot->look, UNIT_GAP);
}

int zb_keys_guess(const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    bool unit = zb_str_trim(chart->unit).n > 0;
    if (!zb_keys_wanted(chart)) return unit ? 1 : 0;
    zb_length gap = em(look, KEY_GAP), total = -gap;
    flow f = {.width = width, .gap = gap};
    for (size_t s = 0; s < chart->series_count; s++) {
        zb_length w = key_width(look, zb_min(zb_label_guess(chart->series[s].name, look->label_size), width / 2));
        flow_place(&f, w);
        total += w + gap;
    }
    zb_length unit_width = unit ? zb_label_guess(chart->unit, look->label_size) + em(look, 350) : 0;
    return f.line + 1 + (unit && unit_width + gap + total > width ? 1 : 0);
}

zb_length zb_chart_head_height(const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    zb_arena *scratch = zb_arena_open();
    zb_length height = 0;
    zb_str subtitle = subtitle_of(scratch, chart);
    if (chart->title.n > 0) {
        int lines = zb_label_guess_lines(scratch, chart->title, look->title_size, width, 2);
        height += zb_label_pitch(look->title_size) * (lines > 1 ? 2 : 1) + em(look, TITLE_GAP);
    }
    if (subtitle.n > 0) {
        int lines = zb_label_guess_lines(scratch, subtitle, look->label_size, width, 2);
        height += zb_label_pitch(look->label_size) * (lines > 1 ? 2 : 1) + em(look, SUBTITLE_GAP);
        if (chart->title.n == 0) height += em(look, TITLE_GAP);
    }
    if (!zb_chart_is_disc(chart)) {
        int lines = zb_keys_guess(chart, look, width);
        if (lines > 0)
            height += zb_label_pitch(look->label_size) * lines + em(look, LINE_GAP) * (lines - 1) + em(look, TITLE_GAP);
    }
    zb_arena_close(scratch);
    return height;
}

zb_length zb_chart_foot_height(const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    zb_arena *scratch = zb_arena_open();
    zb_str texts[2];
    size_t count = foot_texts(scratch, chart, texts);
    zb_length height = count > 0 ? em(look, FOOT_GAP) : 0;
    for (size_t i = 0; i < count; i++) {
        int lines = zb_label_guess_lines(scratch, texts[i], look->label_size, width, FOOT_LINES);
        height += zb_label_pitch(look->label_size) * (lines > FOOT_LINES ? FOOT_LINES : lines) + em(look, LINE_GAP);
    }
    zb_arena_close(scratch);
    return height;
}
