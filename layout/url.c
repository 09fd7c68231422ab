/* SPDX-License-Identifier: Apache-2.0
 * URLs in running text. A URL ends where a character stands that no URL holds (a space, an angle bracket, any Chinese character or
 * mark), less the punctuation that closes the sentence round it. */
#include <string.h>

#include "layout/line.h"

static bool is_ascii_alnum(unsigned char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

static bool is_scheme_char(unsigned char c) { return is_ascii_alnum(c) || c == '+' || c == '.' || c == '-'; }

static bool is_url_char(unsigned char c) { return c > ' ' && c < 0x7F && !strchr("<>\"`{}|\\^", c); }

/* A closing bracket belongs to the URL when its opening one does. */
static bool is_balanced(zb_str text, size_t start, size_t end) {
    int depth = 0;
    for (size_t i = start; i < end; i++) depth += (text.s[i] == '(') - (text.s[i] == ')');
    return depth >= 0;
}

static size_t url_end(zb_str text, size_t start) {
    size_t end = start;
    while (end < text.n && is_url_char((unsigned char)text.s[end])) end++;
    while (end > start) {
        char last = text.s[end - 1];
        if (last == ')' ? is_balanced(text, start, end) : !strchr(".,;:!?'])", last)) break;
        end--;
    }
    return end;
}

bool zb_url_next(zb_str text, size_t at, zb_url *url) {
    static const char mark[] = "://", host[] = "www.";
    for (size_t from = at; from + 4 < text.n; from++) {
        bool schemed = text.s[from] == ':' && !memcmp(text.s + from, mark, 3);
        bool bare = text.s[from] == 'w' && !memcmp(text.s + from, host, 4);
        if (!schemed && !bare) continue;
        size_t start = from;
        while (schemed && start > at && is_scheme_char((unsigned char)text.s[start - 1])) start--;
        size_t end = url_end(text, start);
        if (schemed ? start == from || end <= from + 3 : start > 0 && is_ascii_alnum((unsigned char)text.s[start - 1])) continue;
        if (end <= from + 4) continue;
        *url = (zb_url){start, end};
        return true;
    }
    return false;
}
