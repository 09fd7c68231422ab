/* SPDX-License-Identifier: Apache-2.0
 * What a column is of. It is told from its cells: of numbers, where some are numbers and the rest are what people write for numbers
 * (1,234, １２, 三, 72 个, n/a). Where names or codes stand among them (CVE-1, 007), or shares (8%), it is of texts, and a number there is
 * one of them (the vendor 360). */
#include "base/utf8.h"
#include "model/number.h"
#include "model/sql_database.h"

/* What stands where there is no number. */
static bool is_placeholder(zb_str text) {
    static const char *const words[] = {"-",    "--",   "–",    "—",    "——",   "－",  "/",    "／",   "\\",   ".",  "…",  "?",   "？", "*",
                                        "＊",   "n/a",  "N/A",  "n.a.", "na",   "NA",  "nil",  "none", "None", "tbd", "TBD", "无", "暂无",
                                        "未知", "空",   "不详", "待定", "null", NULL};
    for (const char *const *word = words; *word; word++)
        if (zb_str_is(text, *word)) return true;
    return text.n == 0;
}

/* 三, 二十, 两百零五 */
static bool is_han_number(zb_str text) {
    static const char digits[] = "〇零一二两三四五六七八九十百千万亿";
    for (size_t at = 0; at < text.n;) {
        size_t start = at;
        zb_utf8_next(text, &at);
        if (zb_str_find(ZB_STR(digits), zb_str_sub(text, start, at), 0) == SIZE_MAX) return false;
    }
    return text.n > 0;
}

static void count_text(zb_sql_kind *k, const zb_value *value) {
    zb_number number;
    zb_str text = zb_str_trim(value->text);
    size_t before = k->plain + k->odd + k->codes + k->units + k->soft + k->names;
    if (value->text.n == 0) return;
    if (before < ZB_SQL_SLIPS_MAX) k->slips[before] = value;
    if (zb_number_read(value->text, &number)) number.leading_zero || number.exponent ? k->codes++ : k->plain++;
    else if (zb_number_meant(text)) k->odd++;
    else if (is_placeholder(text) || is_han_number(text)) k->soft++;
    else if (zb_number_with_unit(text)) k->units++;
    else k->names++;
}

void zb_sql_kind_count(zb_sql_kind *kind, const zb_value *value) {
    if (value->kind == ZB_INT || value->kind == ZB_REAL) kind->numbers++;
    else if (value->kind == ZB_TEXT) count_text(kind, value);
}

/* Numbers in quotes alone are texts on purpose. */
void zb_sql_kind_settle(zb_sql_kind *k) {
    bool codes = k->codes > 0 && k->odd == 0 && k->plain == 0;
    bool some = k->numbers > 0 || k->odd > 0;
    k->number = some && k->names == 0 && !codes && k->numbers + k->plain + k->odd > k->units;
}
