/* SPDX-License-Identifier: Apache-2.0
 * Charts: data to a display list, usable without a document. */
#ifndef ZB_CHARTS_CHART_H
#define ZB_CHARTS_CHART_H

#include "base/color.h"
#include "base/diag.h"
#include "base/length.h"
#include "base/role.h"

typedef enum zb_chart_kind {
    ZB_CHART_BAR,
    ZB_CHART_HBAR,
    ZB_CHART_PIE,
    ZB_CHART_DONUT,
    ZB_CHART_LINE,
    ZB_CHART_AREA,
    ZB_CHART_POINT,
    ZB_CHART_KINDS,
} zb_chart_kind;

/* How several series share a category: side by side, one upon the other, or as shares of 100 %. */
typedef enum zb_chart_stack { ZB_STACK_NONE, ZB_STACK_ZERO, ZB_STACK_SHARE } zb_chart_stack;
/* AUTO: the look is taken as it is. PRINT: greys and hatching. */
typedef enum zb_chart_theme { ZB_THEME_AUTO, ZB_THEME_LIGHT, ZB_THEME_DARK, ZB_THEME_PRINT } zb_chart_theme;
/* AUTO: as the source spells them, 12,345 from five digits on, axes in 万 and 亿 where numbers are long. */
typedef enum zb_number_style { ZB_NUMBER_AUTO, ZB_NUMBER_PLAIN, ZB_NUMBER_GROUPED, ZB_NUMBER_ZH } zb_number_style;
/* Which values are written at their marks. AUTO: all where they can be read, else the telling ones. */
typedef enum zb_chart_labels { ZB_LABELS_AUTO, ZB_LABELS_ALL, ZB_LABELS_NONE } zb_chart_labels;

/* One category: a bar, a slice or a point. */
typedef struct zb_datum {
    zb_str name;
    double value;
    zb_str value_text; /* the source's spelling, so that 6.10 keeps its nought */
    double x;          /* where the chart's x is numeric */
    bool missing;      /* no number: no mark */
    bool highlight;    /* emphasised */
    zb_color color;    /* a 0: from the palette */
    zb_loc loc;
} zb_datum;

/* One of several series. */
typedef struct zb_series {
    zb_str name;
    const zb_datum *data; /* as many as the chart has categories, in their order */
    zb_color color;       /* a 0: from the palette, by severity where all names are severities */
    zb_loc loc;
} zb_series;

/* A line across the marks. */
typedef struct zb_reference {
    double value;
    zb_str value_text; /* the source's spelling */
    zb_str label;      /* 目标 */
    zb_loc loc;
} zb_reference;

/* What a chart shows. All strings are borrowed from the arena of their maker. */
typedef struct zb_chart zb_chart;
struct zb_chart {
    zb_chart_kind kind;
    zb_str id;
    zb_str title;   /* drawn above the chart when it stands alone */
    zb_str caption; /* for the alternative text; drawn by the document, not by the chart */
    zb_str subtitle, period, source, note;
    zb_str unit;        /* 个, 分; empty: none */
    zb_str x_title;     /* of a numeric x */
    zb_str total_label; /* donut: text below the sum in the hole; empty: none */
    const zb_datum *data;
    size_t count;            /* categories */
    const zb_series *series; /* the first one's data are `data`; NULL: one series without a name */
    size_t series_count;
    const zb_reference *references;
    size_t reference_count;
    const zb_chart *panels; /* small multiples in a row, their titles above them; they share kind, scale and colours */
    size_t panel_count;
    zb_chart_stack stack;
    zb_chart_theme theme;
    zb_number_style number;
    zb_chart_labels labels;
    zb_length width, height; /* wished for the chart alone; 0: what suits */
    int decimals;            /* where decimals_set, else what the data spell */
    bool decimals_set;
    bool numeric_x;  /* points stand at their x */
    bool upright;    /* bars never turn on their side */
    bool zero;       /* the axis of lines and points begins at 0 */
    bool bridge;     /* a dashed line over missing values */
    bool keep_small; /* no slices are joined as 其他 n 项 */
    bool show_empty; /* without data: frame and 暂无数据 instead of an error */
    bool english;    /* the chart's own words and its alternative text */
    zb_loc loc;
};

enum { ZB_SEVERITIES = 4 };

/* How charts look; filled from a style, or by zb_chart_look_default. */
typedef struct zb_chart_look {
    zb_length label_size, value_size, title_size;
    zb_color label, value, title;
    zb_color palette[12];
    size_t palette_count;
    zb_color severity[ZB_SEVERITIES]; /* 超危 高危 中危 低危 */
    zb_color mark, highlight;         /* a single series; its emphasised mark */
    zb_color grid, axis, ground;      /* ground a 0: none is painted */
    zb_chart_theme theme;             /* that the colours follow already */
} zb_chart_look;

typedef struct zb_fonts zb_fonts;
typedef struct zb_display_list zb_display_list;

/* The house look; every field is set. */
void zb_chart_look_default(zb_chart_look *look);
/* The house look for a chart that stands alone on a screen or a page: larger text (at least 12 px). */
void zb_chart_look_alone(zb_chart_look *look);
/* Gives a look the colours of a theme; sizes stay. AUTO changes nothing. */
void zb_chart_look_theme(zb_chart_look *look, zb_chart_theme theme);

/* Height that suits the chart at this width, in whole points. */
zb_length zb_chart_height(const zb_chart *chart, const zb_chart_look *look, zb_length width);

/* Draws the chart into a box of the given size, top left at 0,0, in the look as the chart's theme changes it. Never
 * NULL; what cannot be drawn (no data, all missing) gives an error at the chart's place ([chart.empty],
 * [chart.negative] for parts of a whole) and an empty list. */
const zb_display_list *zb_chart_draw(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, zb_fonts *fonts,
                                     zb_length width, zb_length height, zb_diags *diags);

/* Draws it and examines the picture: a warning [lint.*] at the chart's place for each text over another, over an edge
 * of a mark or over a line, outside the box, too small or with too little contrast, for leader lines that cross or
 * touch a mark, for a narrow margin (0: not asked), for ticks too few, too many, alike or of mixed decimals. Returns
 * the picture. */
const zb_display_list *zb_chart_lint(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, zb_fonts *fonts,
                                     zb_length width, zb_length height, zb_length margin, zb_diags *diags);

/* Alternative text from the data, in Chinese or English: kind, what, where the peak is, the change, the data. In the
 * arena. */
zb_str zb_chart_alt(zb_arena *arena, const zb_chart *chart);

/* Rank of a severity's name, 0 (超危, critical) to 3 (低危, low); -1: it is none. */
int zb_severity_of(zb_str name);

#endif
