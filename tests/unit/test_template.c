/* SPDX-License-Identifier: Apache-2.0
 * The apply stage on small templates in a scratch folder: finding, extending, front matter, queries, partials, styles,
 * checks, chart files, and the dump of a document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "templates/style_read.h"
#include "templates/template.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    char folder[64];
    ZB_VEC(const char *) made; /* files and folders, to be removed in reverse order */
    const char *dirs[2];       /* the folder of templates */
    const zb_document *document;
} fixture;

static const char *path_of(fixture *f, const char *name) { return zb_str_format(f->arena, "%s/%s", f->folder, name).s; }

static void folder_make(fixture *f, const char *name) {
    const char *path = path_of(f, name);
    assert_int_equal(mkdir(path, 0700), 0);
    ZB_PUSH(f->arena, &f->made, path);
}

static void file_write(fixture *f, const char *name, const char *text) {
    const char *path = path_of(f, name);
    bool old = access(path, F_OK) == 0;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    if (!old) ZB_PUSH(f->arena, &f->made, path);
}

static int set_up(void **state) {
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    f->arena = arena;
    f->diags = zb_diags_new(arena);
    strcpy(f->folder, "/tmp/zb-template-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    folder_make(f, "templates");
    folder_make(f, "templates/weekly");
    f->dirs[0] = path_of(f, "templates");
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    for (size_t i = f->made.count; i > 0; i--) remove(f->made.data[i - 1]);
    rmdir(f->folder);
    zb_arena_close(f->arena);
    return 0;
}

static const zb_data *data_read(fixture *f, const char *issue) {
    file_write(f, "issue.yaml", issue);
    f->diags = zb_diags_new(f->arena);
    return zb_data_read(f->arena, path_of(f, "issue.yaml"), f->diags);
}

static void apply(fixture *f, const char *issue) {
    const zb_data *data = data_read(f, issue);
    f->document = zb_template_apply(f->arena, data, f->dirs, NULL, NULL, f->diags);
    assert_non_null(f->document);
    assert_non_null(f->document->root);
    assert_non_null(f->document->style);
}

static const char *dump_of(fixture *f, const zb_document *document) {
    zb_buf out = {0};
    zb_document_dump(document, &out);
    const char *text = zb_str_z(f->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

static void no_findings(fixture *f) {
    if (zb_diags_count(f->diags)) zb_diags_print(f->diags, stderr, false);
    assert_int_equal(zb_diags_count(f->diags), 0);
}

static void contains(fixture *f, const char *piece) {
    const char *text = dump_of(f, f->document);
    if (!strstr(text, piece)) fail_msg("'%s' is not in\n%s", piece, text);
}

/* The one finding: code, end of the file's name, "line:column", parts of message and hint (NULL: any). */
static void only_finding(fixture *f, const char *code, const char *file, const char *place, const char *message,
                         const char *hint) {
    if (zb_diags_count(f->diags) != 1) zb_diags_print(f->diags, stderr, false);
    assert_int_equal(zb_diags_count(f->diags), 1);
    const zb_diag *diag = zb_diags_at(f->diags, 0);
    assert_string_equal(diag->code, code);
    if (file && !zb_str_ends(zb_str_of(diag->loc.source->name), file)) fail_msg("it is in %s", diag->loc.source->name);
    if (place) assert_string_equal(zb_str_format(f->arena, "%u:%u", diag->loc.line, diag->loc.column).s, place);
    if (message && !strstr(diag->message, message)) fail_msg("'%s' is not in '%s'", message, diag->message);
    if (hint && !(diag->hint && strstr(diag->hint, hint)))
        fail_msg("'%s' is not in '%s'", hint, diag->hint ? diag->hint : "");
}

/* Finding templates
 * --------------------------------------------------------------------------------------------------------- */

static void template_in_dirs(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "共 {{n}} 个\n");
    apply(f, "template: weekly\nn: 5\n");
    no_findings(f);
    contains(f, "paragraph \"共 5 个\"");
    assert_true(zb_str_is(f->document->lang, "zh-CN"));
}

static void template_beside_the_issue(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "far\n");
    folder_make(f, "weekly");
    file_write(f, "weekly/template.md", "near\n");
    apply(f, "template: weekly/\n");
    no_findings(f);
    contains(f, "\"near\"");
}

static void template_override(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "chosen\n");
    const zb_data *data = data_read(f, "template: other\n");
    f->document = zb_template_apply(f->arena, data, f->dirs, "weekly", NULL, f->diags);
    no_findings(f);
    contains(f, "chosen");
    data = data_read(f, "n: 1\n");
    f->document = zb_template_apply(f->arena, data, NULL, path_of(f, "templates/weekly"), NULL, f->diags);
    no_findings(f);
    contains(f, "chosen");
}

static void template_missing(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "x\n");
    apply(f, "n: 1\ntemplate: weekyl\n");
    only_finding(f, "template.missing-folder", "issue.yaml", "2:11", "'weekyl'", "did you mean 'weekly'?");
    apply(f, "template: \"a\\0b\"\n");
    assert_true(zb_diags_count_of(f->diags, ZB_ERROR) > 0);
}

static void template_unnamed(void **state) {
    fixture *f = *state;
    apply(f, "n: 1\n");
    only_finding(f, "template.unnamed", "issue.yaml", NULL, "no template", NULL);
    apply(f, "template: [a]\n");
    only_finding(f, "template.unnamed", "issue.yaml", "1:11", "list", NULL);
}

/* Front matter
 * -------------------------------------------------------------------------------------------------------------- */

static void front_matter(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md",
               "---\ntitle: \"{{name}}（{{n}}）\"\npublisher: '{{who}}'\nsubject: s\nkeywords: [a, "
               "'{{who}}']\nlanguage: zh-Hans\n"
               "date: 2019-07-01\nrunning_head: {left: '{{name}}', right: 第 {{n}} 期}\n---\n正文\n");
    apply(f, "{template: weekly, name: 'x: \"y\"', n: 26, who: CNCERT}");
    no_findings(f);
    const zb_document *d = f->document;
    assert_true(zb_str_is(d->title, "x: \"y\"（26）"));
    assert_true(zb_str_is(d->author, "CNCERT"));
    assert_true(zb_str_is(d->subject, "s"));
    assert_true(zb_str_is(d->keywords, "a, CNCERT"));
    assert_true(zb_str_is(d->lang, "zh-Hans"));
    assert_true(zb_str_is(d->date, "2019-07-01"));
    assert_true(zb_str_is(d->running_head_left, "x: \"y\""));
    assert_true(zb_str_is(d->running_head_right, "第 26 期"));
    contains(f, "paragraph \"正文\"");
    contains(f, "template.md:10:1");
}

static void front_matter_faults(void **state) {
    fixture *f = *state;
    static const struct {
        const char *text, *place, *message, *hint;
    } cases[] = {
        {"---\ntitel: x\n---\n", "2:1", "'titel'", "did you mean 'title'?"},
        {"---\ntitle: [x]\n---\n", "2:8", "'title' in the front matter is not a text", NULL},
        {"---\nrunning_head: x\n---\n", "2:15", "'running_head'", NULL},
        {"---\nrunning_head: {lef: x}\n---\n", "2:16", "'lef'", "did you mean 'left'?"},
        {"---\ntitle: a\ndate: 2019-13-01\n---\n", "3:7", "no date", NULL},
        {"---\ndate: 1 July 2019\n---\n", "2:7", "no date", NULL},
        {"---\nlanguage: 中文\n---\n", "2:11", "no language tag", NULL},
        {"---\nkeywords: {a: b}\n---\n", "2:11", "neither a text nor a list", NULL},
        {"---\n- x\n---\n", "2:1", "a list", NULL},
        {"---\ntitle: a\n", "1:1", "no end", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_write(f, "templates/weekly/template.md", cases[i].text);
        apply(f, "template: weekly\n");
        only_finding(f, "template.front-matter", "template.md", cases[i].place, cases[i].message, cases[i].hint);
    }
    file_write(f, "templates/weekly/template.md", "---\ntitle: x\nsubject: 一 {{nam}}\n---\n");
    apply(f, "template: weekly\nname: 1\n");
    only_finding(f, "template.missing", "template.md", "3:12", "'nam'", "'name'");
    file_write(f, "templates/weekly/template.md", "---\ndate: '{{dat}}'\n---\n");
    apply(f, "template: weekly\ndate: 2019-06-24\n");
    only_finding(f, "template.missing", "template.md", "2:8", "'dat'", "'date'");
}

/* Extending
 * ----------------------------------------------------------------------------------------------------------------- */

static void extending(void **state) {
    fixture *f = *state;
    folder_make(f, "templates/base");
    file_write(f, "templates/base/template.md", "---\ntitle: base\nsubject: of base\n---\n基 {{> part}}{{> own}}\n");
    file_write(f, "templates/base/part.md", "base part");
    file_write(f, "templates/base/own.md", "base own");
    file_write(f, "templates/base/style.yaml", "colors: {ink: '#112233', other: '#445566'}\n");
    file_write(f, "templates/weekly/template.md", "---\nextends: base\ntitle: mine\n---\n\n");
    file_write(f, "templates/weekly/own.md", "，my own");
    file_write(f, "templates/weekly/style.yaml", "colors: {ink: '#AABBCC'}\n");
    apply(f, "template: weekly\n");
    no_findings(f);
    assert_true(zb_str_is(f->document->title, "mine"));
    assert_true(zb_str_is(f->document->subject, "of base"));
    contains(f, "基 base part，my own");
    file_write(f, "templates/weekly/template.md", "---\nextends: base\n---\nmy text\n");
    apply(f, "template: weekly\n");
    no_findings(f);
    contains(f, "\"my text\"");
    assert_true(zb_str_is(f->document->title, "base"));
}

static void extending_style(void **state) {
    fixture *f = *state;
    folder_make(f, "templates/base");
    file_write(f, "templates/base/template.md", "x\n");
    file_write(f, "templates/base/style.yaml", "page: {size: A5, typo: 1}\n");
    file_write(f, "templates/weekly/template.md", "---\nextends: base\n---\n");
    file_write(f, "templates/weekly/style.yaml", "page: {margin: {top: 10mm}}\n");
    apply(f, "template: weekly\n");
    only_finding(f, "style.unknown", "base/style.yaml", "1:18", "typo", NULL);
    zb_length width = f->document->style->page_width;
    file_write(f, "templates/weekly/style.yaml", "page: {size: A4, typo: null}\n");
    apply(f, "template: weekly\n");
    assert_true(f->document->style->page_width > width);
}

static void extending_faults(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "---\ntitle: a\nextends: weekly\n---\nx\n");
    apply(f, "template: weekly\n");
    only_finding(f, "template.extends", "template.md", "3:10", "itself", NULL);
    file_write(f, "templates/weekly/template.md", "---\nextends: '{{n}}'\n---\nx\n");
    apply(f, "template: weekly\nn: 1\n");
    only_finding(f, "template.extends", "template.md", "2:10", NULL, NULL);
    file_write(f, "templates/weekly/template.md", "---\nextends: weakly\n---\nx\n");
    apply(f, "template: weekly\n");
    only_finding(f, "template.missing-folder", "template.md", "2:10", "'weakly'", "'weekly'");
}

static void partial_missing(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/about.md", "about\n");
    file_write(f, "templates/weekly/template.md", "x {{> abuot}}\n");
    apply(f, "template: weekly\n");
    only_finding(f, "template.partial", "template.md", "1:3", "'abuot'", "did you mean 'about'?");
    file_write(f, "templates/weekly/template.md", "x {{> ../weekly/about}}\n");
    apply(f, "template: weekly\n");
    assert_true(zb_diags_count(f->diags) > 0);
}

/* Queries
 * -------------------------------------------------------------------------------------------------------------------
 */

static void queries(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md",
               "---\ntitle: 共 {{total.n}}\n---\n前\n```sql total\nSELECT :a_x + 1 AS n\n```\n后 {{total}}\n\n"
               "~~~sql twice\nSELECT :total_n * 2 AS n\n~~~\n"
               "{{twice.n}} {{#kinds}}{{type}}{{count}}{{^@last}}，{{/@last}}{{/kinds}}\n\n"
               "```sql kinds\nSELECT type, count FROM types ORDER BY count\n```\n\n"
               "````markdown\n```sql no\nSELECT {{a.x}}\n```\n````\n");
    apply(f, "template: weekly\na: {x: 41}\ntypes: [{type: 甲, count: 3}, {type: 乙, count: 2}]\n");
    no_findings(f);
    assert_true(zb_str_is(f->document->title, "共 42"));
    contains(f, "paragraph \"前\"");
    contains(f, "paragraph \"后 42\"");
    contains(f, "paragraph \"84 乙2，甲3\"");
    contains(f, "template.md:8:1");
    contains(f, "SELECT 41");
}

static void query_faults(void **state) {
    fixture *f = *state;
    static const struct {
        const char *text, *place, *message;
    } cases[] = {
        {"x\n```sql\nSELECT 1\n```\n", "2:1", "is no name"},
        {"x\n```sql a.b\nSELECT 1\n```\n", "2:8", "'a.b' is no name"},
        {"```sql 1a\nSELECT 1\n```\n", "1:8", "'1a' is no name"},
        {"```sql q\nSELECT 1 AS n\n```\n```sql q\nSELECT 2 AS n\n```\n", "4:8", "two queries 'q'"},
        {"```sql n\nSELECT 1\n```\n", "1:8", "already"},
        {"x\n\n   ```sql q\nSELECT 1\n", "3:1", "no end"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file_write(f, "templates/weekly/template.md", cases[i].text);
        apply(f, "template: weekly\nn: 1\n");
        only_finding(f, "template.query", "template.md", cases[i].place, cases[i].message, NULL);
    }
}

static void failed_query_is_said_once(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "```sql q\nSELEC 1 AS n\n```\n{{q.n}} {{#q}}x{{/q}} {{q}}\n");
    apply(f, "template: weekly\n");
    only_finding(f, "sql.syntax", "template.md", NULL, NULL, NULL);
}

/* Checks
 * --------------------------------------------------------------------------------------------------------------------
 */

static void checks(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "```sql total\nSELECT sum(count) AS n FROM types\n```\n");
    file_write(
        f, "templates/weekly/checks.sql",
        "-- check: sum   severity: error\n"
        "SELECT printf('%d <> %d', :total_n, :all) AS message, _at FROM types WHERE :total_n <> :all LIMIT 1;\n");
    const zb_data *data = data_read(f, "template: weekly\nall: 6\ntypes: [{count: 3}, {count: 2}]\n");
    zb_template_check(f->arena, data, f->dirs, NULL, f->diags);
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_string_equal(zb_diags_at(f->diags, 0)->message, "5 <> 6");
    data = data_read(f, "template: weekly\nall: 5\ntypes: [{count: 3}, {count: 2}]\n");
    zb_template_check(f->arena, data, f->dirs, NULL, f->diags);
    no_findings(f);
}

static void checks_repeat_no_finding(void **state) {
    fixture *f = *state;
    file_write(f, "templates/weekly/template.md", "```sql q\nSELEC 1\n```\nx\n");
    file_write(f, "templates/weekly/checks.sql", "-- check: a severity: error\nSELECT 'm' AS message WHERE 0;\n");
    const zb_data *data = data_read(f, "template: weekly\n");
    zb_template_apply(f->arena, data, f->dirs, NULL, NULL, f->diags);
    zb_template_check(f->arena, data, f->dirs, NULL, f->diags);
    only_finding(f, "sql.syntax", "template.md", NULL, NULL, NULL);
}

/* Charts
 * --------------------------------------------------------------------------------------------------------------------
 */

static void chart_files(void **state) {
    fixture *f = *state;
    file_write(f, "inline.yaml",
               "id: c\ntype: bar\nx: name\ny: n\ndata:\n  - {name: a, n: 1}\n  - {name: b, n: 2.50}\n");
    const zb_chart *chart = zb_chart_read(f->arena, path_of(f, "inline.yaml"), f->diags);
    no_findings(f);
    assert_non_null(chart);
    assert_int_equal(chart->kind, ZB_CHART_BAR);
    assert_int_equal(chart->count, 2);
    assert_true(zb_str_is(chart->data[1].value_text, "2.50"));
    file_write(f, "beside.csv", "name,n\n甲,3\n乙,4\n丙,5\n");
    file_write(f, "beside.yaml", "id: c\ntype: donut\nx: name\ny: n\ndata: beside.csv\n");
    chart = zb_chart_read(f->arena, path_of(f, "beside.yaml"), f->diags);
    no_findings(f);
    assert_int_equal(chart->count, 3);
    assert_int_equal(chart->kind, ZB_CHART_DONUT);
}

static void chart_file_faults(void **state) {
    fixture *f = *state;
    file_write(f, "c.yaml", "type: bar\nx: a\ny: b\n");
    assert_null(zb_chart_read(f->arena, path_of(f, "c.yaml"), f->diags));
    only_finding(f, "chart.data", "c.yaml", NULL, "no 'data'", NULL);
    f->diags = zb_diags_new(f->arena);
    file_write(f, "c.yaml", "type: bar\ndata: 5\n");
    assert_null(zb_chart_read(f->arena, path_of(f, "c.yaml"), f->diags));
    only_finding(f, "chart.data", "c.yaml", "2:7", NULL, NULL);
    f->diags = zb_diags_new(f->arena);
    file_write(f, "c.yaml", "type: bar\ndata: none.csv\n");
    assert_null(zb_chart_read(f->arena, path_of(f, "c.yaml"), f->diags));
    only_finding(f, "file.missing", "c.yaml", "2:7", NULL, NULL);
    f->diags = zb_diags_new(f->arena);
    assert_null(zb_chart_read(f->arena, path_of(f, "none.yaml"), f->diags));
    assert_int_equal(zb_diags_count(f->diags), 1);
}

static void chart_look(void **state) {
    fixture *f = *state;
    const zb_style_sheet *sheet = zb_style_read(f->arena, NULL, f->diags);
    zb_chart_look look;
    zb_chart_look_of(&sheet->style, &look);
    assert_int_equal(look.label_size, sheet->style.chart.label.size);
    assert_int_equal(look.palette_count, sheet->style.chart.palette_count);
    assert_true(zb_color_equal(look.palette[0], sheet->style.chart.palette[0]));
    assert_true(zb_color_equal(look.highlight, sheet->style.chart.highlight));
}

/* The dump
 * ------------------------------------------------------------------------------------------------------------------ */

static void dump_of_texts(void **state) {
    fixture *f = *state;
    zb_style style = {.body = {.weight = 400, .size = ZB_PT * 21 / 2}, .indent = ZB_PT * 21};
    zb_text_style bold = style.body;
    bold.weight = 700;
    const zb_source *source = zb_source_new(f->arena, "t.md", ZB_STR("a\n\nbc"));
    const zb_inline runs[] = {
        {.text = ZB_STR("say \"a"), .style = style.body},
        {.text = ZB_STR("b\\\""), .style = style.body},
        {.text = ZB_STR("bold"), .style = bold, .link = ZB_STR("#x")},
        {.kind = ZB_INLINE_BREAK, .style = style.body},
    };
    zb_node paragraph = {.kind = ZB_NODE_PARAGRAPH, .loc = zb_source_loc(source, 3)};
    paragraph.as.paragraph.text = (zb_text){runs, 4};
    paragraph.as.paragraph.indent = ZB_PT / 2;
    paragraph.as.paragraph.align = ZB_ALIGN_CENTER;
    zb_node root = {.kind = ZB_NODE_DOCUMENT, .first = &paragraph, .last = &paragraph};
    zb_document document = {.root = &root, .style = &style, .title = ZB_STR("T"), .lang = ZB_STR("zh-CN")};
    assert_string_equal(
        dump_of(f, &document),
        "metadata title=\"T\" lang=\"zh-CN\"\n"
        "document\n"
        "  paragraph center indent=0.5pt \"say \\\"ab\\\\\\\"\" [\"bold\" weight=700 link=\"#x\"] [break] @t.md:3:1\n");
}

static void dump_of_tables(void **state) {
    fixture *f = *state;
    zb_style style = {0};
    zb_inline run = {.text = ZB_STR("x")};
    const zb_text text = {&run, 1};
    const zb_column columns[] = {{text, ZB_ALIGN_LEFT, 0}, {{0}, ZB_ALIGN_RIGHT, 0.25}};
    const zb_cell cells[] = {{text, ZB_NOWHERE}, {{0}, ZB_NOWHERE}};
    const zb_row rows[] = {{cells, false, ZB_NOWHERE}, {cells, true, ZB_NOWHERE}};
    zb_node table = {.kind = ZB_NODE_TABLE, .id = ZB_STR("t")};
    table.as.table.label = text;
    table.as.table.columns = columns;
    table.as.table.column_count = 2;
    table.as.table.rows = rows;
    table.as.table.row_count = 2;
    zb_node root = {.kind = ZB_NODE_DOCUMENT, .first = &table, .last = &table};
    zb_document document = {.root = &root, .style = &style};
    assert_string_equal(
        dump_of(f, &document),
        "metadata\ndocument\n  table #t\n    label \"x\"\n    column left \"x\"\n    column right width=0.25\n"
        "    row\n      cell \"x\"\n      cell\n    total\n      cell \"x\"\n      cell\n");
}

static void every_kind_can_be_dumped(void **state) {
    fixture *f = *state;
    zb_style style = {0};
    zb_node root = {.kind = ZB_NODE_DOCUMENT};
    zb_document document = {.root = &root, .style = &style};
    for (int kind = ZB_NODE_SECTION; kind <= ZB_NODE_FOOTNOTE; kind++) {
        zb_node node = {.kind = (zb_node_kind)kind};
        root.first = root.last = &node;
        const char *text = dump_of(f, &document);
        assert_null(strstr(text, "(null)"));
        assert_true(strlen(text) > strlen("metadata\ndocument\n  rule\n") - 1);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(template_in_dirs),
        TEST(template_beside_the_issue),
        TEST(template_override),
        TEST(template_missing),
        TEST(template_unnamed),
        TEST(front_matter),
        TEST(front_matter_faults),
        TEST(extending),
        TEST(extending_style),
        TEST(extending_faults),
        TEST(partial_missing),
        TEST(queries),
        TEST(query_faults),
        TEST(failed_query_is_said_once),
        TEST(checks),
        TEST(checks_repeat_no_finding),
        TEST(chart_files),
        TEST(chart_file_faults),
        TEST(chart_look),
        TEST(dump_of_texts),
        TEST(dump_of_tables),
        TEST(every_kind_can_be_dumped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
