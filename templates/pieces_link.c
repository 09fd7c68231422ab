/* SPDX-License-Identifier: Apache-2.0
 * Addresses in texts. GitHub's rule lets an address run on to the next space; Chinese text has none, so here it ends
 * before the first character outside ASCII. */
#include <string.h>

#include "templates/pieces.h"

zb_text_style zb_link_style(const zb_reader *reader, zb_text_style style, bool verbatim) {
    style.color = reader->sheet->style.link;
    style.verbatim = style.verbatim || verbatim;
    return style;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Bytes of "scheme" before a colon (RFC 3986, 3.1), at least two so that C: is none; 0: no scheme. */
static size_t scheme_length(zb_str text) {
    size_t n = 0;
    while (n < text.n && (is_letter(text.s[n]) || (n && (is_digit(text.s[n]) || strchr("+-.", text.s[n])))) &&
           text.s[n])
        n++;
    return n >= 2 && n < text.n && text.s[n] == ':' ? n : 0;
}

static bool has_space(zb_str text) {
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.s[i] <= ' ' || text.s[i] == '<' || text.s[i] == '>')
            return true;
    return false;
}

static bool is_mail(zb_str text) {
    size_t at = zb_str_find(text, ZB_STR("@"), 0), dot = 0;
    if (at == SIZE_MAX || at == 0 || zb_str_find(text, ZB_STR("@"), at + 1) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (!is_letter(c) && !is_digit(c) && i != at && (!c || !strchr(i < at ? ".!#$%&'*+/=?^_`{|}~-" : ".-", c)))
            return false;
        if (i > at + 1 && c == '.')
            dot = i;
    }
    return dot && dot + 1 < text.n;
}

bool zb_url_read(zb_arena *arena, zb_str text, zb_str *link) {
    if (!text.n || has_space(text))
        return false;
    size_t scheme = scheme_length(text);
    if (scheme && scheme + 1 < text.n) {
        *link = zb_str_copy(arena, text);
        return true;
    }
    if (!is_mail(text))
        return false;
    *link = zb_str_format(arena, "mailto:%.*s", ZB_STR_ARG(text));
    return true;
}

bool zb_url_safe(zb_str link) {
    static const zb_str schemes[] = {{"https", 5}, {"http", 4}, {"mailto", 6}};
    size_t n = scheme_length(link);
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (n == schemes[i].n && strncasecmp(link.s, schemes[i].s, n) == 0) return true;
    return zb_str_starts(link, "#");
}

bool zb_url_allowed(zb_str link, zb_loc loc, zb_diags *diags) {
    if (zb_url_safe(link)) return true;
    zb_diag_add(diags, ZB_ERROR, "link.scheme", loc, "a link from the data may not lead to '%.*s'", ZB_STR_ARG(zb_str_sub(link, 0, 60)));
    zb_diag_hint(diags, "it may lead to a http:// or https:// address, a mailto: address or an #id of the document");
    return false;
}

bool zb_url_check(const zb_reader *reader, zb_str link, zb_loc loc) {
    static const zb_str refused[] = {{"javascript", 10}, {"vbscript", 8}, {"data", 4}, {"file", 4}};
    size_t n = scheme_length(link);
    for (size_t i = 0; n && i < sizeof refused / sizeof *refused; i++) {
        if (n != refused[i].n || strncasecmp(link.s, refused[i].s, n) != 0)
            continue;
        zb_diag_add(reader->diags, ZB_ERROR, "link.scheme", loc, "a link may not begin with '%.*s:'",
                    ZB_STR_ARG(refused[i]));
        zb_diag_hint(reader->diags, "link to a https:// address, a mailto: address or an #id of the document");
        return false;
    }
    return zb_text_check(reader, link, loc);
}

/* `n` without what belongs to the sentence rather than to the address: punctuation at its end, and closing brackets
 * beyond the opening ones. Bytes before `solid` stay. */
static size_t trim_sentence(zb_str text, size_t n, size_t solid) {
    long surplus = 0;
    for (size_t i = 0; i < n; i++)
        surplus += text.s[i] == ')' ? 1 : text.s[i] == '(' ? -1 : 0;
    for (; n > solid; n--) {
        if (text.s[n - 1] == ')' && surplus > 0)
            surplus--;
        else if (!strchr("?!.,:;*_~'", text.s[n - 1]))
            break;
    }
    return n;
}

size_t zb_url_length(const zb_reader *reader, zb_str text) {
    size_t n = 0, solid = 0;
    while (n < text.n) {
        unsigned char c = (unsigned char)text.s[n];
        zb_str rest = zb_str_sub(text, n, text.n), value;
        zb_loc loc;
        size_t step = 1;
        if (c >= 0x80)
            step = reader->expansion && zb_str_starts(rest, ZB_PLACEHOLDER)
                       ? zb_expansion_placeholder(reader->expansion, rest, &value, &loc)
                       : 0;
        if (!step || c <= ' ' || c == 0x7F || strchr("<>\"`", c))
            break;
        n += step;
        if (c >= 0x80)
            solid = n;
    }
    return trim_sentence(text, n, solid);
}

static zb_str resolved_text(const zb_reader *reader, const zb_piece *piece) {
    if (piece->resolved || !reader->expansion)
        return piece->text;
    return zb_expansion_resolve(reader->arena, reader->expansion, piece->text);
}

static bool is_linkable(const zb_piece *piece) { return piece->kind == ZB_PIECE_TEXT && !piece->link.n; }

/* The next "<...>" that holds a placeholder and whose text resolves to an address: its bytes, from `<` on, and *link.
 */
static size_t angle_find(const zb_reader *reader, const zb_piece *piece, size_t from, size_t *at, zb_str *link) {
    for (size_t open = from; (open = zb_str_find(piece->text, ZB_STR("<" ZB_PLACEHOLDER), open)) != SIZE_MAX; open++) {
        size_t next = zb_str_find(piece->text, ZB_STR("<"), open + 1);
        size_t close = zb_str_find(zb_str_sub(piece->text, 0, next), ZB_STR(">"), open);
        if (close == SIZE_MAX)
            continue;
        zb_piece inner = zb_piece_sub(reader, piece, open + 1, close);
        inner.text = zb_str_trim(resolved_text(reader, &inner));
        if (!zb_url_read(reader->arena, inner.text, link))
            continue;
        *at = open;
        return close + 1 - open;
    }
    return 0;
}

/* The next http://, https:// or www. that no letter or digit touches. */
static size_t bare_find(const zb_reader *reader, const zb_piece *piece, size_t from, size_t *at, zb_str *link) {
    static const char *const starts[] = {"http://", "https://", "www."};
    for (size_t i = from; i < piece->text.n; i++) {
        zb_str rest = zb_str_sub(piece->text, i, piece->text.n);
        if (i && (is_letter(rest.s[-1]) || is_digit(rest.s[-1])))
            continue;
        for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
            size_t n = zb_str_starts(rest, starts[k]) ? zb_url_length(reader, rest) : 0;
            if (n <= strlen(starts[k]))
                continue;
            zb_piece inner = zb_piece_sub(reader, piece, i, i + n);
            *link = zb_str_format(reader->arena, "%s%.*s", k == 2 ? "http://" : "",
                                  ZB_STR_ARG(resolved_text(reader, &inner)));
            *at = i;
            return n;
        }
    }
    return 0;
}

static void push_link(const zb_reader *reader, zb_pieces *out, zb_piece piece, zb_str link) {
    piece.kind = ZB_PIECE_CODE;
    bool safe = zb_url_safe(link); /* what stands free in the text leads nowhere else */
    if (safe ? zb_url_check(reader, link, piece.loc) : zb_url_allowed(link, piece.loc, reader->diags)) {
        piece.link = link;
        piece.style = zb_link_style(reader, piece.style, true);
    }
    ZB_PUSH(reader->arena, out, piece);
}

/* Moves one piece to `out`, cut where addresses stand in it. */
static void link_piece(const zb_reader *reader, zb_pieces *out, const zb_piece *piece, bool bare) {
    size_t done = 0, at = 0, n;
    zb_str link;
    while ((n = bare ? bare_find(reader, piece, done, &at, &link) : angle_find(reader, piece, done, &at, &link))) {
        size_t edge = bare ? 0 : 1;
        if (at > done)
            ZB_PUSH(reader->arena, out, zb_piece_sub(reader, piece, done, at));
        push_link(reader, out, zb_piece_sub(reader, piece, at + edge, at + n - edge), link);
        done = at + n;
    }
    if (done < piece->text.n)
        ZB_PUSH(reader->arena, out, zb_piece_sub(reader, piece, done, piece->text.n));
}

/* Whether any piece may hold an address; most hold none, and are left where they are. */
static bool has_links(const zb_pieces *pieces, bool bare) {
    for (size_t i = 0; i < pieces->count; i++) {
        zb_str text = is_linkable(&pieces->data[i]) ? pieces->data[i].text : (zb_str){0};
        if (bare ? zb_str_find(text, ZB_STR("http"), 0) != SIZE_MAX || zb_str_find(text, ZB_STR("www."), 0) != SIZE_MAX
                 : zb_str_find(text, ZB_STR("<" ZB_PLACEHOLDER), 0) != SIZE_MAX)
            return true;
    }
    return false;
}

static void link_pass(const zb_reader *reader, zb_pieces *pieces, bool bare) {
    zb_pieces out = {0};
    if (!has_links(pieces, bare))
        return;
    for (size_t i = 0; i < pieces->count; i++) {
        if (is_linkable(&pieces->data[i]))
            link_piece(reader, &out, &pieces->data[i], bare);
        else
            ZB_PUSH(reader->arena, &out, pieces->data[i]);
    }
    *pieces = out;
}

void zb_pieces_link(const zb_reader *reader, zb_pieces *pieces, bool bare) {
    link_pass(reader, pieces, false);
    if (bare)
        link_pass(reader, pieces, true);
}
