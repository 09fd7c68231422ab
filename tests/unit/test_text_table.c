/* SPDX-License-Identifier: Apache-2.0
 * The table of characters against Unicode's own files, where Debian's unicode-data is installed; else only its shape. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "base/utf8.h"
#include "model/text_table.h"

#define FOLDER "/usr/share/unicode/"

static FILE *open_or_skip(const char *name) {
    char path[200];
    snprintf(path, sizeof path, FOLDER "%s", name);
    FILE *file = fopen(path, "r");
    if (!file) skip();
    return file;
}

static void ranges_ascend(void **state) {
    (void)state;
    for (size_t i = 0; i < zb_text_range_count; i++) {
        const zb_text_range *range = &zb_text_ranges[i];
        assert_true(range->first <= range->last);
        assert_true(i == 0 || zb_text_ranges[i - 1].last < range->first);
        assert_non_null(range->code);
        assert_int_equal(range->fate == ZB_TEXT_REPLACED, range->instead != NULL);
        if (range->instead) assert_int_equal(range->count, range->last - range->first + 1);
    }
}

static bool is_radical(unsigned code) { return code >= 0x2E80 && code <= 0x2FDF; }

static void expect_instead(unsigned code, unsigned instead, const char *name) {
    zb_text_rule rule = zb_text_rule_of(code, 0, 0);
    if (rule.fate != ZB_TEXT_REPLACED || rule.instead != instead || strcmp(rule.code, name) != 0)
        fail_msg("U+%04X becomes U+%04X [%s], not U+%04X", code, (unsigned)rule.instead, rule.code ? rule.code : "-", instead);
}

/* "2F00 ; 4E00 # ..." or "2E81..2E84 ; 5382". */
static void radicals_are_unicodes(void **state) {
    (void)state;
    FILE *file = open_or_skip("EquivalentUnifiedIdeograph.txt");
    char line[500];
    unsigned first, last, instead, count = 0;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "%X..%X ; %X", &first, &last, &instead) != 3) {
            if (sscanf(line, "%X ; %X", &first, &instead) != 2) continue;
            last = first;
        }
        for (unsigned code = first; code <= last; code++) {
            if (!is_radical(code)) continue;
            expect_instead(code, instead, "text.radical");
            count++;
        }
    }
    fclose(file);
    unsigned replaced = 0;
    for (unsigned code = 0x2E80; code <= 0x2FDF; code++) replaced += zb_text_rule_of(code, 0, 0).fate == ZB_TEXT_REPLACED;
    assert_int_equal(replaced, count);
    assert_true(count > 300);
}

static bool is_compatibility(unsigned code) { return (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x2F800 && code <= 0x2FA1F); }

static void compatibility_ideographs_are_unicodes(void **state) {
    (void)state;
    FILE *file = open_or_skip("UnicodeData.txt");
    char line[1000];
    unsigned code, instead, count = 0, replaced = 0;
    while (fgets(line, sizeof line, file)) {
        char *field = line;
        for (int i = 0; i < 5 && field; i++) field = strchr(field, ';') ? strchr(field, ';') + 1 : NULL;
        if (!field || sscanf(line, "%X", &code) != 1 || !is_compatibility(code) || sscanf(field, "%X", &instead) != 1) continue;
        expect_instead(code, instead, "text.compatibility");
        count++;
    }
    fclose(file);
    for (code = 0xF900; code <= 0x2FA1F; code++)
        replaced += is_compatibility(code) && zb_text_rule_of(code, 0, 0).fate == ZB_TEXT_REPLACED;
    assert_int_equal(replaced, count);
    assert_true(count > 1000);
}

/* What is read instead is never itself a character that the table changes. */
static void replacements_are_final(void **state) {
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        zb_text_rule rule = zb_text_rule_of(code, 0, 0);
        if (rule.fate != ZB_TEXT_REPLACED) continue;
        assert_int_equal(zb_text_rule_of(rule.instead, 0, 0).fate, ZB_TEXT_KEPT);
        assert_true(zb_is_han(rule.instead));
    }
}

/* Every control, format, private-use and unassigned-for-ever character of Unicode is in the table or on the list of those kept. */
static void no_invisible_character_is_forgotten(void **state) {
    (void)state;
    static const uint32_t kept[] = {'\t', '\n', 0xAD, 0x180E};
    FILE *file = open_or_skip("UnicodeData.txt");
    char line[1000];
    unsigned code;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "%X;", &code) != 1) continue;
        char *second = strchr(strchr(line, ';') + 1, ';') + 1;
        bool hidden = !strncmp(second, "Cc;", 3) || !strncmp(second, "Cf;", 3) || !strncmp(second, "Co;", 3);
        bool listed = false;
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) listed = listed || kept[i] == code;
        /* Signs that stand over or before digits and letters of their scripts, musical and shorthand controls. */
        bool script = (code >= 0x600 && code <= 0x605) || code == 0x6DD || code == 0x70F || (code >= 0x890 && code <= 0x8E2) ||
                      code == 0x110BD || code == 0x110CD || (code >= 0x13430 && code <= 0x1343F) || (code >= 0x1BCA0 && code <= 0x1D17A);
        if (!hidden || listed || script) continue;
        if (zb_text_rule_of(code, 0, 0).fate == ZB_TEXT_KEPT) fail_msg("U+%04X is not in the table", code);
    }
    fclose(file);
}

static bool documented(const zb_text_range *range, zb_str page) {
    static const char *const words[] = {[ZB_TEXT_REPLACED] = "替换", [ZB_TEXT_REMOVED] = "去掉", [ZB_TEXT_REFUSED] = "拒绝"};
    char row[200], last[20] = "";
    if (range->last != range->first) snprintf(last, sizeof last, "–U+%04X", (unsigned)range->last);
    snprintf(row, sizeof row, "\n| U+%04X%s | %s | `%s` |", (unsigned)range->first, last, words[range->fate], range->code);
    return zb_str_find(page, zb_str_of(row), 0) != SIZE_MAX;
}

/* docs/characters.md has a row for each range and no other. */
static void page_says_the_same(void **state) {
    (void)state;
    FILE *file = fopen("docs/characters.md", "rb");
    if (!file) skip(); /* not run from the top folder */
    char bytes[1 << 15];
    zb_str page = {bytes, fread(bytes, 1, sizeof bytes, file)};
    fclose(file);
    size_t rows = 0;
    for (size_t at = 0; (at = zb_str_find(page, ZB_STR("\n| U+"), at)) != SIZE_MAX; at++) rows++;
    for (size_t i = 0; i < zb_text_range_count; i++)
        if (!documented(&zb_text_ranges[i], page)) fail_msg("U+%04X is not in docs/characters.md", (unsigned)zb_text_ranges[i].first);
    assert_int_equal(rows, zb_text_range_count);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_ascend),
        cmocka_unit_test(radicals_are_unicodes),
        cmocka_unit_test(compatibility_ideographs_are_unicodes),
        cmocka_unit_test(replacements_are_final),
        cmocka_unit_test(no_invisible_character_is_forgotten),
        cmocka_unit_test(page_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
