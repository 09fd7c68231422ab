/* SPDX-License-Identifier: Apache-2.0
 * Break opportunities: Unicode's own test file (Debian's unicode-data) through the shaper and the rules. Where the result differs from
 * Unicode, a rule must say so; the number of differences by rule is fixed here. Then cases of our own, allowed and forbidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "layout/rules.h"
#include "tests/unit/line_fixture.h"

#define UNICODE_FILE "/usr/share/unicode/auxiliary/LineBreakTest.txt"
#define CHARS_MAX 64

static zb_paragraph *paragraph_of(zb_arena *scratch, zb_str text) {
    zb_inline *run = ZB_NEW(scratch, zb_inline);
    *run = (zb_inline){.kind = ZB_INLINE_TEXT, .text = text};
    run->style = (zb_text_style){.role = ZB_ROLE_SERIF, .weight = 400, .size = EM, .pitch = 2 * EM};
    return zb_paragraph_new(scratch, scratch, fonts, (zb_text){run, 1}, zb_diags_new(scratch));
}

/* Whether a line may end before each character, in the first pass. Spaces end with the line, so a break after a space counts. */
static void breaks_of(const zb_paragraph *p, bool *may, size_t *chars) {
    size_t unit = 0;
    *chars = 0;
    for (size_t at = 0; at < p->text.n; ++*chars) {
        while (unit < p->count && p->units[unit].end <= at) unit++;
        bool first = at > 0 && unit > 0 && unit < p->count && p->units[unit].start == at;
        may[*chars] = first && p->units[unit - 1].chances[0].penalty != ZB_FORBIDDEN;
        zb_utf8_next(p->text, &at);
    }
}

/* One line of the test file: "× 0023 ÷ 0020 ÷ # ...". */
typedef struct sample {
    uint32_t codes[CHARS_MAX];
    bool may[CHARS_MAX]; /* before each */
    size_t count;
} sample;

static bool sample_read(const char *line, sample *s) {
    s->count = 0;
    bool may = false;
    for (const char *at = line; *at && *at != '#' && *at != '\n';) {
        unsigned code;
        int n;
        if (!strncmp(at, "\xC3\xB7", 2)) may = true, at += 2;      /* ÷ */
        else if (!strncmp(at, "\xC3\x97", 2)) may = false, at += 2; /* × */
        else if (sscanf(at, "%x%n", &code, &n) == 1 && s->count < CHARS_MAX) {
            s->codes[s->count] = code;
            s->may[s->count++] = may;
            at += n;
        } else at++;
    }
    return s->count > 0;
}

/* What is at work where we differ from Unicode between two characters. */
enum { BY_L1, BY_L2, BY_L3, BY_L6, BY_TOKEN, BY_SPACE, BY_GRAPHEME, BY_PANGO, BY_NOTHING, CAUSES };
static const struct {
    const char *name;
    int count;
} causes[CAUSES] = {
    [BY_L1] = {"L1 line start", 24},
    [BY_L2] = {"L2 line end", 104},
    [BY_L3] = {"L3 quotes", 0}, /* the file has only narrow ones */
    [BY_L6] = {"L6 dashes", 137},
    [BY_TOKEN] = {"L7 to L10 tokens stay whole", 124},
    [BY_SPACE] = {"a break after a space follows what stands before it", 84},
    [BY_GRAPHEME] = {"a grapheme cluster stays whole", 338},
    [BY_PANGO] = {"Pango's Thai", 52},
    [BY_NOTHING] = {"no rule", 0},
};

static int cause_of(const zb_paragraph *p, size_t unit) {
    if (unit == SIZE_MAX || !p->shaped->graphemes[p->units[unit].start]) return BY_GRAPHEME;
    if (unit == 0 || unit >= p->count) return BY_NOTHING;
    const zb_unit *right = &p->units[unit], *left = right - 1, *solid = left;
    while (solid > p->units && solid->class == ZB_CLASS_SPACE) solid--;
    if (left->code == 0x0E01 || right->code == 0x0E01) return BY_PANGO;
    if (zb_class_in(right->class, ZB_MASK_CLOSERS | ZB_MASK(MID) | ZB_MASK(CONN) | ZB_MASK(SOLIDUS))) return BY_L1;
    if (zb_set_has(ZB_SET_UNIT_SIGN, right->code)) return BY_L1;
    if (zb_class_in(solid->class, ZB_MASK(OPEN) | ZB_MASK(SOLIDUS)) || zb_set_has(ZB_SET_CURRENCY, solid->code)) return BY_L2;
    if (zb_set_has(ZB_SET_QUOTE, right->code) || zb_set_has(ZB_SET_QUOTE, solid->code)) return BY_L3;
    if (right->class == ZB_CLASS_LONG) return BY_L6;
    if (left->class == ZB_CLASS_SPACE || right->class == ZB_CLASS_SPACE) return BY_SPACE;
    bool latin = left->code < 0x530 && right->code < 0x530;
    return latin ? BY_TOKEN : BY_NOTHING;
}

static size_t unit_of_char(const zb_paragraph *p, size_t index) {
    size_t at = 0, unit = 0;
    while (index-- > 0) zb_utf8_next(p->text, &at);
    while (unit < p->count && p->units[unit].start < at) unit++;
    return unit < p->count && p->units[unit].start == at ? unit : SIZE_MAX;
}

static void compare(const char *line, const sample *s, int counts[CAUSES]) {
    zb_arena *scratch = zb_arena_open();
    zb_buf buf = {0};
    char utf8[4];
    for (size_t i = 0; i < s->count; i++) {
        size_t n = zb_utf8_encode(s->codes[i], utf8);
        for (size_t k = 0; k < n; k++) zb_buf_add_char(&buf, utf8[k]);
    }
    zb_paragraph *p = paragraph_of(scratch, zb_str_copy(scratch, zb_buf_str(&buf)));
    bool may[CHARS_MAX];
    size_t count;
    breaks_of(p, may, &count);
    for (size_t i = 1; i < s->count && i < count; i++) {
        if (may[i] == s->may[i]) continue;
        int cause = cause_of(p, unit_of_char(p, i));
        counts[cause]++;
        if (cause == BY_NOTHING) print_error("between %zu and %zu (%d): %s", i - 1, i, may[i], line);
    }
    zb_buf_free(&buf);
    zb_arena_close(scratch);
}

static void test_unicode_differences_have_a_rule(void **state) {
    (void)state;
    FILE *file = fopen(UNICODE_FILE, "r");
    if (!file) {
        print_message("no %s: the package unicode-data is not installed\n", UNICODE_FILE);
        skip();
    }
    static char line[4096];
    int counts[CAUSES] = {0}, lines = 0;
    sample s;
    while (fgets(line, sizeof line, file)) {
        if (!sample_read(line, &s)) continue;
        compare(line, &s, counts);
        lines++;
    }
    fclose(file);
    assert_int_equal(lines, 7654);
    for (int i = 0; i < CAUSES; i++)
        if (counts[i] != causes[i].count) fail_msg("%s: %d differences, not %d", causes[i].name, counts[i], causes[i].count);
}

/* '|': a break must be possible here, '~': it must not. */
static const char *const own_cases[] = {
    /* L1 */ "漏洞~，|其中", "漏洞~。|后", "一~；|二", "一~：|二", "一~？|二", "一~！|二", "一~、|二", "一~）|二", "一~》|二", "一~」|二", "一~·|二", "一~～|二",
    "一~–二", "一~/~二", "一~／~二", "34~%", "25~℃", "一~％",
    /* L2 */ "平台|（~以下", "一|《~二", "一|「~二", "一|【~二", "一|$~100", "一|￥~100", "一/~二",
    /* L3 */ "出现|“~高危~”|等", "出现|‘~高危~’|等", "一~，|“~二~”|三", "“~Creativity wityCMS~”|等", "一~：|“~二",
    /* L4 */ "一~）~。|后", "一~！~？~”|后", "一~。~”~）|后", "一~。|（~二", "一~，|《~二", "一~”|“~二",
    /* L5, L6 */ "前~—~—|后", "前~…~…|后", "一~，~…~…|后", "前~⸺|后",
    /* L7 */ "6~.~2~3", "1~,~0~0~0", "3~4~%", "0~d~a~y", "0~1~0~-~8~2~9~9", "-~5", "+~8~6",
    /* L8 */ "系统 |O~A~-~A~8~ |漏洞", "C~N~V~D~-~2~0~1~9~-~1~9~8~3~6", "C~N~C~E~R~T~/~C~C", "a~p~s~b~1~9~-~2~7", "C~M~S~-~7~7~0",
    /* L9 */ "Management~ |Controller", "w~e~ll~-|known", "i~t~’~s", "don~’~t",
    /* L10 */ "h~t~t~p~s~:~/~/~w~w~w~.~example.|cn/|flaw/|show/|CNVD-|2019", "见|https~:~/~/~abcdefg/|abcd~。|后", "见|www.example.|cn~，|后",
    /* L11 */ "一|<~h~ttps://abcdefgh/|abcd~>|后",
    /* L12 */ "201|个", "图|1", "2019|年|6|月",
    /* L13 */ "CNVD~ |本周", "本周~ |CNVD", "一\xC2\xA0~二",
    /* L14 */ "一~。~』~」|二",
    /* quotes of Latin text are narrow in a Latin face only */ "一|“~A~”|二",
    /* word joiner */ "”~\xE2\x81\xA0~一",
};

static void check_case(const char *marked) {
    zb_arena *scratch = zb_arena_open();
    zb_buf buf = {0};
    char want[256] = {0};
    size_t chars = 0, count;
    for (const char *at = marked; *at; at++) {
        if (*at == '|' || *at == '~') want[chars] = *at;
        else {
            zb_buf_add_char(&buf, *at);
            if (((unsigned char)at[1] & 0xC0) != 0x80) chars++;
        }
    }
    bool may[256];
    breaks_of(paragraph_of(scratch, zb_str_copy(scratch, zb_buf_str(&buf))), may, &count);
    assert_int_equal(count, chars);
    for (size_t i = 0; i < count; i++)
        if (want[i] && may[i] != (want[i] == '|')) fail_msg("%s: character %zu: a break is %spossible", marked, i, may[i] ? "" : "not ");
    zb_buf_free(&buf);
    zb_arena_close(scratch);
}

static void test_own_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof own_cases / sizeof *own_cases; i++) check_case(own_cases[i]);
}

typedef struct url_case {
    const char *text, *url; /* NULL: none */
} url_case;

static const url_case url_cases[] = {
    {"见https://a.cn/b。后", "https://a.cn/b"},
    {"见（https://a.cn/b）", "https://a.cn/b"},
    {"(see https://a.cn/b).", "https://a.cn/b"},
    {"https://a.cn/b_(c)", "https://a.cn/b_(c)"},
    {"<https://a.cn/b>", "https://a.cn/b"},
    {"www.cnvd.org.cn，", "www.cnvd.org.cn"},
    {"awww.cnvd.org", NULL},
    {"://", NULL},
    {"a://", NULL},
    {"https://", NULL},
    {"比例 1:2", NULL},
    {"", NULL},
};

static void test_urls_are_found(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof url_cases / sizeof *url_cases; i++) {
        const url_case *c = &url_cases[i];
        zb_str text = zb_str_of(c->text);
        zb_url url;
        bool found = zb_url_next(text, 0, &url);
        assert_int_equal(found, c->url != NULL);
        if (found && !zb_str_is(zb_str_sub(text, url.start, url.end), c->url))
            fail_msg("'%s': %.*s", c->text, (int)(url.end - url.start), text.s + url.start);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_cases),
        cmocka_unit_test(test_urls_are_found),
        cmocka_unit_test(test_unicode_differences_have_a_rule),
    };
    return cmocka_run_group_tests_name("breaks", tests, open_fonts, close_fonts);
}
