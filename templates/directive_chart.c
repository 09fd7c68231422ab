/* SPDX-License-Identifier: Apache-2.0
 * The chart directive: its keys, and everything about a chart but its data. */
#include "templates/chart_spec.h"
#include "templates/markdown.h"

/* What may stand in `decimals`. */
#define DECIMALS_MAX 6

const zb_key zb_chart_keys[] = {
    {"id", ZB_KEY_TEXT, false, "The name by which `[](#id)` refers to the chart, and of its file.", NULL, NULL},
    {"type", ZB_KEY_CHOICE, true,
     "The kind of chart. grouped, stacked and normalized are bars of several series: side by side, one upon the other, "
     "as shares of 100 %.",
     "bar hbar grouped stacked normalized line area point pie donut", NULL},
    {"caption", ZB_KEY_TEXT, false, "What stands behind 图 1.", NULL, NULL},
    {"title", ZB_KEY_TEXT, false, "Above the chart where it stands alone; the caption without it.", NULL, NULL},
    {"subtitle", ZB_KEY_TEXT, false, "Below the title: what is counted.", NULL, NULL},
    {"period", ZB_KEY_TEXT, false, "The time that the data are of, behind the subtitle.", NULL, NULL},
    {"data", ZB_KEY_TABLE, true,
     "A table of the data or the name of a query, dotted where it stands deeper; or the rows themselves.", NULL, NULL},
    {"where", ZB_KEY_MAP, false, "Only rows whose columns have these values: {column: value}.", NULL, NULL},
    {"x", ZB_KEY_TEXT, true,
     "The column with the names of the bars, slices or points. Where it holds numbers only, points of `type: point` "
     "stand at them.",
     NULL, NULL},
    {"name", ZB_KEY_TEXT, false, NULL, NULL, "x"},
    {"x_title", ZB_KEY_TEXT, false, "What a numeric x counts, below its axis.", NULL, NULL},
    {"y", ZB_KEY_ANY, true,
     "The column with the numbers; or a list, one entry a series: a column, or {value: column, name: what it is "
     "called, "
     "color: colour}.",
     NULL, NULL},
    {"value", ZB_KEY_ANY, false, NULL, NULL, "y"},
    {"series", ZB_KEY_TEXT, false, "The column that says which series a row belongs to.", NULL, NULL},
    {"facet", ZB_KEY_TEXT, false, "The column that says which of several panels in a row a row belongs to.", NULL,
     NULL},
    {"stack", ZB_KEY_CHOICE, false, "How several series share a bar or area; what the type says without it.",
     "none zero share", NULL},
    {"orient", ZB_KEY_CHOICE, false,
     "How bars stand; without it upright, and on their side where their names would not fit.", "vertical horizontal",
     NULL},
    {"sort", ZB_KEY_CHOICE, false, "By number, of several series by their sum; none without it: the order of the data.",
     "none desc asc", NULL},
    {"highlight", ZB_KEY_TEXT, false, "The mark that stands out: first, last, max, or a name.", NULL, NULL},
    {"reference", ZB_KEY_ANY, false,
     "Lines across the marks: a list of {value: number, label: text}, or one such, or a number.", NULL, NULL},
    {"labels", ZB_KEY_CHOICE, false, "Which values are written at the marks; without it those that can be read.",
     "auto all none", NULL},
    {"unit", ZB_KEY_TEXT, false, "Of the numbers: 个.", NULL, NULL},
    {"number", ZB_KEY_CHOICE, false,
     "How numbers are written: as they are, with 12,345 from five digits on; 1200; 1,200; or 1.2 万.",
     "auto plain grouped zh", NULL},
    {"decimals", ZB_KEY_NUMBER, false, "Decimals of all values, 0 to 6; without it those of the data.", NULL, NULL},
    {"zero", ZB_KEY_FLAG, false, "true: the axis of lines and points begins at 0.", NULL, NULL},
    {"bridge", ZB_KEY_FLAG, false, "true: a dashed line goes over missing values.", NULL, NULL},
    {"small", ZB_KEY_CHOICE, false, "Whether many small slices are joined as 其他 n 项, which they are without it.",
     "join keep", NULL},
    {"colors", ZB_KEY_ANY, false,
     "severity: by the names 高危, 中危, 低危; a list of colours in order; or {name: colour}. Colours are names of the "
     "style, classes, or #RRGGBB. Of several series they are the series'.",
     NULL, NULL},
    {"theme", ZB_KEY_CHOICE, false, "Other colours than the style's; print has greys and hatching.", "light dark print",
     NULL},
    {"total", ZB_KEY_TEXT, false, "What stands below the sum in the hole of a donut.", NULL, NULL},
    {"note", ZB_KEY_TEXT, false, "At the foot, behind 注.", NULL, NULL},
    {"source", ZB_KEY_TEXT, false, "At the foot, behind 来源.", NULL, NULL},
    {"language", ZB_KEY_CHOICE, false, "Of the chart's own words and its alternative text.", "zh en", NULL},
    {"empty", ZB_KEY_CHOICE, false, "What a chart without data is: an error, or with show a frame that says 暂无数据.",
     "error show", NULL},
    {"width", ZB_KEY_LENGTH, false, "Without it the style's.", NULL, NULL},
    {"height", ZB_KEY_LENGTH, false, "Without it what suits the chart.", NULL, NULL},
    {0},
};

static const zb_key series_keys[] = {
    {"value", ZB_KEY_TEXT, true, "The column with the numbers.", NULL, NULL},
    {"name", ZB_KEY_TEXT, false, "What the series is called; the column's name without it.", NULL, NULL},
    {"color", ZB_KEY_TEXT, false, "Its colour.", NULL, NULL},
    {0},
};

static const zb_key reference_keys[] = {
    {"value", ZB_KEY_NUMBER, true, "Where the line stands.", NULL, NULL},
    {"label", ZB_KEY_TEXT, false, "What it means.", NULL, NULL},
    {0},
};

const zb_object zb_chart_object = {"chart", zb_chart_keys};
const zb_object zb_chart_series_object = {"series", series_keys};
const zb_object zb_chart_reference_object = {"reference", reference_keys};

/* What the types mean, in the order of the choices. */
static const struct {
    zb_chart_kind kind;
    zb_chart_stack stack;
} types[] = {
    {ZB_CHART_BAR, ZB_STACK_NONE},   {ZB_CHART_HBAR, ZB_STACK_NONE},  {ZB_CHART_BAR, ZB_STACK_NONE},
    {ZB_CHART_BAR, ZB_STACK_ZERO},   {ZB_CHART_BAR, ZB_STACK_SHARE},  {ZB_CHART_LINE, ZB_STACK_NONE},
    {ZB_CHART_AREA, ZB_STACK_ZERO},  {ZB_CHART_POINT, ZB_STACK_NONE}, {ZB_CHART_PIE, ZB_STACK_NONE},
    {ZB_CHART_DONUT, ZB_STACK_NONE},
};

/* Which of its key's words a value is; `absent` where there is none. */
static int choice_read(const zb_reader *reader, const zb_value *spec, const char *name, int absent) {
    zb_str text = zb_object_text(reader, &zb_chart_object, spec, name), names[ZB_KEYS_MAX];
    const zb_key *key = zb_chart_keys;
    while (key->name && !zb_str_is(zb_str_of(key->name), name)) key++;
    size_t count = zb_words_split(key->choices, names);
    for (size_t i = 0; i < count; i++)
        if (zb_str_equal(names[i], text)) return (int)i;
    return absent;
}

static void reference_add(const zb_reader *reader, const zb_value *value, zb_reference *out) {
    const zb_object *object = &zb_chart_reference_object;
    const zb_value *number = value->kind == ZB_MAP ? zb_object_value(object, value, "value") : value;
    out->loc = zb_value_place(reader, number);
    out->value_text = zb_value_line(reader, number);
    if (!zb_value_number(zb_value_scalar(reader->arena, out->value_text, true, out->loc), &out->value))
        zb_diag_add(reader->diags, ZB_ERROR, "chart.reference", out->loc, "'%.*s' is no number for a reference line",
                    ZB_STR_ARG(out->value_text));
    if (value->kind == ZB_MAP) out->label = zb_object_text(reader, object, value, "label");
}

static void references_read(const zb_reader *reader, const zb_value *spec, zb_chart *chart) {
    const zb_value *value = zb_object_value(&zb_chart_object, spec, "reference");
    if (!value) return;
    size_t count = value->kind == ZB_LIST ? value->count : 1;
    zb_reference *references = ZB_NEW_ARRAY(reader->arena, count, zb_reference);
    for (size_t i = 0; i < count; i++) {
        const zb_value *one = value->kind == ZB_LIST ? value->items[i] : value;
        if (!zb_value_is_scalar(one) && !zb_object_check(reader, &zb_chart_reference_object, one, one->loc)) continue;
        reference_add(reader, one, &references[chart->reference_count++]);
    }
    chart->references = references;
}

static void decimals_read(const zb_reader *reader, const zb_value *spec, zb_chart *chart) {
    const zb_value *value = zb_object_value(&zb_chart_object, spec, "decimals");
    if (!value) return;
    double number = zb_object_number(reader, &zb_chart_object, spec, "decimals", 0);
    chart->decimals_set = number >= 0 && number <= DECIMALS_MAX && number == (int)number;
    if (chart->decimals_set) chart->decimals = (int)number;
    else
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", value->loc,
                    "'decimals' is '%.*s', it wants a whole number from 0 to %d", ZB_STR_ARG(value->text),
                    DECIMALS_MAX);
}

static void texts_read(const zb_reader *reader, const zb_value *spec, zb_chart *chart) {
    const struct {
        const char *key;
        zb_str *to;
    } texts[] = {
        {"id", &chart->id},           {"caption", &chart->caption},
        {"title", &chart->title},     {"subtitle", &chart->subtitle},
        {"period", &chart->period},   {"source", &chart->source},
        {"note", &chart->note},       {"unit", &chart->unit},
        {"x_title", &chart->x_title}, {"total", &chart->total_label},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i].to = zb_object_text(reader, &zb_chart_object, spec, texts[i].key);
    if (!chart->title.n) chart->title = chart->caption;
}

static void choices_read(const zb_reader *reader, const zb_value *spec, zb_chart *chart) {
    int type = choice_read(reader, spec, "type", 0), orient = choice_read(reader, spec, "orient", -1);
    chart->kind = types[type].kind;
    chart->stack = (zb_chart_stack)choice_read(reader, spec, "stack", (int)types[type].stack);
    if (orient == 1 && chart->kind == ZB_CHART_BAR) chart->kind = ZB_CHART_HBAR;
    if (orient == 0 && chart->kind == ZB_CHART_HBAR) chart->kind = ZB_CHART_BAR;
    chart->upright = orient == 0;
    chart->labels = (zb_chart_labels)choice_read(reader, spec, "labels", ZB_LABELS_AUTO);
    chart->number = (zb_number_style)choice_read(reader, spec, "number", ZB_NUMBER_AUTO);
    chart->theme = (zb_chart_theme)(choice_read(reader, spec, "theme", -1) + 1);
    chart->keep_small = choice_read(reader, spec, "small", 0) == 1;
    chart->show_empty = choice_read(reader, spec, "empty", 0) == 1;
    chart->english = choice_read(reader, spec, "language", 0) == 1;
    chart->zero = zb_object_flag(reader, &zb_chart_object, spec, "zero", false);
    chart->bridge = zb_object_flag(reader, &zb_chart_object, spec, "bridge", false);
}

static zb_chart *read_chart(const zb_reader *reader, const zb_value *spec, zb_loc loc) {
    zb_chart *chart = ZB_NEW(reader->arena, zb_chart);
    chart->loc = loc;
    choices_read(reader, spec, chart);
    texts_read(reader, spec, chart);
    decimals_read(reader, spec, chart);
    references_read(reader, spec, chart);
    chart->width = zb_object_length(reader, &zb_chart_object, spec, "width");
    chart->height = zb_object_length(reader, &zb_chart_object, spec, "height");
    return zb_chart_data_read(reader, spec, loc, chart) ? chart : NULL;
}

zb_node *zb_chart_block_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    const zb_object *object = &zb_chart_object;
    const zb_chart *chart = read_chart(reader, body, loc);
    if (!chart) return NULL;
    zb_node *node = zb_node_new(reader->arena, NULL, ZB_NODE_FIGURE, loc);
    node->id = chart->id;
    node->as.figure.caption = zb_object_styled(reader, object, body, "caption", reader->sheet->style.caption.text);
    node->as.figure.chart = chart;
    node->as.figure.width = zb_object_length(reader, object, body, "width");
    node->as.figure.height = zb_object_length(reader, object, body, "height");
    return node;
}

const zb_chart *zb_chart_from_value(zb_arena *arena, const zb_value *spec, const zb_value *root,
                                    const zb_style_sheet *sheet, const zb_expansion *resolve, zb_diags *diags) {
    zb_reader reader = {.arena = arena, .expansion = resolve, .sheet = sheet, .root = root, .diags = diags};
    return zb_object_check(&reader, &zb_chart_object, spec, spec->loc) ? read_chart(&reader, spec, spec->loc) : NULL;
}
