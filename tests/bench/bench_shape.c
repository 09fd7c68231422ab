/* SPDX-License-Identifier: Apache-2.0
 * How fast text is shaped: bench_shape [FILE [REPEAT]]. Each line of the file (without one: a Chinese paragraph of a
 * bulletin) is a paragraph. Prints the CPU time of opening the fonts, of the first pass (cold: tables are read for the
 * first time) and of the fastest of several further passes, then the same text joined into one paragraph of a million
 * characters. */
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/utf8.h"
#include "fonts/fonts.h"

#define PASSES 5
#define LONG_CHARACTERS 1000000

static const char sample[] =
    "国家信息安全漏洞共享平台（以下简称 CNVD）本周共收集、整理信息安全漏洞 201 个，其中高危漏洞 72 个、中危漏洞 86 个、低危漏洞 43 "
    "个。漏洞平均分值为 6.23。本周收录的漏洞中，涉及 0day 漏洞 69 个（占 34%），其中互联网上出现“Creativity wityCMS SQL 注入漏洞”等"
    "零日代码攻击漏洞——详见 https://www.cnvd.org.cn/flaw/show/CNVD-2019-18510，请使用相关产品的用户注意加强防范……\n";

static double cpu_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void shape_paragraph(zb_fonts *fonts, zb_str text, zb_diags *diags) {
    zb_arena *arena = zb_arena_open();
    zb_segment segment = {0, text.n, {ZB_ROLE_SERIF, 400, zb_pt(10.5), NULL, false}, ZB_NOWHERE};
    zb_shape(arena, fonts, text, &segment, 1, diags);
    zb_arena_close(arena);
}

static void shape_lines(zb_fonts *fonts, zb_str text, zb_diags *diags) {
    for (size_t start = 0, end; start < text.n; start = end + 1) {
        end = zb_str_find(text, ZB_STR("\n"), start);
        if (end == SIZE_MAX) end = text.n;
        if (end > start) shape_paragraph(fonts, zb_str_sub(text, start, end), diags);
    }
}

static void report(const char *what, double ms, size_t characters) {
    printf("%-28s %8.2f ms  %9.0f characters/s\n", what, ms, (double)characters / ms * 1e3);
}

static void bench_long(zb_fonts *fonts, zb_str text, zb_diags *diags) {
    zb_buf one = {0};
    size_t characters = zb_utf8_count(text), total = 0;
    for (; total < LONG_CHARACTERS; total += characters)
        for (size_t i = 0; i < text.n; i++) zb_buf_add_char(&one, text.s[i] == '\n' ? ' ' : text.s[i]);
    double start = cpu_ms();
    shape_paragraph(fonts, zb_buf_str(&one), diags);
    report("one paragraph", cpu_ms() - start, total);
    zb_buf_free(&one);
}

/* The stages before shaping let no control characters through. */
static zb_str without_tabs(zb_arena *arena, zb_str text) {
    zb_str copy = zb_str_copy(arena, text);
    for (size_t i = 0; i < copy.n; i++)
        if ((unsigned char)copy.s[i] < ' ' && copy.s[i] != '\n') ((char *)copy.s)[i] = ' ';
    return copy;
}

static void bench(zb_arena *arena, zb_str text, double begin, zb_diags *diags) {
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Noto Serif CJK SC"}}, {.families = {"Noto Sans CJK SC"}}, {.families = {"LXGW WenKai"}}, {.families = {"Noto Sans Mono CJK SC"}}};
    zb_fonts *fonts = zb_fonts_open(arena, specs, diags);
    if (!fonts) return;
    double opened = cpu_ms(), best = 1e9;
    size_t characters = zb_utf8_count(text);
    printf("%-28s %8.2f ms\n", "open the fonts", opened - begin);
    shape_lines(fonts, text, diags);
    report("first pass", cpu_ms() - opened, characters);
    for (int i = 0; i < PASSES; i++) {
        double start = cpu_ms();
        shape_lines(fonts, text, diags);
        if (cpu_ms() - start < best) best = cpu_ms() - start;
    }
    report("further passes", best, characters);
    bench_long(fonts, text, diags);
}

int main(int argc, char **argv) {
    double begin = cpu_ms();
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str text = ZB_STR(sample);
    if (argc < 2 || zb_file_read(arena, argv[1], ZB_NOWHERE, diags, &text))
        bench(arena, without_tabs(arena, text), begin, diags);
    zb_diags_print(diags, stderr, false);
    int status = zb_diags_worst(diags) >= ZB_ERROR;
    zb_arena_close(arena);
    zb_fonts_finish();
    return status;
}
