/* SPDX-License-Identifier: Apache-2.0
 * Language tags (BCP 47). */
#include "templates/language.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* ISO 639-1. */
static const char languages[] = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz "
                                "ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii "
                                "ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi "
                                "mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw "
                                "sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug "
                                "uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/* What people write instead. */
static const struct {
    const char *wrong, *right;
} mistakes[] = {
    {"cn", "zh-CN"},      {"chn", "zh-CN"},    {"chinese", "zh-CN"}, {"han", "zh-CN"},   {"jp", "ja"},      {"jpn", "ja"},
    {"japanese", "ja"},   {"korean", "ko"},    {"uk-en", "en-GB"},   {"gb", "en-GB"},    {"us", "en-US"},   {"eng", "en"},
    {"english", "en"},    {"french", "fr"},    {"german", "de"},     {"russian", "ru"},  {"spanish", "es"}, {"arabic", "ar"},
};

enum { LANGUAGE, EXTENDED, SCRIPT, REGION, VARIANT, EXTENSION, PRIVATE, INVALID };

static bool all(zb_str part, int (*is)(int)) {
    for (size_t i = 0; i < part.n; i++)
        if ((unsigned char)part.s[i] >= 0x80 || !is((unsigned char)part.s[i])) return false;
    return part.n > 0;
}

/* What a part is behind one of rank `rank`. */
static int rank_of(zb_str part, int rank) {
    bool letters = all(part, isalpha);
    if (part.n > 8 || !all(part, isalnum)) return INVALID;
    if (rank == PRIVATE) return PRIVATE;
    if (part.n == 1) return tolower((unsigned char)part.s[0]) == 'x' ? PRIVATE : EXTENSION;
    if (rank == EXTENSION) return EXTENSION;
    if (letters && part.n == 3 && rank <= EXTENDED) return EXTENDED;
    if (letters && part.n == 4 && rank < SCRIPT) return SCRIPT;
    if (((letters && part.n == 2) || (all(part, isdigit) && part.n == 3)) && rank < REGION) return REGION;
    bool variant = part.n >= 5 || (part.n == 4 && isdigit((unsigned char)part.s[0]));
    return variant && rank <= VARIANT ? VARIANT : INVALID;
}

static bool is_language(zb_str part) {
    if (!all(part, isalpha) || part.n < 2 || part.n > 3) return false;
    char key[] = {(char)tolower((unsigned char)part.s[0]), (char)tolower((unsigned char)part.s[1]), ' ', 0};
    return part.n == 3 || strstr(languages, key);
}

static zb_str next_part(zb_str tag, size_t *at) {
    size_t dash = zb_str_find(tag, ZB_STR("-"), *at), end = dash == SIZE_MAX ? tag.n : dash;
    zb_str part = zb_str_sub(tag, *at, end);
    *at = dash == SIZE_MAX ? SIZE_MAX : dash + 1;
    return part;
}

bool zb_language_valid(zb_str tag) {
    size_t at = 0;
    int rank = LANGUAGE;
    bool single = false; /* an extension's letter waits for what it introduces */
    if (!is_language(next_part(tag, &at))) return false;
    while (at != SIZE_MAX) {
        zb_str part = next_part(tag, &at);
        bool letter = part.n == 1 && rank != PRIVATE;
        rank = rank_of(part, rank);
        if (rank == INVALID || (single && letter)) return false;
        single = letter;
    }
    return !single;
}

void zb_language_hint(zb_diags *diags, zb_str tag) {
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        if (tag.n != strlen(mistakes[i].wrong) || strncasecmp(tag.s, mistakes[i].wrong, tag.n) != 0) continue;
        zb_diag_hint(diags, "did you mean '%s'?", mistakes[i].right);
        return;
    }
    zb_diag_hint(diags, "as in zh-CN, zh-Hant, en, en-GB or ja");
}

bool zb_language_is(const char *tag, const char *language) {
    size_t n = strlen(language);
    return tag && !strncasecmp(tag, language, n) && (!tag[n] || tag[n] == '-');
}
