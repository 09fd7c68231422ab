/* SPDX-License-Identifier: Apache-2.0
 * Tests of places in sources: offsets to lines and columns and back, and what that costs in lines that are long. The program is linked
 * so that the functions which walk over characters are counted (Makefile). */
#include "base/utf8.h"
#include "markdown_fixture.h"

static size_t walked; /* bytes */

size_t __real_zb_utf8_count(zb_str text);
uint32_t __real_zb_utf8_next(zb_str text, size_t *at);
size_t __wrap_zb_utf8_count(zb_str text);
uint32_t __wrap_zb_utf8_next(zb_str text, size_t *at);

size_t __real_zb_str_find(zb_str text, zb_str needle, size_t from);
size_t __wrap_zb_str_find(zb_str text, zb_str needle, size_t from);

size_t __wrap_zb_str_find(zb_str text, zb_str needle, size_t from) {
    size_t found = __real_zb_str_find(text, needle, from), end = found == SIZE_MAX ? text.n : found;
    walked += end > from ? end - from : 0;
    return found;
}

size_t __wrap_zb_utf8_count(zb_str text) {
    walked += text.n;
    return __real_zb_utf8_count(text);
}

uint32_t __wrap_zb_utf8_next(zb_str text, size_t *at) {
    size_t from = *at;
    uint32_t code = __real_zb_utf8_next(text, at);
    walked += *at - from;
    return code;
}

/* Lines of 0 to 3 strides and a bit, of characters of 1 to 4 bytes. */
static zb_str long_lines(zb_arena *arena) {
    static const char *const characters[] = {"a", "é", "中", "𠀀"};
    zb_buf text = {0};
    for (int line = 0; line < 40; line++) {
        int count = line % 8 < 3 ? line : ZB_SOURCE_STRIDE * (line % 4) + line % 8 - 4;
        for (int i = 0; i < count; i++) zb_buf_add(&text, zb_str_of(characters[(i * 7 + line) % 4]));
        if (line % 5 == 0) zb_buf_add_char(&text, '\r');
        if (line < 39) zb_buf_add_char(&text, '\n');
    }
    zb_str copy = zb_str_copy(arena, zb_buf_str(&text));
    zb_buf_free(&text);
    return copy;
}

static void test_there_and_back(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    const zb_source *source = zb_source_new(arena, "a", long_lines(arena));
    uint32_t line = 1, column = 1;
    assert_true(source->mark_count > 20);
    for (size_t at = 0; at <= source->text.n;) {
        zb_loc loc = zb_source_loc(source, at);
        assert_int_equal(loc.line, line);
        assert_int_equal(loc.column, column);
        bool end = at < source->text.n && source->text.s[at] == '\n' && at > 0 && source->text.s[at - 1] == '\r';
        assert_int_equal(zb_source_offset(loc), end ? at - 1 : at); /* a line ends before its CR */
        if (at == source->text.n) break;
        bool next = source->text.s[at] == '\n';
        zb_utf8_next(source->text, &at);
        line += next;
        column = next ? 1 : column + 1;
    }
    assert_int_equal(line, 40);
    assert_int_equal(zb_source_offset((zb_loc){source, 40, 100000}), source->text.n);
    assert_int_equal(zb_source_offset((zb_loc){source, 4, 100000}), source->lines[4] - 1);
    assert_int_equal(zb_source_offset((zb_loc){source, 4, 0}), source->lines[3]);
    assert_int_equal(zb_source_offset((zb_loc){source, 41, 1}), 0);
    zb_arena_close(arena);
}

/* Found by fuzzing: where a text is spelt with escapes, its place may be off by a byte. */
static void test_inside_a_character(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    const zb_source *source = zb_source_new(arena, "a", ZB_STR("a𠀀中\n中"));
    static const uint32_t columns[] = {1, 2, 2, 2, 2, 3, 3, 3, 4, 1, 1, 1, 2};
    for (size_t at = 0; at <= source->text.n; at++) assert_int_equal(zb_source_loc(source, at).column, columns[at]);
    zb_arena_close(arena);
}

static void test_cost_of_a_place(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_buf text = {0};
    for (int i = 0; i < 100000; i++) zb_buf_add(&text, ZB_STR("中"));
    const zb_source *source = zb_source_new(arena, "a", zb_buf_str(&text));
    walked = 0;
    zb_loc loc = zb_source_loc(source, 3 * 99999);
    assert_int_equal(loc.column, 100000);
    assert_in_range(walked, 1, 3 * ZB_SOURCE_STRIDE);
    walked = 0;
    assert_int_equal(zb_source_offset(loc), 3 * 99999);
    assert_in_range(walked, 1, 3 * ZB_SOURCE_STRIDE);
    zb_buf_free(&text);
    zb_arena_close(arena);
}

/* Bytes walked over while a text of so many such pieces in one line is read, from the template or from the data. */
static size_t cost_of(fixture *f, const char *piece, int count, bool data) {
    zb_buf text = {0};
    zb_buf_add(&text, data ? ZB_STR("a: \"") : ZB_STR(""));
    for (int i = 0; i < count; i++) zb_buf_format(&text, piece, i);
    zb_buf_add(&text, data ? ZB_STR("\"\n") : ZB_STR("\n"));
    const char *whole = zb_str_z(f->arena, zb_buf_str(&text));
    walked = 0;
    read_text(f, data ? "字{{{a}}}\n" : whole, data ? whole : "a: 值");
    zb_buf_free(&text);
    return walked;
}

static void test_cost_of_marks(void **state) {
    fixture *f = *state;
    static const char *const pieces[] = {"**粗%d**和*斜*，`码`。", "字![图](p%d.png){width=2%%}", "[字](https://a.cn/%d)。", "[高危%d]{.severity}",
                                         "<https://a.cn/%d>", "字\\*%d&lt;", "{{a}}%d", "**{{a}}**%d", "*&lt;%d*字", "~~{{{a}}}~~%d"};
    for (size_t i = 0; i < 2 * sizeof pieces / sizeof *pieces; i++) {
        const char *piece = pieces[i / 2];
        if (i % 2 && strpbrk(piece, "{\\")) continue; /* values hold no tags */
        size_t few = cost_of(f, piece, 200, i % 2), many = cost_of(f, piece, 2000, i % 2);
        assert_true(few > 0);
        if (many > few * 15) fail_msg("'%s': %zu bytes for 200, %zu for 2,000", piece, few, many);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_inside_a_character),
        cmocka_unit_test(test_cost_of_a_place),
        cmocka_unit_test_setup_teardown(test_cost_of_marks, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
