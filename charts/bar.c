/* SPDX-License-Identifier: Apache-2.0
 * Vertical bars, one or several a category, side by side or stacked: from zero, values beyond the bars' ends (below
 * where negative) or inside the pieces of a stack, sums at its ends, names at the foot. */
#include <math.h>

#include "charts/frame.h"
#include "charts/hatch.h"
#include "charts/mark.h"
#include "charts/number.h"
#include "charts/stacktext.h"

#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define BAR_WIDTH_MAX (ZB_PT * 30)
#define CORNER_RADIUS (ZB_PT * 3 / 2)
#define HOLE_MARGIN (ZB_PT * 2)
#define PIECE_GAP (ZB_PT / 2)
#define NET_SIZE (ZB_PT * 4)

/* Shares of the value size: from a bar's end to its label. Of a band: a group of bars. */
enum { LABEL_GAP = 35, GROUP_SHARE = 82, SLOT_SHARE = 92 };

typedef struct bars {
    zb_frame frame;
    zb_spans spans;
    zb_length zero;
    size_t slots; /* bars side by side in a band */
    bool stacked;
    const zb_label *labels; /* beyond the bars: [series x count + category]; of a stack: its sum above */
    const zb_label *below;  /* of a stack: the sum of what is negative */
    zb_length widest;       /* label */
    zb_holes holes;
} bars;

static zb_label value_label(zb_plot *plot, bars *b, zb_str text, bool strong, zb_loc loc) {
    zb_label_style style = {plot->look->value_size, strong ? 700 : 400};
    zb_label label = zb_label_new(plot, text, style, NO_LIMIT, 1, loc);
    b->widest = zb_max(b->widest, label.width);
    return label;
}

static void sums_make(zb_plot *plot, bars *b) {
    size_t count = plot->chart->count;
    zb_label *above = ZB_NEW_ARRAY(plot->arena, count, zb_label), *below = ZB_NEW_ARRAY(plot->arena, count, zb_label);
    for (size_t i = 0; i < count && plot->chart->stack != ZB_STACK_SHARE; i++) {
        const zb_sums *sums = &b->spans.sums[i];
        zb_loc loc = plot->chart->data[i].loc;
        if (sums->any && (sums->up > 0 || sums->down == 0))
            above[i] = value_label(plot, b, zb_chart_number_text(plot->arena, plot->chart, sums->up), true, loc);
        if (sums->down < 0)
            below[i] = value_label(plot, b, zb_chart_number_text(plot->arena, plot->chart, sums->down), true, loc);
    }
    b->labels = above;
    b->below = below;
}

static void labels_make(zb_plot *plot, bars *b) {
    const zb_chart *chart = plot->chart;
    if (chart->labels == ZB_LABELS_NONE || b->stacked) {
        b->below = b->labels = ZB_NEW_ARRAY(plot->arena, chart->count * chart->series_count, zb_label);
        if (b->stacked && chart->labels != ZB_LABELS_NONE) sums_make(plot, b);
        return;
    }
    zb_label *labels = ZB_NEW_ARRAY(plot->arena, chart->count * chart->series_count, zb_label);
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &chart->series[s].data[i];
            labels[s * chart->count + i] = value_label(plot, b, plot->texts[s][i], datum->highlight, datum->loc);
        }
    }
    b->labels = labels;
}

static zb_length slot_width(const bars *b, zb_length *bar) {
    if (b->slots == 1) return *bar = zb_band_bar(&b->frame.names.bands, BAR_WIDTH_MAX);
    zb_length band = b->frame.names.bands.width / (zb_length)b->frame.names.bands.count;
    zb_length slot = zb_min(band * GROUP_SHARE / 100 / (zb_length)b->slots, BAR_WIDTH_MAX);
    *bar = slot * SLOT_SHARE / 100;
    return slot;
}

/* The bar of datum `index` of a series; height 0 where it has none. */
static zb_rect bar_rect(const bars *b, size_t series, size_t index) {
    zb_length width, slot = slot_width(b, &width), middle = zb_band_middle(&b->frame.names.bands, index);
    zb_length x = b->slots == 1
                      ? middle - width / 2
                      : middle - slot * (zb_length)b->slots / 2 + slot * (zb_length)series + (slot - width) / 2;
    const zb_span *span = zb_span_at(&b->spans, series, index);
    if (span->from == span->to) return (zb_rect){x, b->zero, width, 0};
    bool up = span->to > span->from;
    zb_length foot = span->from == 0 ? b->zero : zb_value_axis_y(&b->frame.axis, b->frame.rect, span->from);
    zb_length end = zb_value_axis_y(&b->frame.axis, b->frame.rect, span->to);
    zb_length height = up ? foot - end : end - foot;
    if (b->stacked && span->from != 0 && height > 3 * PIECE_GAP) {
        /* pieces of a stack stand a little apart */
        height -= PIECE_GAP;
        foot += up ? -PIECE_GAP : PIECE_GAP;
    }
    height = zb_max(height, ZB_HAIRLINE);
    return (zb_rect){x, up ? foot - height : foot, width, height};
}

static bool points_down(const zb_datum *datum) { return !datum->missing && datum->value < 0; }

/* First baseline of a label beyond a bar that ends at y. */
static zb_length beyond(const zb_plot *plot, zb_length y, bool down) {
    zb_length size = plot->look->value_size, gap = zb_scale(size, LABEL_GAP, 100);
    return down ? y + gap + 2 * zb_label_centre(size) : y - gap;
}

/* Paints or reserves a label whose middle stands at x. */
static void label_put(zb_plot *plot, bars *b, const zb_label *label, zb_length x, zb_length baseline,
                      const zb_color *color) {
    zb_length half = zb_label_centre(label->size);
    if (label->count == 0) return;
    if (color) {
        zb_label_paint_at(plot, label, ZB_ANCHOR_MIDDLE, x, baseline, *color);
        return;
    }
    zb_rect hole = {x - label->width / 2 - HOLE_MARGIN, baseline - 2 * half - HOLE_MARGIN / 2,
                    label->width + 2 * HOLE_MARGIN, 2 * half + HOLE_MARGIN};
    ZB_PUSH(plot->arena, &b->holes, hole);
}

/* All labels beyond bars: painted, or only reserved before anything is painted. */
static void labels_put(zb_plot *plot, bars *b, bool paint) {
    const zb_chart *chart = plot->chart;
    for (size_t i = 0; i < chart->count && b->stacked; i++) {
        zb_length x = zb_band_middle(&b->frame.names.bands, i);
        zb_length top = zb_value_axis_y(&b->frame.axis, b->frame.rect, b->spans.sums[i].up);
        zb_length foot = zb_value_axis_y(&b->frame.axis, b->frame.rect, b->spans.sums[i].down);
        label_put(plot, b, &b->labels[i], x, beyond(plot, top, false), paint ? &plot->look->value : NULL);
        label_put(plot, b, &b->below[i], x, beyond(plot, foot, true), paint ? &plot->look->value : NULL);
    }
    for (size_t s = 0; s < chart->series_count && !b->stacked; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            zb_rect bar = bar_rect(b, s, i);
            bool down = points_down(&chart->series[s].data[i]);
            zb_color color = chart->series_count == 1 ? zb_value_color(chart, plot->look, i) : plot->look->value;
            label_put(plot, b, &b->labels[s * chart->count + i], bar.x + bar.width / 2,
                      beyond(plot, down ? bar.y + bar.height : bar.y, down), paint ? &color : NULL);
        }
    }
}

static void mark_paint(zb_plot *plot, bars *b, size_t series, size_t index) {
    zb_rect bar = bar_rect(b, series, index);
    const zb_span *span = zb_span_at(&b->spans, series, index);
    if (bar.height == 0) return;
    zb_ink ink = zb_mark_ink(plot->chart, plot->look, series, index);
    zb_mark_bar(&plot->painter, bar, span->to > span->from ? ZB_SIDE_UP : ZB_SIDE_DOWN, span->outer ? CORNER_RADIUS : 0,
                ink.fill);
    zb_hatch_rect(&plot->painter, bar, &ink);
    if (b->stacked && plot->chart->labels != ZB_LABELS_NONE) zb_piece_text(plot, series, index, bar, &ink, &b->holes);
}

/* A wedge at the bar's left points at the net total of a stack that goes both ways. */
static void net_paint(zb_plot *plot, const bars *b, size_t index) {
    const zb_sums *sums = &b->spans.sums[index];
    if (!b->stacked || sums->up <= 0 || sums->down >= 0) return;
    zb_rect bar = bar_rect(b, 0, index);
    zb_length y = zb_value_axis_y(&b->frame.axis, b->frame.rect, sums->up + sums->down);
    zb_path_move(&plot->painter, bar.x - ZB_PT, y);
    zb_path_line(&plot->painter, bar.x - ZB_PT - NET_SIZE, y - NET_SIZE / 2);
    zb_path_line(&plot->painter, bar.x - ZB_PT - NET_SIZE, y + NET_SIZE / 2);
    zb_path_close(&plot->painter);
    zb_paint_fill(&plot->painter, plot->look->value);
}

/* Names; below those of stacks that go both ways the net total. */
static const zb_str *names_with_net(zb_plot *plot, const bars *b) {
    zb_str *names = ZB_NEW_ARRAY(plot->arena, plot->chart->count, zb_str);
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_sums *sums = &b->spans.sums[i];
        names[i] = plot->chart->data[i].name;
        if (!b->stacked || sums->up <= 0 || sums->down >= 0) continue;
        zb_str net = zb_chart_number_text(plot->arena, plot->chart, sums->up + sums->down);
        zb_str text = zb_str_format(plot->arena, zb_word_of(plot->chart, ZB_WORD_NET), ZB_STR_ARG(net));
        names[i] = zb_str_format(plot->arena, "%.*s（%.*s）", ZB_STR_ARG(names[i]), ZB_STR_ARG(text));
    }
    return names;
}

bool zb_bar_draw(zb_plot *plot) {
    const zb_chart *chart = plot->chart;
    bars b = {.spans = zb_spans_of(plot->arena, chart), .stacked = zb_chart_is_stacked(chart)};
    b.slots = b.stacked ? 1 : chart->series_count;
    labels_make(plot, &b);
    zb_gutter_references(plot, &b.frame.gutter);
    /* the narrowest axis still shows one digit */
    zb_length band = (plot->area.width - plot->look->label_size - b.frame.gutter.width) / (zb_length)chart->count;
    if (b.widest > band / (zb_length)b.slots && !chart->upright) return false;
    zb_frame_wish wish = {.low = plot->low, .high = plot->high, .zero = true, .keys = true};
    wish.room = chart->stack != ZB_STACK_SHARE || !b.stacked;
    wish.names = names_with_net(plot, &b);
    wish.lines = chart->upright ? ZB_LABEL_LINES_MAX : 2;
    if (!zb_frame_new(plot, &wish, &b.frame)) return true;
    b.zero = zb_value_axis_y(&b.frame.axis, b.frame.rect, 0);
    labels_put(plot, &b, false);
    zb_frame_paint_grid(plot, &b.frame, &b.holes);
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) mark_paint(plot, &b, s, i);
    }
    for (size_t i = 0; i < chart->count; i++) net_paint(plot, &b, i);
    zb_frame_paint_base(plot, &b.frame);
    labels_put(plot, &b, true);
    zb_frame_paint_texts(plot, &b.frame, &b.holes);
    return true;
}
