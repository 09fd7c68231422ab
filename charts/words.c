/* SPDX-License-Identifier: Apache-2.0
 * The table of the charts' own words. */
#include "charts/words.h"

static const char *const words[ZB_WORD_COUNT][2] = {
    [ZB_WORD_UNIT] = {"单位：%.*s", "Unit: %.*s"},
    [ZB_WORD_CUT] = {"纵轴自 %.*s 起", "axis begins at %.*s"},
    [ZB_WORD_SOURCE] = {"来源：%.*s", "Source: %.*s"},
    [ZB_WORD_NOTE] = {"注：%.*s", "Note: %.*s"},
    [ZB_WORD_NO_DATA] = {"暂无数据", "No data"},
    [ZB_WORD_OTHERS] = {"其他 %zu 项", "%zu others"},
    [ZB_WORD_OTHERS_ARE] = {"其他 %zu 项为%.*s", "the %zu others are %.*s"},
    [ZB_WORD_OTHERS_EACH] = {"其他 %zu 项各占不到 %.*s", "each of the %zu others is below %.*s"},
    [ZB_WORD_ROUNDED] = {"占比经四舍五入，相加不等于 100%", "shares are rounded and do not add up to 100%"},
    [ZB_WORD_ZERO_TOTAL] = {"合计为 0", "Total is 0"},
    [ZB_WORD_NO_SHARES] = {"合计为 0，不计占比", "total is 0, there are no shares"},
    [ZB_WORD_THIN] = {"有 %zu 项数值过小，条形不足 1 像素", "%zu values are too small for their bars to be seen"},
    [ZB_WORD_NET] = {"净 %.*s", "net %.*s"},
    [ZB_WORD_ZEROES] = {"%.*s：0", "%.*s: 0"},
    [ZB_WORD_COMMA] = {"、", ", "},
    [ZB_WORD_STOP] = {"；", "; "},
};

const char *zb_word_of(const zb_chart *chart, zb_word word) { return words[word][chart->english ? 1 : 0]; }
