/* SPDX-License-Identifier: Apache-2.0
 * preview.json, which says what each picture is, and preview.html, which has what a page needs to show them: the tags that social
 * networks read, the cover and the pages. */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/preview.h"

/* How wide the cover is shown, in CSS pixels; its larger picture is for finer screens. */
#define COVER_SIZE "400px"

static void add_field(zb_buf *out, const char *name, zb_str text) {
    zb_buf_format(out, "  \"%s\": ", name);
    zb_json_add_text(out, text);
    zb_buf_add(out, ZB_STR(",\n"));
}

static void add_json_file(zb_buf *out, const zb_preview_file *file) {
    const zb_preview_shot *shot = file->shot;
    zb_buf_format(out, "    {\"file\": \"%s\", \"kind\": \"%s\", \"type\": \"image/%s\", \"width\": %d, \"height\": %d, \"bytes\": %zu, ",
                  file->name, shot->kind, file->suffix, shot->width, shot->height, file->bytes);
    zb_buf_add(out, ZB_STR("\"hash\": \"xxh3-128:"));
    zb_hash_print(file->hash, out);
    if (shot->page) zb_buf_format(out, "\", \"page\": %d, \"alt\": ", shot->page);
    else zb_buf_add(out, ZB_STR("\", \"page\": null, \"alt\": "));
    zb_json_add_text(out, shot->alt);
    zb_buf_add_char(out, '}');
}

void zb_preview_json(const zb_preview *preview, zb_buf *out) {
    const zb_document *document = preview->document;
    zb_buf_add(out, ZB_STR("{\n"));
    add_field(out, "title", document->title);
    add_field(out, "issue", document->subject);
    add_field(out, "date", document->date);
    add_field(out, "language", document->lang);
    add_field(out, "alt", preview->alt);
    zb_buf_format(out, "  \"pages\": %zu,\n  \"files\": [\n", preview->pages);
    for (size_t i = 0; i < preview->count; i++) {
        add_json_file(out, &preview->files[i]);
        zb_buf_add(out, i + 1 < preview->count ? ZB_STR(",\n") : ZB_STR("\n"));
    }
    zb_buf_add(out, ZB_STR("  ]\n}\n"));
}

/* Text for HTML content and double-quoted attributes. */
static void add_text(zb_buf *out, zb_str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c == '&') zb_buf_add(out, ZB_STR("&amp;"));
        else if (c == '<') zb_buf_add(out, ZB_STR("&lt;"));
        else if (c == '>') zb_buf_add(out, ZB_STR("&gt;"));
        else if (c == '"') zb_buf_add(out, ZB_STR("&quot;"));
        else zb_buf_add_char(out, c);
    }
}

static void add_meta(zb_buf *out, const char *key, const char *name, zb_str text) {
    if (!text.n) return;
    zb_buf_format(out, "<meta %s=\"%s\" content=\"", key, name);
    add_text(out, text);
    zb_buf_add(out, ZB_STR("\">\n"));
}

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/* Whether a byte stands for itself in the path of an address (RFC 3986). Not so the comma, which divides a srcset, quotes and brackets,
 * and ? and #, which would end the path: they belong to the folder's name. */
static bool is_path_byte(char c) {
    bool alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return alnum || (c && strchr("-._~:/@!$&*+;=", c));
}

/* The folder's address, in which everything else is encoded; what is encoded already stays. The host of an address may have brackets. */
static void add_url(zb_buf *out, zb_str url) {
    size_t host = zb_str_find(url, ZB_STR("://"), 0), path = host == SIZE_MAX ? 0 : zb_str_find(url, ZB_STR("/"), host + 3);
    zb_buf address = {0};
    for (size_t i = 0; i < url.n; i++) {
        char c = url.s[i];
        bool encoded = c == '%' && i + 2 < url.n && is_hex(url.s[i + 1]) && is_hex(url.s[i + 2]);
        if (encoded || is_path_byte(c) || (i < path && (c == '[' || c == ']'))) zb_buf_add_char(&address, c);
        else zb_buf_format(&address, "%%%02X", (unsigned)(unsigned char)c);
    }
    add_text(out, zb_buf_str(&address));
    zb_buf_free(&address);
}

/* A file's address. */
static void add_address(zb_buf *out, const zb_preview *preview, const char *name, const char *suffix) {
    add_url(out, zb_str_of(preview->url));
    zb_buf_format(out, "%s.%s", name, suffix);
}

static void add_meta_image(zb_buf *out, const zb_preview *preview, const zb_preview_shot *shot) {
    zb_buf_add(out, ZB_STR("<meta property=\"og:image\" content=\""));
    add_address(out, preview, shot->name, "png");
    zb_buf_add(out, ZB_STR("\">\n<meta property=\"og:image:type\" content=\"image/png\">\n"));
    zb_buf_format(out, "<meta property=\"og:image:width\" content=\"%d\">\n", shot->width);
    zb_buf_format(out, "<meta property=\"og:image:height\" content=\"%d\">\n", shot->height);
    add_meta(out, "property", "og:image:alt", shot->alt);
}

/* The region in a language tag, two letters behind the language or its script; empty: it has none. */
static zb_str region_of(zb_str lang) {
    for (size_t at = 0, dash; (dash = zb_str_find(lang, ZB_STR("-"), at)) != SIZE_MAX; at = dash + 1) {
        size_t end = zb_str_find(lang, ZB_STR("-"), dash + 1);
        zb_str part = zb_str_sub(lang, dash + 1, end);
        if (part.n < 2) break; /* extensions follow */
        if (part.n == 2) return part;
    }
    return (zb_str){0};
}

/* zh-CN is zh_CN there. Networks know languages with a region only; Chinese without one is taken for en_US where nothing is said. */
static void add_meta_locale(zb_buf *out, zb_str lang) {
    zb_str region = region_of(lang), language = zb_str_sub(lang, 0, zb_str_find(lang, ZB_STR("-"), 0));
    if (!region.n && (zb_str_is(lang, "zh") || zb_str_is(lang, "zh-Hans"))) region = ZB_STR("CN");
    if (!region.n) return;
    zb_buf_format(out, "<meta property=\"og:locale\" content=\"%.*s_%c%c\">\n", ZB_STR_ARG(language), toupper((unsigned char)region.s[0]),
                  toupper((unsigned char)region.s[1]));
}

static bool is_kind(const zb_preview_shot *shot, const char *kind) { return !strcmp(shot->kind, kind); }

/* Open Graph pictures. The first is the one that most networks show: the wide card, without cards the larger cover. False: no cards. */
static bool add_meta_images(zb_buf *out, const zb_preview *preview) {
    const zb_preview_shot *cover = NULL;
    bool cards = false;
    for (int wide = 1; wide >= 0; wide--)
        for (size_t i = 0; i < preview->shots.count; i++) {
            const zb_preview_shot *shot = &preview->shots.data[i];
            if (is_kind(shot, "cover")) cover = shot;
            if (!is_kind(shot, "card") || (shot->width > shot->height) != wide) continue;
            add_meta_image(out, preview, shot);
            cards = true;
        }
    if (!cards && cover) add_meta_image(out, preview, cover);
    return cards;
}

/* What social networks read. The address of the page itself, og:url, nobody told. */
static void add_head(zb_buf *out, const zb_preview *preview) {
    const zb_document *document = preview->document;
    zb_buf title = {0};
    zb_preview_title(document, &title);
    zb_buf_add(out, ZB_STR("<!-- For <head>. Add the page's own address as og:url. "));
    if (!*preview->url) zb_buf_add(out, ZB_STR("Social networks want whole addresses: give --url. "));
    zb_buf_add(out, ZB_STR("-->\n<meta property=\"og:type\" content=\"article\">\n"));
    add_meta(out, "property", "og:title", zb_buf_str(&title));
    if (!zb_str_equal(preview->alt, zb_buf_str(&title))) add_meta(out, "property", "og:description", preview->alt);
    add_meta_locale(out, document->lang);
    add_meta(out, "property", "article:published_time", document->date);
    add_meta(out, "name", "twitter:card", add_meta_images(out, preview) ? ZB_STR("summary_large_image") : ZB_STR("summary"));
    zb_buf_free(&title);
}

/* The addresses of `count` pictures of one form in different widths. */
static void add_srcset(zb_buf *out, const zb_preview *preview, const zb_preview_shot *shots, size_t count, const char *suffix) {
    zb_buf_add(out, ZB_STR(" srcset=\""));
    for (size_t i = 0; i < count; i++) {
        if (i) zb_buf_add(out, ZB_STR(", "));
        add_address(out, preview, shots[i].name, suffix);
        if (count > 1) zb_buf_format(out, " %dw", shots[i].width);
    }
    zb_buf_add_char(out, '"');
    if (count > 1) zb_buf_add(out, ZB_STR(" sizes=\"" COVER_SIZE "\""));
}

/* Opens an element whose texts are in the document's language, which may not be the page's. */
static void add_open(zb_buf *out, const char *name, zb_str lang) {
    zb_buf_format(out, "<%s", name);
    if (lang.n) {
        zb_buf_add(out, ZB_STR(" lang=\""));
        add_text(out, lang);
        zb_buf_add_char(out, '"');
    }
    zb_buf_add(out, ZB_STR(">\n"));
}

/* One picture in both formats and all its widths. `lang` empty: what stands round it has said it. */
static void add_picture(zb_buf *out, const zb_preview *preview, const zb_preview_shot *shots, size_t count, const char *indent,
                        zb_str lang) {
    zb_buf_add(out, zb_str_of(indent));
    add_open(out, "picture", lang);
    zb_buf_format(out, "%s  <source type=\"image/webp\"", indent);
    add_srcset(out, preview, shots, count, "webp");
    zb_buf_format(out, ">\n%s  <img src=\"", indent);
    add_address(out, preview, shots[0].name, "png");
    zb_buf_add_char(out, '"');
    if (count > 1) add_srcset(out, preview, shots, count, "png");
    zb_buf_format(out, " width=\"%d\" height=\"%d\"%s alt=\"", shots[0].width, shots[0].height, count > 1 ? "" : " loading=\"lazy\"");
    add_text(out, shots[0].alt);
    zb_buf_format(out, "\">\n%s</picture>\n", indent);
}

/* The shots of one kind stand together. */
static size_t kind_count(const zb_preview *preview, const char *kind, size_t *first) {
    size_t count = 0;
    for (size_t i = preview->shots.count; i-- > 0;)
        if (is_kind(&preview->shots.data[i], kind)) *first = i, count++;
    return count;
}

void zb_preview_html(const zb_preview *preview, zb_buf *out) {
    size_t first = 0, count = kind_count(preview, "cover", &first);
    zb_str lang = preview->document->lang;
    add_head(out, preview);
    zb_buf_add(out, ZB_STR("\n<!-- The cover. -->\n"));
    if (count) add_picture(out, preview, &preview->shots.data[first], count, "", lang);
    zb_buf_add(out, ZB_STR("\n<!-- The pages. -->\n"));
    add_open(out, "ol", lang);
    count = kind_count(preview, "page", &first);
    for (size_t i = 0; i < count; i++) {
        zb_buf_add(out, ZB_STR("  <li>\n"));
        add_picture(out, preview, &preview->shots.data[first + i], 1, "    ", (zb_str){0});
        zb_buf_add(out, ZB_STR("  </li>\n"));
    }
    zb_buf_add(out, ZB_STR("</ol>\n"));
}
