/* SPDX-License-Identifier: Apache-2.0
 * Texts of the preview pictures: alternative texts in two languages, preview.json, preview.html; and the form of contact sheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "cli/preview.h"

static void assert_text(zb_str text, const char *expected) {
    if (!zb_str_is(text, expected)) fail_msg("'%.*s' is not '%s'", ZB_STR_ARG(text), expected);
}

static void assert_has(const zb_buf *text, const char *part) {
    if (zb_str_find(zb_buf_str(text), zb_str_of(part), 0) == SIZE_MAX) fail_msg("'%s' is not in\n%s", part, text->s);
}

static void append(zb_node *parent, zb_node *child) {
    if (parent->last) parent->last->next = child;
    else parent->first = child;
    parent->last = child;
}

/* A document with a masthead and three cards. */
static zb_document *document_new(zb_arena *arena, const char *lang) {
    static const zb_card_value values[] = {{{"72", 2}, {0}}, {{"86", 2}, {0}}};
    static const zb_card cards[] = {{{"High", 4}, values, 2, {0}, 0, {0}},
                                    {{"Events", 6}, values, 1, {"48%", 3}, 1, {0}},
                                    {{"Open", 4}, values, 1, {"3%", 2}, -1, {0}}};
    zb_document *document = ZB_NEW(arena, zb_document);
    *document = (zb_document){.title = ZB_STR("Weekly"), .subject = ZB_STR("No. 7"), .lang = zb_str_of(lang)};
    document->root = ZB_NEW(arena, zb_node);
    zb_node *masthead = ZB_NEW(arena, zb_node), *strip = ZB_NEW(arena, zb_node), *section = ZB_NEW(arena, zb_node);
    masthead->kind = ZB_NODE_MASTHEAD;
    masthead->as.masthead.title = ZB_STR("Weekly \"News\"");
    masthead->as.masthead.number = ZB_STR("7");
    masthead->as.masthead.number_unit = ZB_STR("期");
    strip->kind = ZB_NODE_CARDS;
    strip->as.cards.cards = cards;
    strip->as.cards.count = 3;
    section->kind = ZB_NODE_SECTION;
    append(section, strip);
    append(document->root, masthead);
    append(document->root, section);
    return document;
}

static void test_alt(void **state) {
    zb_arena *arena = *state;
    assert_text(zb_preview_alt(arena, document_new(arena, "zh-CN")),
                "Weekly \"News\"，7期。High：72 / 86；Events：72（上升 48%）；Open：72（下降 3%）");
    assert_text(zb_preview_alt(arena, document_new(arena, "en-GB")),
                "Weekly \"News\", 7期. High: 72 / 86; Events: 72 (up 48%); Open: 72 (down 3%)");
}

static void test_alt_without_front(void **state) {
    zb_arena *arena = *state;
    zb_node root = {0};
    zb_document document = {.root = &root, .title = ZB_STR("题"), .subject = ZB_STR("期"), .lang = ZB_STR("zh-CN")};
    assert_text(zb_preview_alt(arena, &document), "题，期");
    document.title = (zb_str){0};
    assert_text(zb_preview_alt(arena, &document), "期");
    document.subject = (zb_str){0};
    assert_text(zb_preview_alt(arena, &document), "无题");
    document.lang = ZB_STR("fr");
    assert_text(zb_preview_alt(arena, &document), "Untitled");
}

/* The first heading stands in for a title. */
static void test_alt_of_heading(void **state) {
    zb_arena *arena = *state;
    zb_inline runs[] = {{.text = ZB_STR("Head")},
                        {.kind = ZB_INLINE_FOOTNOTE, .text = ZB_STR("1")},
                        {.kind = ZB_INLINE_BREAK},
                        {.text = ZB_STR("line ")}};
    zb_node root = {0}, heading = {.kind = ZB_NODE_HEADING};
    heading.as.heading.text = (zb_text){runs, 4};
    append(&root, &heading);
    zb_document document = {.root = &root, .lang = ZB_STR("en")};
    zb_buf title = {0};
    assert_text(zb_preview_alt(arena, &document), "Head line");
    zb_preview_title(&document, &title);
    assert_text(zb_buf_str(&title), "Head line");
    zb_buf_free(&title);
}

/* A masthead that says nothing does not hide what the document says. */
static void test_alt_of_empty_masthead(void **state) {
    zb_arena *arena = *state;
    zb_node root = {0}, masthead = {.kind = ZB_NODE_MASTHEAD};
    append(&root, &masthead);
    zb_document document = {.root = &root, .subject = ZB_STR("No. 7"), .lang = ZB_STR("en")};
    assert_text(zb_preview_alt(arena, &document), "No. 7");
    document.title = ZB_STR("Weekly");
    assert_text(zb_preview_alt(arena, &document), "Weekly");
}

static void test_sheet_alt(void **state) {
    zb_arena *arena = *state;
    zb_node root = {0};
    zb_document document = {.root = &root, .title = ZB_STR("T"), .lang = ZB_STR("zh-CN")};
    assert_text(zb_preview_sheet_alt(arena, &document, 1, 1), "T：第 1 页");
    assert_text(zb_preview_sheet_alt(arena, &document, 1, 9), "T：第 1 至 9 页");
    document.lang = ZB_STR("en");
    assert_text(zb_preview_sheet_alt(arena, &document, 49, 49), "T: page 49");
    assert_text(zb_preview_sheet_alt(arena, &document, 1, 48), "T: pages 1 to 48");
}

static void test_page_alt(void **state) {
    zb_arena *arena = *state;
    const zb_document *document = document_new(arena, "zh-CN");
    zb_tag tags[] = {{.name = "P"}, {.name = "H1", .outline = ZB_STR("甲")}, {.name = "H2", .outline = ZB_STR("乙")},
                     {.name = "H2", .outline = ZB_STR("丙")}, {.name = "H1", .outline = ZB_STR("丁")}};
    zb_item items[5];
    memset(items, 0, sizeof items);
    for (size_t i = 0; i < 5; i++) {
        items[i].kind = ZB_ITEM_BEGIN;
        items[i].as.tag = &tags[i];
    }
    zb_display_list none = {.items = items, .count = 1}, all = {.items = items, .count = 5};
    zb_str heading = {0};
    assert_text(zb_preview_page_alt(arena, document, &none, 1, &heading), "第 1 页");
    assert_text(zb_preview_page_alt(arena, document, &all, 2, &heading), "第 2 页：甲；乙；丙");
    assert_text(zb_preview_page_alt(arena, document, &none, 3, &heading), "第 3 页：丁（续）");
}

/* Two covers, a page and, where wanted, a card; one file each. */
static zb_preview preview_new(zb_arena *arena, bool card) {
    static const zb_display_list list = {.width = 100 * ZB_PT, .height = 150 * ZB_PT};
    zb_preview preview = {.document = document_new(arena, "zh-CN"), .alt = ZB_STR("a\\b \"c\" <d> & e\n"), .pages = 1, .url = ""};
    zb_preview_shot shots[] = {zb_preview_shot_of("card", "card-wide", &list, 300), zb_preview_shot_of("cover", "cover-400", &list, 400),
                               zb_preview_shot_of("cover", "cover-800", &list, 800), zb_preview_shot_of("page", "page-1", &list, 240)};
    zb_preview_file *files = ZB_NEW_ARRAY(arena, 4, zb_preview_file);
    for (size_t i = card ? 0 : 1; i < 4; i++) {
        shots[i].alt = preview.alt;
        shots[i].page = i ? 1 : 0;
        ZB_PUSH(arena, &preview.shots, shots[i]);
    }
    for (size_t i = 0; i < preview.shots.count; i++) {
        files[i] = (zb_preview_file){&preview.shots.data[i], "x.png", "png", 12, {{0}}};
        files[i].hash.bytes[0] = 0xAB;
    }
    preview.files = files;
    preview.count = preview.shots.count;
    return preview;
}

static void test_shot(void **state) {
    (void)state;
    static const zb_display_list list = {.width = 595 * ZB_PT, .height = 842 * ZB_PT};
    zb_preview_shot shot = zb_preview_shot_of("page", "page-1", &list, 240);
    assert_int_equal(shot.width, 240);
    assert_int_equal(shot.height, 340);
}

static void test_json(void **state) {
    zb_preview preview = preview_new(*state, true);
    zb_buf out = {0};
    zb_preview_json(&preview, &out);
    assert_has(&out, "\"title\": \"Weekly\"");
    assert_has(&out, "\"alt\": \"a\\\\b \\\"c\\\" <d> & e\\u000a\"");
    assert_has(&out, "\"width\": 300, \"height\": 450, \"bytes\": 12, ");
    assert_has(&out, "\"hash\": \"xxh3-128:ab000000000000000000000000000000\", \"page\": null");
    assert_has(&out, "\"page\": 1");
    zb_buf_free(&out);
}

static void test_html(void **state) {
    zb_preview preview = preview_new(*state, true);
    zb_buf out = {0};
    zb_preview_html(&preview, &out);
    assert_has(&out, "<meta property=\"og:title\" content=\"Weekly No. 7\">");
    assert_has(&out, "content=\"a\\b &quot;c&quot; &lt;d&gt; &amp; e\n\"");
    assert_has(&out, "srcset=\"cover-400.webp 400w, cover-800.webp 800w\"");
    assert_has(&out, "give --url");
    zb_buf_free(&out);
    preview.url = "https://a.example/x&y/";
    zb_preview_html(&preview, &out);
    assert_has(&out, "<meta property=\"og:image\" content=\"https://a.example/x&amp;y/card-wide.png\">");
    zb_buf_free(&out);
}

/* What may not stand in an address or in a srcset is encoded once; a query or fragment would swallow the file's name. */
static void test_html_addresses(void **state) {
    static const struct {
        const char *url, *written;
    } cases[] = {
        {"https://x.org/a b/,q/", "https://x.org/a%20b/%2Cq/"},   {"https://x.org/%E5%91%A8/", "https://x.org/%E5%91%A8/"},
        {"https://x.org/周/", "https://x.org/%E5%91%A8/"},        {"https://x.org/100%/\"'/", "https://x.org/100%25/%22%27/"},
        {"https://x.org/p?a=1#b/", "https://x.org/p%3Fa=1%23b/"}, {"http://[::1]:80/[a]/", "http://[::1]:80/%5Ba%5D/"},
    };
    zb_preview preview = preview_new(*state, true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zb_buf out = {0};
        const char *u = cases[i].written;
        preview.url = cases[i].url;
        zb_preview_html(&preview, &out);
        assert_has(&out, zb_str_format(*state, " srcset=\"%scover-400.webp 400w, %scover-800.webp 800w\"", u, u).s);
        assert_has(&out, zb_str_format(*state, "<img src=\"%spage-1.png\"", u).s);
        assert_has(&out, zb_str_format(*state, "\"og:image\" content=\"%scard-wide.png\"", u).s);
        zb_buf_free(&out);
    }
}

static bool html_has(const zb_preview *preview, const char *part) {
    zb_buf out = {0};
    zb_preview_html(preview, &out);
    bool has = zb_str_find(zb_buf_str(&out), zb_str_of(part), 0) != SIZE_MAX;
    zb_buf_free(&out);
    return has;
}

/* og:locale is a language with a region, or is not said. */
static void test_html_locale(void **state) {
    static const char *const cases[][2] = {{"zh-CN", "zh_CN"},  {"en-gb", "en_GB"}, {"zh-Hant-TW", "zh_TW"}, {"zh", "zh_CN"},
                                           {"en", NULL},        {"de", NULL},       {"de-x-ab", NULL}};
    zb_preview preview = preview_new(*state, true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        preview.document = document_new(*state, cases[i][0]);
        const char *said = cases[i][1] ? zb_str_format(*state, "\"og:locale\" content=\"%s\">", cases[i][1]).s : "og:locale";
        if (html_has(&preview, said) != (cases[i][1] != NULL)) fail_msg("%s", cases[i][0]);
        assert_true(html_has(&preview, zb_str_format(*state, "<ol lang=\"%s\">", cases[i][0]).s));
        assert_true(html_has(&preview, zb_str_format(*state, "<picture lang=\"%s\">", cases[i][0]).s));
    }
}

static void test_html_untitled(void **state) {
    zb_node root = {0};
    zb_document document = {.root = &root, .lang = ZB_STR("zh-CN")};
    zb_preview preview = preview_new(*state, true);
    preview.document = &document;
    preview.alt = zb_preview_alt(*state, &document);
    assert_true(html_has(&preview, "<meta property=\"og:title\" content=\"无题\">"));
    assert_false(html_has(&preview, "og:description")); /* would say no more */
    assert_false(html_has(&preview, "property=\"og:url\""));
}

static void test_html_without_cards(void **state) {
    zb_preview preview = preview_new(*state, false);
    zb_buf out = {0};
    zb_preview_html(&preview, &out);
    assert_has(&out, "<meta property=\"og:image\" content=\"cover-800.png\">");
    assert_has(&out, "content=\"summary\"");
    zb_buf_free(&out);
}

static int open_arena(void **state) { return *state = zb_arena_open(), 0; }
static int close_arena(void **state) { return zb_arena_close(*state), 0; }

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alt),
        cmocka_unit_test(test_alt_without_front),
        cmocka_unit_test(test_alt_of_heading),
        cmocka_unit_test(test_alt_of_empty_masthead),
        cmocka_unit_test(test_sheet_alt),
        cmocka_unit_test(test_page_alt),
        cmocka_unit_test(test_shot),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_html_addresses),
        cmocka_unit_test(test_html_locale),
        cmocka_unit_test(test_html_untitled),
        cmocka_unit_test(test_html_without_cards),
    };
    return cmocka_run_group_tests_name("preview", tests, open_arena, close_arena);
}
