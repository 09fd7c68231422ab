/* SPDX-License-Identifier: Apache-2.0
 * The schemas that `zhoubao schema` prints against the readers whose tables they are made from: over every fixture of the tests, and over
 * each of them with one slip at each of its places, a schema refuses nothing that its reader takes, and takes nothing that the reader
 * refuses for its form alone. (What a reader finds out by reckoning, a schema cannot know: `beyond` lists those codes.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cmd_batch.h"
#include "model/json.h"
#include "model/schema.h"
#include "model/sql.h"
#include "model/yaml.h"
#include "templates/directive.h"
#include "templates/style_read.h"
#include "templates/template.h"

static const zb_schema *schema_of(zb_arena *arena, void (*add)(zb_buf *)) {
    zb_buf text = {0};
    zb_diags *diags = zb_diags_new(arena);
    add(&text);
    const zb_value *root = zb_json_read_source(arena, zb_source_new(arena, "schema", zb_str_copy(arena, zb_buf_str(&text))), diags);
    const zb_schema *schema = root ? zb_schema_read(arena, root, diags) : NULL;
    if (!schema) fail_msg("no schema: %s", zb_diags_at(diags, 0)->message);
    zb_buf_free(&text);
    return schema;
}

/* Slips ------------------------------------------------------------------------------------------------------------- */

typedef enum slip_kind { AS_IT_IS, RENAMED, REMOVED, WORD, LIST, MAP, NOTHING, SLIPS } slip_kind;

/* A copy of a value with a slip at its place number `at`, counted from 0 in the order of reading; *at falls to -1 when it is made. */
typedef struct slipper {
    zb_arena *arena;
    slip_kind slip;
    long at;
} slipper;

static const zb_value *instead(const slipper *s, const zb_value *value) {
    zb_value *new = ZB_NEW(s->arena, zb_value);
    switch (s->slip) {
    case WORD: return zb_value_scalar(s->arena, ZB_STR("zzz"), true, value->loc);
    case LIST: *new = (zb_value){.kind = ZB_LIST, .loc = value->loc}; return new;
    case MAP: *new = (zb_value){.kind = ZB_MAP, .loc = value->loc}; return new;
    case NOTHING: return zb_value_scalar(s->arena, ZB_STR(""), true, value->loc);
    default: return value;
    }
}

static const zb_value *slipped(slipper *s, const zb_value *value);

static const zb_value *slipped_map(slipper *s, const zb_value *map) {
    zb_value *copy = ZB_NEW(s->arena, zb_value);
    zb_entry *entries = ZB_NEW_ARRAY(s->arena, map->count, zb_entry);
    *copy = *map;
    copy->entries = entries;
    copy->count = 0;
    for (size_t i = 0; i < map->count; i++) {
        zb_entry entry = map->entries[i];
        bool here = s->at == 0;
        if (here && s->slip == RENAMED) entry.key = zb_str_format(s->arena, "%.*szz", ZB_STR_ARG(entry.key));
        entry.value = slipped(s, entry.value);
        if (!here || s->slip != REMOVED) entries[copy->count++] = entry;
    }
    return copy;
}

static const zb_value *slipped(slipper *s, const zb_value *value) {
    if (s->at-- == 0) return instead(s, value);
    if (value->kind == ZB_MAP) return slipped_map(s, value);
    if (value->kind != ZB_LIST) return value;
    zb_value *copy = ZB_NEW(s->arena, zb_value);
    const zb_value **items = ZB_NEW_ARRAY(s->arena, value->count, const zb_value *);
    *copy = *value;
    copy->items = items;
    for (size_t i = 0; i < value->count; i++) items[i] = slipped(s, value->items[i]);
    return copy;
}

/* Verdicts ---------------------------------------------------------------------------------------------------------- */

typedef struct form {
    void (*schema)(zb_buf *out);
    void (*read)(zb_arena *arena, const zb_value *value, zb_diags *diags);
    const char *const *beyond; /* codes, or "code: part of the message", of what no schema can know; NULL-terminated */
} form;

static bool is_beyond(const form *f, const zb_diag *d) {
    for (const char *const *entry = f->beyond; *entry; entry++) {
        size_t n = strcspn(*entry, ":");
        if (strncmp(d->code, *entry, n) == 0 && d->code[n] == '\0' && (!(*entry)[n] || strstr(d->message, *entry + n + 2))) return true;
    }
    return false;
}

/* What the reader says of the form, beside what is beyond a schema; NULL: nothing. *any: it says anything at all. */
static const zb_diag *fault_of(const form *f, const zb_diags *diags, bool *any) {
    const zb_diag *found = NULL;
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *d = zb_diags_at(diags, i);
        *any = *any || d->severity >= ZB_ERROR;
        if (d->severity >= ZB_ERROR && !is_beyond(f, d) && !found) found = d;
    }
    return found;
}

static void compare(const form *f, const zb_schema *schema, const zb_value *value, const char *name, slip_kind slip, long at) {
    static const char *const names[] = {"as it is", "a key misspelt", "a key removed", "a word", "a list", "a mapping", "nothing"};
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *reasons = zb_diags_new(arena);
    slipper s = {arena, slip, slip ? at : -1};
    const zb_value *new = slipped(&s, value);
    f->read(arena, new, diags);
    bool any = false, fine = zb_schema_check(arena, schema, new, reasons);
    const zb_diag *fault = fault_of(f, diags, &any);
    if (!fine && !any) {
        const zb_diag *why = zb_diags_at(reasons, 0);
        fail_msg("%s, %s at place %ld: the reader takes it, the schema says %u:%u %s", name, names[slip], at, why->loc.line, why->loc.column,
                 why->message);
    }
    if (fine && fault) {
        zb_buf text = {0};
        zb_value_dump(new, 0, &text);
        fail_msg("%s, %s at place %ld: the schema takes it, the reader says %u:%u %s [%s]\n%s", name, names[slip], at, fault->loc.line,
                 fault->loc.column, fault->message, fault->code, text.s);
    }
    zb_arena_close(arena);
}

static size_t count_places(const zb_value *value) {
    size_t count = 1;
    for (size_t i = 0; i < value->count; i++)
        count += count_places(value->kind == ZB_MAP ? value->entries[i].value : value->items[i]);
    return count;
}

/* Compares a text and all its slips; what is no YAML is nobody's. */
static size_t compare_text(const form *f, const zb_schema *schema, const char *name, zb_str text) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_value *value = zb_yaml_read_source(arena, zb_source_new(arena, name, zb_str_copy(arena, text)), diags);
    size_t count = value && zb_diags_worst(diags) < ZB_ERROR ? count_places(value) : 0;
    if (count) compare(f, schema, value, name, AS_IT_IS, 0);
    for (slip_kind slip = RENAMED; slip < SLIPS; slip++)
        for (size_t at = 0; at < count && at < 120; at++) compare(f, schema, value, name, slip, (long)at);
    zb_arena_close(arena);
    return count > 0;
}

static bool has_suffix(const char *name, const char *suffixes) {
    const char *dot = strrchr(name, '.');
    return *suffixes ? dot && strstr(suffixes, dot) : name[0] != '.';
}

static size_t compare_folder(const form *f, const zb_schema *schema, const char *folder, const char *suffixes) {
    zb_arena *arena = zb_arena_open();
    size_t count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir));) {
        if (!has_suffix(entry->d_name, suffixes) || entry->d_name[0] == '.') continue;
        const char *path = zb_str_format(arena, "%s/%s", folder, entry->d_name).s;
        zb_str text;
        if (zb_file_read(arena, path, ZB_NOWHERE, zb_diags_new(arena), &text) && zb_utf8_invalid(text) == SIZE_MAX)
            count += compare_text(f, schema, path, text);
    }
    closedir(dir);
    zb_arena_close(arena);
    return count;
}

static void compare_texts(const form *f, const zb_schema *schema, const char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++) assert_int_equal(compare_text(f, schema, texts[i], zb_str_of(texts[i])), 1);
}

#define TEXTS(f, schema, texts) compare_texts(f, schema, texts, sizeof(texts) / sizeof *(texts))

/* Styles ------------------------------------------------------------------------------------------------------------ */

static void read_style(zb_arena *arena, const zb_value *value, zb_diags *diags) { zb_style_read(arena, value, diags); }

/* Ranges in points depend on what 1em is there; names of colours on `colors`. */
static const char *const style_beyond[] = {"style.range", "style.color: is not a colour", NULL};
static const form style_form = {zb_style_schema, read_style, style_beyond};

static void style_schema_is_as_the_reader(void **state) {
    (void)state;
    static const char *const texts[] = {
        "h1: {size: 12pt, line: 2lines, weight: bold, tracking: -0.5pt}\nbody: {color: '#123'}\ncolors: {a: '#123456', b: transparent}",
        "body: {size: 12pt}", "body: {line: 12pt}", "h1: {ground: '#fff'}", "classes: {a: {line: 3pt}}", "classes: {a: {ground: '#fff'}}",
        "page: {size: A4}", "page: {size: [10cm, 10mm]}", "page: {size: [210mm, 297mm]}", "page: {size: A9}", "grid: {measure: auto}",
        "grid: {measure: 40}", "grid: {measure: 4}", "folio: {format: '{page} / {pages}'}", "folio: {format: '{pag}'}", "folio: {format: 7}",
        "fonts: {serif: A}", "fonts: {serif: [A, B]}", "fonts: {serif: []}", "fonts: {serif: ['']}", "fonts: {serif: [a,b,c,d,e,f,g,h,i]}",
        "chart: {palette: ['#123', '#456']}", "chart: {palette: ['#12']}", "h2: {page_break: yes}", "h2: {page_break: true}",
        "h2: {space_before: 12}", "h2: {space_before: 0}", "h2: {space_before: '0.0'}", "h2: {space_before: .5em}", "h2: {space_before: 5.pt}",
        "h2: {space_before: 1234567890pt}", "h2: {space_before: 3 lines}", "h2: {weight: 950}", "h2: {weight: normal}", "h2:", "colors:",
        "colors: {a: red}", "classes: {a: }", "paragraph: {align: middle}", "cards: 3", "[]", "h1: {size: 12 pt }", "colours: {a: '#123'}",
    };
    zb_arena *arena = zb_arena_open();
    const zb_schema *schema = schema_of(arena, style_form.schema);
    size_t count = compare_folder(&style_form, schema, "templates/styles", ".yaml");
    count += compare_folder(&style_form, schema, "templates/cnvd-weekly", "style.yaml");
    count += compare_folder(&style_form, schema, "templates/cnvd-weekly/card-wide", ".yaml");
    count += compare_folder(&style_form, schema, "tests/typesetting", ".yaml");
    count += compare_folder(&style_form, schema, "tests/fuzz/seeds/style", "");
    assert_true(count >= 10);
    TEXTS(&style_form, schema, texts);
    zb_arena_close(arena);
}

/* Charts ------------------------------------------------------------------------------------------------------------ */

static void read_chart(zb_arena *arena, const zb_value *value, zb_diags *diags) {
    zb_chart_read_value(arena, "tests/gallery/kinds/chart.yaml", value, diags);
}

/* What depends on the rows, the files, other keys or the style; and of the foreign forms, what their readers refuse with a reason although
 * the keys are known: a word among many, a combination. */
static const char *const chart_beyond[] = {
    "chart.value", "chart.blank", "chart.color", "chart.twice", "chart.highlight", "chart.reference", "chart.data: there is no", "chart.data: has no rows", "style.color",
    "data.missing", "data.cell", "data.column", "vega.value", "echarts.value", "file.missing",
    "vega.unsupported: $.encoding", "vega.unsupported: $.mark", "vega.unsupported: $.layer", "echarts.unsupported: .type",
    "echarts.unsupported: .stack", "echarts.unsupported: Axis", "echarts.unsupported: .data[", NULL};
static const form chart_form = {zb_chart_file_schema, read_chart, chart_beyond};

static void chart_schema_is_as_the_reader(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{type: bar, data: [{k: a, n: 1}], x: k, y: n}", "{type: bar, data: [{k: a, n: 1}], name: k, value: n}",
        "{type: bar, data: [{k: a, n: 1}], x: k, name: k, y: n}", "{type: bar, data: [{k: a, n: 1}], y: n}",
        "{type: bars, data: [{k: a, n: 1}], x: k, y: n}", "{type: line, data: [{k: a, n: 1, m: 2}], x: k, y: [n, {value: m, name: M}]}",
        "{type: line, data: [{k: a, n: 1, m: 2}], x: k, y: [n, {valeu: m}]}", "{type: bar, data: [{k: a, n: 1}], x: k, y: n, reference: 3}",
        "{type: bar, data: [{k: a, n: 1}], x: k, y: n, reference: [{value: 3, label: L}, 4]}",
        "{type: bar, data: [{k: a, n: 1}], x: k, y: n, reference: {label: L}}", "{type: bar, data: [{k: a, n: 1}], x: k, y: n, zero: 'true'}",
        "{type: bar, data: [{k: a, n: 1}], x: k, y: n, width: 60mm, height: 50%}", "{type: bar, data: [{k: a, n: 1}], x: k, y: n, width: 60}",
        "{type: bar, data: [{k: a, n: 1}], x: k, y: n, decimals: 2, unit: 3}", "{type: bar, data: , x: k, y: n}", "{}", "[]",
    };
    zb_arena *arena = zb_arena_open();
    const zb_schema *schema = schema_of(arena, chart_form.schema);
    size_t count = compare_folder(&chart_form, schema, "tests/gallery/kinds", ".yaml.json");
    count += compare_folder(&chart_form, schema, "tests/gallery/cases", ".yaml.json");
    count += compare_folder(&chart_form, schema, "tests/fuzz/seeds/chart", "");
    count += compare_folder(&chart_form, schema, "tests/fuzz/seeds/vega", "");
    count += compare_folder(&chart_form, schema, "tests/fuzz/seeds/echarts", "");
    assert_true(count >= 50);
    TEXTS(&chart_form, schema, texts);
    zb_arena_close(arena);
}

/* Manifests --------------------------------------------------------------------------------------------------------- */

/* The reader wants a file: the value is written as JSON, which YAML takes. */
static void read_manifest(zb_arena *arena, const zb_value *value, zb_diags *diags) {
    char path[] = "/tmp/zhoubao-manifest-XXXXXX";
    zb_buf text = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    zb_json_write(value, 0, &text);
    assert_int_equal(write(fd, text.s, text.n), (ssize_t)text.n);
    close(fd);
    zb_settings settings = zb_settings_of(&zb_commands[0]);
    settings.input = path;
    zb_issue_list list;
    zb_issues_read(arena, &settings, 10000, &list, diags);
    remove(path);
    zb_buf_free(&text);
}

/* Numbers in bounds and words of options are known to the options alone; that two issues or outputs are one, to the whole list. */
static const char *const manifest_beyond[] = {"batch.option: must be", "batch.output", "batch.name", NULL};
static const form manifest_form = {zb_manifest_schema, read_manifest, manifest_beyond};

static void manifest_schema_is_as_the_reader(void **state) {
    (void)state;
    static const char *const texts[] = {
        "- a\n- {issue: b, outputs: [pdf, {png: {dpi: 96}}], template: t, style: s, name: n}",
        "- {issue: b, outputs: {parts: {theme: dark, captions: true, folder: parts-dark, long: true, only: [a, b]}}}",
        "- {issue: b, outputs: pdf}", "- {issue: b, outputs: pfd}", "- {isue: b}", "- {issue: b, outputs: []}", "- {issue: b, outputs: [{pdf: {dpi: 96}, png: }]}",
        "- {issue: b, outputs: [{pdf: {set: a=1}}]}", "- {issue: b, outputs: [{pdf: {format: png}}]}", "- {issue: b, outputs: [{figures: {format: png}}]}",
        "- {issue: b, outputs: [{parts: {folder: ../x}}]}", "- {issue: b, outputs: [{parts: {folder: .x}}]}", "- {issue: b, outputs: [{parts: dark}]}",
        "- 3", "issue: a", "[]", "- {outputs: pdf}", "- {issue: 2019}", "- {issue: a, name: b/c}", "- {issue: a, name: b.pdf}", "- ",
    };
    zb_arena *arena = zb_arena_open();
    const zb_schema *schema = schema_of(arena, manifest_form.schema);
    assert_true(compare_folder(&manifest_form, schema, "tests/fuzz/seeds/manifest", "") >= 3);
    TEXTS(&manifest_form, schema, texts);
    zb_arena_close(arena);
}

/* The rest ---------------------------------------------------------------------------------------------------------- */

static void write_file(zb_arena *arena, const char *folder, const char *name, const zb_buf *text) {
    FILE *file = fopen(zb_str_format(arena, "%s/%s", folder, name).s, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text->s, 1, text->n, file), text->n);
    fclose(file);
}

static void read_front(zb_arena *arena, const zb_value *value, zb_diags *diags) {
    char folder[] = "/tmp/zhoubao-front-XXXXXX";
    zb_buf text = {0};
    assert_non_null(mkdtemp(folder));
    zb_buf_format(&text, "---\n");
    zb_json_write(value, 0, &text);
    zb_buf_format(&text, "\n---\ntext\n");
    write_file(arena, folder, "template.md", &text);
    text.n = 0;
    zb_buf_format(&text, "template: x\n");
    write_file(arena, folder, "issue.yaml", &text);
    const zb_data *data = zb_data_read(arena, folder, diags);
    zb_template_apply(arena, data, NULL, folder, NULL, diags);
    zb_buf_free(&text);
    assert_int_equal(system(zb_str_format(arena, "rm -r %s", folder).s), 0);
}

/* Dates and languages mostly come from the data. `extends` is looked for in the text. */
static const char *const front_beyond[] = {"template.front-matter: is no date", "template.front-matter: is no language tag",
                                           "template.missing-folder", "template.extends", NULL};
static const form front_form = {zb_front_schema, read_front, front_beyond};

static void front_matter_schema_is_as_the_reader(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{title: t, author: [a, b], keywords: [k], publisher: p, date: '2019-06-24', language: zh-CN, subject: 3, running_head: {left: l, right: r}}",
        "{titel: t}", "{title: [a]}", "{author: [[a]]}", "{running_head: {middle: m}}", "{running_head: x}", "[]", "{publisher: [a]}",
    };
    zb_arena *arena = zb_arena_open();
    TEXTS(&front_form, schema_of(arena, front_form.schema), texts);
    zb_arena_close(arena);
}

/* The header of a check as its mapping says it. */
static void read_check(zb_arena *arena, const zb_value *value, zb_diags *diags) {
    zb_buf text = {0};
    zb_buf_format(&text, "--");
    for (size_t i = 0; value->kind == ZB_MAP && i < value->count; i++)
        zb_buf_format(&text, " %.*s: %.*s", ZB_STR_ARG(value->entries[i].key), ZB_STR_ARG(value->entries[i].value->text));
    zb_buf_format(&text, "\nSELECT 1 AS message WHERE 0;\n");
    zb_value *root = ZB_NEW(arena, zb_value);
    root->kind = ZB_MAP;
    zb_data data = {"issue.yaml", root, root, NULL};
    zb_sql_check(zb_sql_open(arena, &data, diags), zb_source_new(arena, "checks.sql", zb_str_copy(arena, zb_buf_str(&text))));
    zb_buf_free(&text);
}

static void checks_schema_is_as_the_reader(void **state) {
    (void)state;
    static const char *const none[] = {NULL};
    static const struct {
        const char *text;
        bool fine;
    } trials[] = {{"{check: a-b_1}", true}, {"{check: a, severity: error}", true}, {"{check: a, severity: note}", true}, {"{check: 7}", true},
                  {"{check: A}", false}, {"{check: a, severity: grave}", false}, {"{check: a, severty: error}", false}, {"{severity: note}", false}};
    zb_arena *arena = zb_arena_open();
    const form f = {zb_checks_schema, read_check, none};
    const zb_schema *schema = schema_of(arena, f.schema);
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        zb_diags *diags = zb_diags_new(arena), *reasons = zb_diags_new(arena);
        const zb_value *value = zb_yaml_read_source(arena, zb_source_new(arena, "c", zb_str_of(trials[i].text)), diags);
        f.read(arena, value, diags);
        if (zb_schema_check(arena, schema, value, reasons) != trials[i].fine) fail_msg("the schema on %s", trials[i].text);
        if ((zb_diags_worst(diags) < ZB_ERROR) != trials[i].fine) fail_msg("the reader on %s: %s", trials[i].text, zb_diags_at(diags, 0)->message);
    }
    zb_arena_close(arena);
}

static void a_table_is_written_in_pure_words(void **state) {
    (void)state;
    static const char text[] =
        "{\"properties\": {\"tables\": {\"properties\": {\"t\": {\"$ref\": \"#/$defs/t\"}, \"u\": true}}}, \"$defs\": {\"t\": {\"x-table\": {\n"
        "\"fields\": [{\"name\": \"a\", \"x-own\": 1, \"constraints\": {\"required\": true, \"minimum\": 0.50}, \"type\": \"number\"}, {\"name\": \"b\"}],\n"
        "\"primaryKey\": [\"a\", \"b\"], \"missingValues\": [\"-\"], \"foreignKeys\": [{\"fields\": \"b\", \"reference\": {\"fields\": \"a\"}}]}}}}";
    static const char wanted[] =
        "{\n  \"fields\": [\n    {\n      \"name\": \"a\",\n      \"constraints\": {\n        \"required\": true,\n        \"minimum\": 0.50\n      },\n"
        "      \"type\": \"number\"\n    },\n    {\n      \"name\": \"b\",\n      \"type\": \"string\"\n    }\n  ],\n"
        "  \"primaryKey\": [\n    \"a\",\n    \"b\"\n  ],\n  \"missingValues\": [\n    \"\",\n    \"-\"\n  ],\n"
        "  \"foreignKeys\": [\n    {\n      \"fields\": \"b\",\n      \"reference\": {\n        \"fields\": \"a\",\n        \"resource\": \"\"\n"
        "      }\n    }\n  ]\n}\n";
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_value *root = zb_json_read_source(arena, zb_source_new(arena, "s", ZB_STR(text)), diags);
    const zb_schema *schema = zb_schema_read(arena, root, diags);
    assert_non_null(schema);
    zb_buf out = {0};
    assert_true(zb_schema_write_table(arena, schema, ZB_STR("t"), &out));
    assert_string_equal(out.s, wanted);
    assert_false(zb_schema_write_table(arena, schema, ZB_STR("u"), &out));
    const zb_str *names;
    assert_int_equal(zb_schema_tables(arena, schema, &names), 1);
    assert_true(zb_str_is(names[0], "t"));
    zb_buf_free(&out);
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(style_schema_is_as_the_reader),        cmocka_unit_test(chart_schema_is_as_the_reader),
        cmocka_unit_test(manifest_schema_is_as_the_reader),     cmocka_unit_test(front_matter_schema_is_as_the_reader),
        cmocka_unit_test(checks_schema_is_as_the_reader),       cmocka_unit_test(a_table_is_written_in_pure_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
