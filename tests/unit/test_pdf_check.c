/* SPDX-License-Identifier: Apache-2.0
 * Finished PDFs that were damaged in every way we could think of: each is told from the whole one, whoever wrote it and however its
 * objects are packed. */
#include "render/pdf_check.h"
#include "render/pdf_read.h"
#include "tests/unit/render_fixture.h"

#include "base/file.h"

/* A PDF of two pages with five faces, and what it must hold. */
typedef struct sample {
    fixture *f;
    zb_str pdf;
    zb_pdf_promise promise;
} sample;

static sample make_sample(fixture *f, const char *name) {
    zb_painter second = page_of(f, 300, 200);
    paint_text(f, &second, 20, 50, "楷体与 mono 之外", (zb_shape_style){ZB_ROLE_KAI, 400, zb_pt(12), NULL, false});
    paint_text(f, &second, 20, 90, "wget https://a.example/", (zb_shape_style){ZB_ROLE_MONO, 400, zb_pt(9), NULL, true});
    paint_tagged(f, &second, tag_of(f, (zb_tag){.name = "H1", .dest = ZB_STR("a"), .outline = ZB_STR("一"), .outline_level = 1}), 20, 120, "一、概况");
    paint_tagged(f, &second, tag_of(f, (zb_tag){.name = "Link", .link = ZB_STR("#a")}), 20, 150, "见一");
    const zb_display_list **pages = ZB_NEW_ARRAY(f->arena, 2, const zb_display_list *);
    pages[0] = rich_page(f);
    pages[1] = zb_painter_finish(&second);
    assert_true(write_pdf(f, path_of(f, name), pages, 2, &(zb_metadata){.title = ZB_STR("周报"), .lang = ZB_STR("zh-CN")}));
    return (sample){f, file_bytes(f, path_of(f, name)), zb_pdf_promise_of(f->arena, pages, 2)};
}

/* What is wrong with the bytes; NULL: nothing. */
static const char *wrong(const sample *s, zb_str pdf) {
    zb_diags *diags = zb_diags_new(s->f->arena);
    if (zb_pdf_check(pdf, &s->promise, diags)) return NULL;
    assert_int_equal(zb_diags_count(diags), 1);
    assert_int_equal(zb_diags_at(diags, 0)->severity, ZB_FATAL);
    assert_string_equal(zb_diags_at(diags, 0)->code, "render.pdf");
    return zb_diags_at(diags, 0)->message;
}

#define assert_wrong(s, pdf, part)                                                 \
    do {                                                                           \
        const char *message_ = wrong(s, pdf);                                      \
        if (!message_) fail_msg("not noticed: %s", part);                          \
        else if (!strstr(message_, part)) fail_msg("'%s' is not '%s'", message_, part); \
    } while (0)

static char *copy_of(const sample *s, zb_str *copy) {
    *copy = zb_str_copy(s->f->arena, s->pdf);
    return (char *)copy->s;
}

/* A copy in which the first `old` behind `after` reads `new`, of the same length. */
static zb_str changed(const sample *s, const char *after, const char *old, const char *new) {
    zb_str copy;
    char *bytes = copy_of(s, &copy);
    size_t at = zb_str_find(copy, zb_str_of(after), 0);
    assert_true(at != SIZE_MAX && strlen(old) == strlen(new));
    at = zb_str_find(copy, zb_str_of(old), at);
    assert_true(at != SIZE_MAX);
    memcpy(bytes + at, new, strlen(new));
    return copy;
}

/* Where object `number` of the file begins, and its entry in the table. */
static size_t place_of(zb_str pdf, size_t number, size_t *entry) {
    size_t start = zb_str_find(pdf, ZB_STR("\nxref\n0 "), 0), line = zb_str_find(pdf, ZB_STR("\n"), start + 6) + 1;
    *entry = line + number * 20;
    return strtoull(pdf.s + *entry, NULL, 10);
}

static size_t object_count(zb_str pdf) { return strtoull(pdf.s + zb_str_find(pdf, ZB_STR("\nxref\n0 "), 0) + 8, NULL, 10); }

static void whole_files_pass(void **state) {
    sample s = make_sample(*state, "check.pdf");
    assert_null(wrong(&s, s.pdf));
    assert_int_equal(s.promise.page_count, 2);
    assert_true(s.promise.drawn[0] && s.promise.drawn[1]);
    assert_true(s.promise.faces.count >= 4);
}

static void every_cut_is_noticed(void **state) {
    sample s = make_sample(*state, "check.pdf");
    for (size_t n = 0; n < s.pdf.n - 1; n += n + 400 < s.pdf.n ? 173 : 1) /* the line end at the end is no loss */
        if (!wrong(&s, zb_str_sub(s.pdf, 0, n))) fail_msg("%zu bytes of %zu pass", n, s.pdf.n);
    assert_wrong(&s, ((zb_str){0}), "does not begin as a PDF");
}

/* Each object in turn: blanked, moved in the table, taken out of it. */
static void every_lost_object_is_noticed(void **state) {
    sample s = make_sample(*state, "check.pdf");
    for (size_t i = 1; i < object_count(s.pdf); i++) {
        zb_str copy;
        size_t entry, at = place_of(s.pdf, i, &entry), end = zb_str_find(s.pdf, ZB_STR("endobj"), at);
        memset(copy_of(&s, &copy) + at, 0, 8);
        assert_non_null(wrong(&s, copy));
        memset(copy_of(&s, &copy) + at, 0, end + 6 - at);
        assert_non_null(wrong(&s, copy));
        copy_of(&s, &copy)[entry + 9] ^= 1;
        assert_non_null(wrong(&s, copy));
        copy_of(&s, &copy)[entry + 17] = 'f';
        assert_non_null(wrong(&s, copy));
    }
}

/* Every reference in turn leads to an object that is not there. */
static void every_lost_reference_is_noticed(void **state) {
    sample s = make_sample(*state, "check.pdf");
    size_t seen = 0;
    for (size_t at = 0; (at = zb_str_find(s.pdf, ZB_STR(" 0 R"), at)) != SIZE_MAX; at++) {
        zb_str copy;
        char *bytes = copy_of(&s, &copy);
        size_t from = at;
        while (from && bytes[from - 1] >= '0' && bytes[from - 1] <= '9') bytes[--from] = '9';
        if (at - from < 2) continue; /* 9 may be an object */
        seen++;
        if (!wrong(&s, copy)) fail_msg("the reference at %zu is not missed", from);
    }
    assert_true(seen > 50);
}

static void fonts_are_missed(void **state) {
    sample s = make_sample(*state, "check.pdf");
    assert_wrong(&s, changed(&s, "/FontDescriptor\n", "/FontFile", "/FontXxxx"), "is not in it");
    assert_wrong(&s, changed(&s, "/Subtype /Type0", "/ToUnicode", "/ToXxxxxxx"), "does not say its characters");
    assert_wrong(&s, changed(&s, "/Subtype /Type0", "/DescendantFonts", "/XxxxxxxxxxFonts"), "has no descriptor");
    assert_wrong(&s, changed(&s, "/Type /Font\n", "/Subtype /CIDFontType0", "/Subtype /Type3       "), "Type 3");
    assert_wrong(&s, changed(&s, "/Subtype /Type0", "/BaseFont /", "/BaseXxxx /"), "is not in it");
    /* A face more than the file has. */
    sample other = s;
    size_t count;
    zb_shape_style bold = {ZB_ROLE_SERIF, 700, zb_pt(9), NULL, false};
    const zb_run *run = zb_shape_line(s.f->arena, s.f->fonts, ZB_STR("粗"), &bold, ZB_NOWHERE, s.f->diags, &count);
    ZB_PUSH(s.f->arena, &other.promise.faces, run->face);
    assert_wrong(&other, s.pdf, "Noto Serif CJK SC Bold");
    assert_wrong(&other, s.pdf, "is not in it");
}

/* Each stream in turn with a byte changed, and emptied. Pictures aside, there are none that nobody looks into. */
static void streams_are_looked_into(void **state) {
    sample s = make_sample(*state, "check.pdf");
    size_t seen = 0;
    for (size_t at = 0; (at = zb_str_find(s.pdf, ZB_STR("\nstream\n"), at)) != SIZE_MAX; at++) {
        size_t from = at + 8, end = zb_str_find(s.pdf, ZB_STR("\nendstream"), from);
        zb_str copy;
        copy_of(&s, &copy)[(from + end) / 2] ^= 0x55;
        if (!wrong(&s, copy)) fail_msg("the stream at %zu is not looked into", from);
        memset(copy_of(&s, &copy) + from, ' ', end - from);
        assert_non_null(wrong(&s, copy));
        seen++;
    }
    assert_true(seen > 10);
}

/* The contents of a page that hold nothing, well packed: 8 bytes, and a filling behind them that the length leaves out. */
static void empty_pages_are_noticed(void **state) {
    sample s = make_sample(*state, "check.pdf");
    size_t entry, page = zb_str_find(s.pdf, ZB_STR("/Type /Page\n"), 0), contents = zb_str_find(s.pdf, ZB_STR("/Contents "), page);
    size_t at = place_of(s.pdf, strtoull(s.pdf.s + contents + 10, NULL, 10), &entry), from = zb_str_find(s.pdf, ZB_STR("stream\n"), at) + 7;
    zb_str copy;
    char *bytes = copy_of(&s, &copy);
    size_t length = zb_str_find(s.pdf, ZB_STR("/Length "), at) + 8, end = zb_str_find(s.pdf, ZB_STR("\n"), length);
    memset(bytes + length, ' ', end - length);
    bytes[length] = '8';
    memcpy(bytes + from, "\x78\x9C\x03\x00\x00\x00\x00\x01", 8);
    memset(bytes + from + 8, ' ', zb_str_find(s.pdf, ZB_STR("\nendstream"), from) - from - 8);
    assert_wrong(&s, copy, "page 1 is empty");
    sample other = s;
    other.promise.drawn = ZB_NEW_ARRAY(s.f->arena, 2, bool); /* a page that is empty by right */
    assert_null(wrong(&other, copy));
    other.promise.page_count = 3;
    other.promise.drawn = ZB_NEW_ARRAY(s.f->arena, 3, bool);
    assert_wrong(&other, s.pdf, "it has 2 pages of 3");
    other.promise.page_count = 1;
    assert_wrong(&other, s.pdf, "more than 1 pages");
}

/* The same file with its objects packed into streams and its cross references in one, as another program writes it. */
static void packed_files_are_read(void **state) {
    sample s = make_sample(*state, "check.pdf");
    const char *in = path_of(s.f, "check.pdf"), *out = path_of(s.f, "packed.pdf");
    output_of(s.f, zb_str_format(s.f->arena, "qpdf --object-streams=generate %s %s", in, out).s);
    s.pdf = file_bytes(s.f, out);
    assert_true(zb_str_find(s.pdf, ZB_STR("/ObjStm"), 0) != SIZE_MAX && zb_str_find(s.pdf, ZB_STR("\nxref"), 0) == SIZE_MAX);
    assert_null(wrong(&s, s.pdf));
    for (size_t n = 0; n < s.pdf.n - 1; n += 311) assert_non_null(wrong(&s, zb_str_sub(s.pdf, 0, n)));
    for (size_t at = 0; (at = zb_str_find(s.pdf, ZB_STR("stream\n"), at)) != SIZE_MAX; at++) {
        if (at && s.pdf.s[at - 1] == 'd') continue;
        size_t end = zb_str_find(s.pdf, ZB_STR("endstream"), at);
        zb_str copy;
        copy_of(&s, &copy)[(at + 7 + end) / 2] ^= 0x55;
        if (!wrong(&s, copy)) fail_msg("the stream at %zu is not looked into", at);
    }
}

/* Whatever the bytes, the answer is one of two, and nothing is read outside them. */
static void noise_does_no_harm(void **state) {
    sample s = make_sample(*state, "check.pdf");
    uint32_t seed = 1;
    for (int i = 0; i < 400; i++) {
        zb_str copy;
        char *bytes = copy_of(&s, &copy);
        for (int k = 0; k < 6; k++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[seed % copy.n] = (char)(seed >> 11);
        }
        bytes = malloc(copy.n); /* no byte behind the end */
        assert_non_null(bytes);
        memcpy(bytes, copy.s, copy.n);
        wrong(&s, (zb_str){bytes, copy.n - (i & 1 ? seed % 900 : 0)});
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_files_pass),          cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(every_lost_object_is_noticed), cmocka_unit_test(every_lost_reference_is_noticed),
        cmocka_unit_test(fonts_are_missed),          cmocka_unit_test(streams_are_looked_into),
        cmocka_unit_test(empty_pages_are_noticed),   cmocka_unit_test(packed_files_are_read),
        cmocka_unit_test(noise_does_no_harm),
    };
    int failed = cmocka_run_group_tests_name("pdf_check", tests, set_up, tear_down);
    zb_fonts_finish();
    return failed;
}
