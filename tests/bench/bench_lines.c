/* SPDX-License-Identifier: Apache-2.0
 * How fast paragraphs become lines: bench_lines [FILE]. Each line of the file (without one: a paragraph of a bulletin) is a paragraph.
 * Prints characters per CPU second of shaping (fonts, classes, glue, break opportunities), of breaking alone (total fit) and of
 * placing, fastest of several passes; then the same for one paragraph of ten thousand, a hundred thousand and a million characters. */
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/utf8.h"
#include "layout/line.h"

#define PASSES 5
#define SIZE (zb_pt(10.5))
#define MEASURE (40 * SIZE)

static const char sample[] =
    "国家信息安全漏洞共享平台（以下简称 CNVD）本周共收集、整理信息安全漏洞 201 个，其中高危漏洞 72 个、中危漏洞 86 个、低危漏洞 43 "
    "个。漏洞平均分值为 6.23。本周收录的漏洞中，涉及 0day 漏洞 69 个（占 34%），其中互联网上出现“Creativity wityCMS SQL 注入漏洞”等"
    "零日代码攻击漏洞——详见 https://www.cnvd.org.cn/flaw/show/CNVD-2019-18510，请使用相关产品的用户注意加强防范……\n";

typedef struct times {
    double shape, cut, place; /* ms */
} times;

static double cpu_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static times paragraph_time(zb_fonts *fonts, zb_str text, zb_diags *diags) {
    zb_arena *arena = zb_arena_open();
    zb_inline run = {.kind = ZB_INLINE_TEXT, .text = text};
    run.style = (zb_text_style){.role = ZB_ROLE_SERIF, .weight = 400, .size = SIZE, .pitch = 2 * SIZE};
    zb_measure measure = {.width = MEASURE, .indent = 2 * SIZE, .align = ZB_ALIGN_JUSTIFY};
    double start = cpu_ms();
    zb_paragraph *p = zb_paragraph_new(arena, arena, fonts, (zb_text){&run, 1}, diags);
    double shaped = cpu_ms();
    size_t count;
    zb_break *breaks = zb_break_lines(arena, p, &measure, &count, diags);
    double broken = cpu_ms();
    for (size_t i = 0; i < count; i++) zb_line_place(arena, p, &breaks[i], &measure, i == 0);
    double placed = cpu_ms();
    zb_arena_close(arena);
    return (times){shaped - start, broken - shaped, placed - broken};
}

static times all_time(zb_fonts *fonts, zb_str text, zb_diags *diags) {
    times sum = {0};
    for (size_t start = 0, end; start < text.n; start = end + 1) {
        end = zb_str_find(text, ZB_STR("\n"), start);
        if (end == SIZE_MAX) end = text.n;
        if (end == start) continue;
        times t = paragraph_time(fonts, zb_str_sub(text, start, end), diags);
        sum = (times){sum.shape + t.shape, sum.cut + t.cut, sum.place + t.place};
    }
    return sum;
}

static double less(double a, double b) { return a < b ? a : b; }

static void report(const char *what, size_t characters, times t) {
    double n = (double)characters * 1e3;
    printf("%-26s %9zu characters  shaping %9.0f/s  breaking %9.0f/s  placing %9.0f/s\n", what, characters, n / t.shape, n / t.cut,
           n / t.place);
}

static void bench_paragraphs(zb_fonts *fonts, zb_str text, zb_diags *diags) {
    times best = all_time(fonts, text, diags);
    for (int i = 1; i < PASSES; i++) {
        times t = all_time(fonts, text, diags);
        best = (times){less(best.shape, t.shape), less(best.cut, t.cut), less(best.place, t.place)};
    }
    report("paragraphs", zb_utf8_count(text), best);
}

static void bench_one(zb_fonts *fonts, zb_str text, size_t wanted, zb_diags *diags) {
    zb_buf one = {0};
    size_t characters = zb_utf8_count(text), total = 0;
    for (; total < wanted; total += characters)
        for (size_t i = 0; i < text.n; i++) zb_buf_add_char(&one, text.s[i] == '\n' ? ' ' : text.s[i]);
    report("one paragraph", total, paragraph_time(fonts, zb_buf_str(&one), diags));
    zb_buf_free(&one);
}

/* The stages before layout let no control characters through. */
static zb_str without_controls(zb_arena *arena, zb_str text) {
    zb_str copy = zb_str_copy(arena, text);
    for (size_t i = 0; i < copy.n; i++)
        if ((unsigned char)copy.s[i] < ' ' && copy.s[i] != '\n') ((char *)copy.s)[i] = ' ';
    return copy;
}

int main(int argc, char **argv) {
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Noto Serif CJK SC"}}, {.families = {"Noto Sans CJK SC"}}, {.families = {"LXGW WenKai"}}, {.families = {"Noto Sans Mono CJK SC"}}};
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str text = ZB_STR(sample);
    zb_fonts *fonts = zb_fonts_open(arena, specs, diags);
    if (fonts && (argc < 2 || zb_file_read(arena, argv[1], ZB_NOWHERE, diags, &text))) {
        text = without_controls(arena, text);
        bench_paragraphs(fonts, text, diags);
        for (size_t wanted = 10000; wanted <= 1000000; wanted *= 10) bench_one(fonts, text, wanted, diags);
    }
    zb_diags_print(diags, stderr, false);
    int status = zb_diags_worst(diags) >= ZB_ERROR;
    zb_arena_close(arena);
    zb_fonts_finish();
    return status;
}
