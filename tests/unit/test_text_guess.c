/* SPDX-License-Identifier: Apache-2.0
 * Text in other encodings that can be read as GB18030 is told from text in GB18030: running text, tables, names; and Chinese text of every
 * kind, names in rare characters and single characters too, is never taken for anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <iconv.h>

#include "base/utf8.h"
#include "model/text.h"
#include "model/text_guess.h"

static zb_str encode(zb_arena *arena, const char *text, const char *encoding) {
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    size_t left = strlen(text), room = left * 4 + 16, size = room;
    char *bytes = zb_alloc(arena, room), *to = bytes, *from = (char *)text;
    if (iconv(converter, &from, &left, &to, &room) == (size_t)-1) fail_msg("%s has no '%s'", encoding, from);
    iconv_close(converter);
    return (zb_str){bytes, size - room};
}

static const struct {
    const char *encoding, *text;
} foreign[] = {
    {"BIG5", "本週安全漏洞共收錄二百零一個，其中高危漏洞七十二個。國家資訊安全漏洞共享平臺接到各單位報送的漏洞資訊，建議使用者儘快更新。"},
    {"BIG5", "縣市,數量\n臺北市,12\n新北市,9\n桃園市,3\n臺中市,8\n臺南市,2\n高雄市,5\n"},
    {"BIG5", "姓名,單位\n陳志明,王大同公司\n林淑芬,資策會\n黃俊傑,中華電信\n張雅婷,臺灣大學\n李宗翰,趨勢科技\n"},
    {"BIG5", "title: 安全週報\nsummary: 攻擊者可利用該漏洞遠端執行任意程式碼\n"},
    {"EUC-KR", "이번 주 보안 취약점은 모두 이백한 개이며 그중 고위험 취약점은 칠십이 개입니다. 공격자는 이 취약점을 이용할 수 있습니다."},
    {"EUC-KR", "이름,소속\n김민준,한국인터넷진흥원\n이서연,서울대학교\n박지훈,삼성전자\n최수빈,네이버\n정도윤,카카오\n강하은,안랩\n"},
    {"EUC-KR", "지역,개수\n서울특별시,10\n부산광역시,4\n대구광역시,3\n인천광역시,2\n"},
    {"SHIFT_JIS", "今週の脆弱性は全部で二百一件、そのうち深刻なものは七十二件です。攻撃者はこの脆弱性を悪用して、任意のコードを実行できます。"},
    {"SHIFT_JIS", "名前,説明\n佐藤,セキュリティアップデートを適用してください\n鈴木,ファームウェアのアップデートについて\n"},
    {"WINDOWS-1252", "nom,prénom\nMüller,Jürgen\nGrößer,Jörg\nGarcía,José\nNuñez,Andrés\nSørensen,Bjørn\n"},
    {"WINDOWS-1252", "vendor,count\nSociété Générale,3\nCafé René,1\n"},
    {"WINDOWS-1252", "title: Sicherheitslücke im Gerät\n"},
};

static void other_encodings_are_told(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        zb_arena *arena = zb_arena_open();
        zb_str bytes = encode(arena, foreign[i].text, foreign[i].encoding);
        const char *guess = zb_text_guess(bytes, true);
        if (!guess || strcmp(guess, foreign[i].encoding) != 0) fail_msg("%s for %s: %s", guess ? guess : "-", foreign[i].encoding, foreign[i].text);
        zb_diags *diags = zb_diags_new(arena);
        assert_null(zb_text_decode(arena, "a.csv", bytes, diags));
        const zb_diag *d = zb_diags_at(diags, 0);
        assert_string_equal(d->code, "text.encoding");
        assert_int_equal(d->severity, ZB_ERROR);
        assert_true(d->loc.line > 0);
        if (strstr(d->message, "looks like")) assert_non_null(strstr(d->message, foreign[i].encoding));
        assert_non_null(d->hint);
        assert_non_null(strstr(d->hint, zb_str_format(arena, "iconv -f %s -t UTF-8 a.csv", foreign[i].encoding).s));
        zb_arena_close(arena);
    }
}

/* Chinese in GBK, also where few characters or rare ones are all there is. */
static const char *const genuine[] = {
    "本周信息安全漏洞威胁整体评价级别为中。国家信息安全漏洞共享平台本周共收集、整理信息安全漏洞二百零一个。",
    "姓名\n朱镕基\n李喆\n陶喆\n王堃\n张昇\n刘珺\n周翀\n吴旻昊\n孙淼\n黄炜\n",
    "亓\n仝\n佘\n佟\n佴\n冼\n卞\n厉\n啜\n喻\n嘎\n奚\n夔\n妫\n宓\n尉迟\n令狐\n司马\n欧阳\n夏侯\n诸葛\n闻人\n东方\n赫连\n皇甫\n澹台\n",
    "瞿\n甯\n眭\n禤\n揆\n謝\n羋\n亓官\n乜\n麴\n",
    "国家信息安全漏洞共享平台接到各单位报送的漏洞信息", "國家資訊安全漏洞共享平臺接到各單位報送的漏洞資訊，建議使用者盡快更新。",
    "姓名,單位\n陳志明,公司\n林淑芬,學會\n黃俊傑,電信\n張雅婷,大學\n李宗翰,科技\n", "北京", "高危", "股", "A股,B股,C罗,T恤", "X轴,Y轴,Z轴\n1,2,3\n",
    "Q1季度,Q2季度\n", "第1周,第2周,第3周\n", "name,count\n阿里云,3\n华为,2\n", "键,值\n壹,贰\n叁,肆\n伍,陆\n柒,捌\n玖,拾\n", "埗,埔,圳,堀,塱,墘\n",
    "饕餮,魑魅魍魉,耄耋,蹀躞,囹圄,龃龉,踟蹰,彳亍,叆叇,旖旎\n", "コーヒーメーカーのファームウェア更新について", "俄文 Привет мир и 希腊文 Καλημερα κοσμε",
    "①②③ⅠⅡⅢ─│┌┐", "（一）ＡＢＣ１２３，。；：？！“”‘’《》【】",
};

static void chinese_is_never_taken_for_another(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof genuine / sizeof *genuine; i++) {
        zb_arena *arena = zb_arena_open();
        zb_str bytes = encode(arena, genuine[i], "GB18030");
        const char *guess = zb_text_guess(bytes, true);
        if (guess) fail_msg("%s: %s", guess, genuine[i]);
        zb_arena_close(arena);
    }
}

static void no_single_character_is_refused(void **state) {
    (void)state;
    for (int lead = 0x81; lead <= 0xFE; lead++)
        for (int trail = 0x40; trail <= 0xFE; trail++) {
            char bytes[] = {(char)lead, (char)trail, '\n', (char)lead, (char)trail, ',', (char)lead, (char)trail, 0};
            if (trail == 0x7F) continue;
            assert_null(zb_text_guess((zb_str){bytes, 2}, true));
            assert_null(zb_text_guess((zb_str){bytes, 8}, true)); /* however often it comes */
        }
}

/* Lists of names drawn from all characters, the same each time. */
static void no_list_of_names_is_refused(void **state) {
    (void)state;
    static const char *const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈亓仝佘佟冼卞厉";
    zb_arena *arena = zb_arena_open();
    zb_str families = encode(arena, surnames, "GB18030");
    uint32_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char text[2048];
        size_t n = 0, rows = 1 + (size_t)round % 30;
        for (size_t row = 0; row < rows; row++) {
            seed = seed * 1664525u + 1013904223u;
            memcpy(text + n, families.s + (seed >> 16) % (families.n / 2) * 2, 2);
            n += 2;
            for (int given = 0; given < 2; given++) {
                seed = seed * 1664525u + 1013904223u;
                uint32_t v = seed >> 12;
                bool rare = v % 5 == 0; /* one in five beyond the first level */
                int lead = rare ? (int)(v % 2 ? 0x81 + v / 10 % 0x20 : 0xD8 + v / 10 % 0x20) : (int)(0xB0 + v / 10 % 0x28);
                text[n++] = (char)lead;
                text[n++] = (char)(lead <= 0xA0 && v % 3 ? 0x41 + v / 400 % 0x3D : 0xA1 + v / 400 % 0x59);
            }
            text[n++] = '\n';
        }
        const char *guess = zb_text_guess((zb_str){text, n}, true);
        if (guess) fail_msg("round %d: %s", round, guess);
    }
    zb_arena_close(arena);
}

/* The tables are in order, for they are searched by halves. */
static void tables_are_in_order(void **state) {
    (void)state;
    for (size_t i = 1; i < zb_common_gb_count; i++) assert_true(zb_common_gb[i - 1] < zb_common_gb[i]);
    for (size_t i = 1; i < zb_common_big5_count; i++) assert_true(zb_common_big5[i - 1] < zb_common_big5[i]);
    for (size_t i = 1; i < zb_common_euc_kr_count; i++) assert_true(zb_common_euc_kr[i - 1] < zb_common_euc_kr[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_encodings_are_told),       cmocka_unit_test(chinese_is_never_taken_for_another),
        cmocka_unit_test(no_single_character_is_refused), cmocka_unit_test(no_list_of_names_is_refused),
        cmocka_unit_test(tables_are_in_order),
    };
    return cmocka_run_group_tests_name("text_guess", tests, NULL, NULL);
}
