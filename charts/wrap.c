/* SPDX-License-Identifier: Apache-2.0
 * Breaking labels: character classes and the choice of break. */
#include "charts/wrap.h"

#include "base/utf8.h"

/* Parts that names of organisations and things are made of: a line is well broken behind one, badly inside. */
static const char *const parts[] = {
    "股份有限公司", "有限责任公司", "有限公司", "股份公司", "分公司", "公司", "集团", "分中心", "中心", "委员会",
    "研究院",       "研究所",       "实验室",   "工作组",   "管理局", "平台", "系统", "技术",   "科技", "网络",
    "安全",         "信息",         "漏洞",     "设备",     "软件",   "服务", "管理", "行业",   "协会", "学院",
    "大学",         "银行",         "国家",     "互联网",   "计算机", "移动", "终端", "程序",   "应急", "监测",
    "处理",         "协调",         "共享",     "运行",     "维护",   "保障", "联合", "威胁",   "恶意", "处置",
    "北京",         "上海",         "广东",     "深圳",     "通信",   "电信", "教育", "人民",   "中国", "数据",
};
enum { PARTS = sizeof parts / sizeof *parts };

/* Marks that may not begin a line; those that may not end one. Blank: their full-width form is half blank. */
static const char closing_marks[] = "、，。；：！？）】》〉」』〕”’…‥—·％%℃‰,.;:!?)]}~～／/";
static const char opening_marks[] = "（【《〈「『〔“‘([{#￥$";
static const char blank_at_end[] = "、，。；：！？）】》〉」』〕";
static const char blank_at_start[] = "（【《〈「『〔";
static const char pausing_marks[] = "、，；：）】》〉」』〕／/,;)";

static bool is_one_of(const char *set, uint32_t code) {
    zb_str s = zb_str_of(set);
    for (size_t at = 0; at < s.n;) {
        if (zb_utf8_next(s, &at) == code) return true;
    }
    return false;
}

zb_wrap_text zb_wrap_read(zb_arena *arena, zb_str text, zb_length em) {
    size_t n = zb_utf8_count(text), i = 0;
    uint32_t *codes = ZB_NEW_ARRAY(arena, n, uint32_t);
    size_t *offsets = ZB_NEW_ARRAY(arena, n + 1, size_t);
    for (size_t at = 0; at < text.n && i < n; i++) {
        offsets[i] = at;
        codes[i] = zb_utf8_next(text, &at);
    }
    offsets[i] = text.n;
    return (zb_wrap_text){text, i, codes, offsets, ZB_NEW_ARRAY(arena, n, zb_length), em};
}

/* May text be cut before character i? Not inside a grapheme. */
static bool can_cut(const zb_wrap_text *t, size_t i) {
    return i > 0 && i < t->count && zb_columns_of(t->codes[i]) != 0 && t->codes[i - 1] != 0x200D;
}

/* Letters of alphabets and digits hold together; wide characters do not. */
static bool is_letter(uint32_t code) {
    return code != ' ' && zb_columns_of(code) < 2 && !is_one_of(closing_marks, code);
}

static bool is_digit(uint32_t code) { return code >= '0' && code <= '9'; }

static bool is_counter(uint32_t code) { return is_one_of("周月年日期季度时天个项起次分页", code); }

/* 第 26 周 holds together, spaces or none. */
static bool is_ordinal(const zb_wrap_text *t, size_t i) {
    uint32_t before = t->codes[i - 1] == ' ' && i > 1 ? t->codes[i - 2] : t->codes[i - 1];
    uint32_t after = t->codes[i] == ' ' && i + 1 < t->count ? t->codes[i + 1] : t->codes[i];
    return (before == 0x7B2C && is_digit(after)) || (is_digit(before) && is_counter(after));
}

static bool can_break(const zb_wrap_text *t, size_t i) {
    if (!can_cut(t, i) || is_ordinal(t, i)) return false;
    uint32_t before = t->codes[i - 1], after = t->codes[i];
    if (is_one_of(closing_marks, after) || is_one_of(opening_marks, before)) return false;
    if (before == ' ') return true;
    return after != ' ' && !(is_letter(before) && is_letter(after));
}

static bool part_at(const zb_wrap_text *t, size_t start, zb_str part) {
    return start < t->count && zb_str_equal(zb_str_sub(t->text, t->offsets[start], t->offsets[start] + part.n), part);
}

/* How a break at i meets the parts of names: 1 behind one, -1 inside one, 0 neither. */
static int part_break(const zb_wrap_text *t, size_t i) {
    int found = 0;
    for (size_t p = 0; p < PARTS; p++) {
        zb_str part = zb_str_of(parts[p]);
        size_t length = part.n / 3; /* all are Han */
        for (size_t back = 1; back <= length && back <= i; back++) {
            if (!part_at(t, i - back, part)) continue;
            if (back < length) return -1;
            found = 1;
        }
    }
    return found;
}

/* What a break costs beyond the lines' length: words and brackets are its best places. */
static zb_length break_cost(const zb_wrap_text *t, size_t i) {
    uint32_t before = t->codes[i - 1], after = t->codes[i];
    if (is_one_of(blank_at_start, after) || after == '(') return 0;
    if (before == ' ' || is_one_of(pausing_marks, before)) return t->em;
    int part = part_break(t, i);
    return (is_digit(before) || is_digit(after) || part < 0 ? 5 : part > 0 ? 1 : 3) * t->em;
}

zb_wrap_line zb_wrap_measure(const zb_wrap_text *t, size_t start, size_t end) {
    while (start < end && t->codes[start] == ' ') start++;
    while (end > start && t->codes[end - 1] == ' ') end--;
    zb_wrap_line line = {.start = start, .end = end};
    int64_t width = 0;
    for (size_t i = start; i < end; i++) width += t->advances[i];
    if (end > start && is_one_of(blank_at_end, t->codes[end - 1])) line.blank = t->em * 4 / 10;
    if (end > start && is_one_of(blank_at_start, t->codes[start])) line.trim = t->em * 4 / 10;
    width -= line.trim + line.blank;
    line.width = width > ZB_LENGTH_MAX ? ZB_LENGTH_MAX : width < 0 ? 0 : (zb_length)width;
    return line;
}

/* The best pair of lines, balanced. */
static bool wrap_in_two(const zb_wrap_text *t, zb_length max_width, zb_wrap_line *lines) {
    int64_t best = INT64_MAX;
    for (size_t i = 1; i < t->count; i++) {
        if (!can_break(t, i)) continue;
        zb_wrap_line first = zb_wrap_measure(t, 0, i), second = zb_wrap_measure(t, i, t->count);
        if (first.width > max_width || second.width > max_width) continue;
        int64_t cost = (int64_t)zb_max(first.width, second.width) + break_cost(t, i);
        if (cost >= best) continue;
        best = cost;
        lines[0] = first;
        lines[1] = second;
    }
    return best < INT64_MAX;
}

size_t zb_wrap_cut(const zb_wrap_text *t, size_t start, zb_length max_width) {
    size_t end = start;
    for (size_t i = start + 1; i <= t->count; i++) {
        if (i < t->count && !can_cut(t, i)) continue;
        if (zb_wrap_measure(t, start, i).width > max_width) break;
        end = i;
    }
    return end;
}

/* The end of a full line: the last break that fits, or the last cut inside a word that is longer than the line. */
static size_t line_end(const zb_wrap_text *t, size_t start, zb_length max_width) {
    size_t end = zb_wrap_cut(t, start, max_width);
    if (end == t->count) return end;
    for (size_t i = end; i > start; i--) {
        if (can_break(t, i)) return i;
    }
    return end;
}

bool zb_wrap_lines(const zb_wrap_text *t, zb_length max_width, int max_lines, zb_wrap_line *lines, int *count) {
    *count = 1;
    lines[0] = zb_wrap_measure(t, 0, t->count);
    if (lines[0].width <= max_width) return true;
    *count = 2;
    if (max_lines >= 2 && wrap_in_two(t, max_width, lines)) return true;
    size_t start = 0;
    for (*count = 0; *count < max_lines - 1; ++*count) {
        size_t end = line_end(t, start, max_width);
        if (end == start) break;
        lines[*count] = zb_wrap_measure(t, start, end);
        start = end;
    }
    lines[*count] = zb_wrap_measure(t, start, t->count);
    return lines[(*count)++].width <= max_width;
}
