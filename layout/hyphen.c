/* SPDX-License-Identifier: Apache-2.0
 * Hyphenation with the patterns that libhyphen reads. The only file that knows that library. */
#include "layout/hyphen.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <hyphen.h>

#define FOLDER "/usr/share/hyphen"
#define LEFT_MIN 2 /* letters that stay before a hyphen, and that go to the next line */
#define RIGHT_MIN 3

/* Language tags and their dictionaries; the first tag that fits is taken. */
static const struct {
    const char *tag, *file;
} dictionaries[] = {{"en", "hyph_en_US.dic"}};

#define DICTIONARIES (sizeof dictionaries / sizeof *dictionaries)

struct zb_hyphens {
    zb_arena *arena;
    zb_diags *diags;
    const char *lang, *folder;
    HyphenDict *open[DICTIONARIES];
    bool tried[DICTIONARIES];
};

static size_t dictionary_of(const char *lang) {
    for (size_t i = 0; lang && i < DICTIONARIES; i++) {
        size_t n = strlen(dictionaries[i].tag);
        if (!strncasecmp(lang, dictionaries[i].tag, n) && (lang[n] == 0 || lang[n] == '-')) return i;
    }
    return DICTIONARIES;
}

zb_hyphens *zb_hyphens_new(zb_arena *arena, const char *lang, const char *folder, zb_diags *diags) {
    zb_hyphens *h = ZB_NEW(arena, zb_hyphens);
    *h = (zb_hyphens){.arena = arena, .diags = diags, .lang = lang, .folder = folder ? folder : FOLDER};
    return h;
}

const char *zb_hyphens_language(const zb_hyphens *hyphens) { return hyphens->lang; }

bool zb_hyphens_knows(const char *lang) { return dictionary_of(lang) < DICTIONARIES; }

static void release(void *object) { hnj_hyphen_free(object); }

static HyphenDict *dictionary_open(zb_hyphens *h, size_t index, zb_loc loc) {
    if (h->tried[index]) return h->open[index];
    h->tried[index] = true;
    zb_str path = zb_str_format(h->arena, "%s/%s", h->folder, dictionaries[index].file);
    h->open[index] = hnj_hyphen_load(path.s);
    if (h->open[index]) zb_defer(h->arena, release, h->open[index]);
    else
        zb_diag_add(h->diags, ZB_WARNING, "layout.hyphenation", loc,
                    "no hyphenation dictionary '%s': words of language '%s' are not hyphenated", path.s, dictionaries[index].tag);
    return h->open[index];
}

bool zb_hyphens_word(zb_hyphens *h, const char *lang, zb_str word, zb_loc loc, uint8_t marks[ZB_WORD_MAX]) {
    size_t index = dictionary_of(lang);
    memset(marks, 0, ZB_WORD_MAX);
    HyphenDict *dictionary = index < DICTIONARIES ? dictionary_open(h, index, loc) : NULL;
    if (!dictionary) return false;
    if (word.n < LEFT_MIN + RIGHT_MIN || word.n > ZB_WORD_MAX) return true;
    char lower[ZB_WORD_MAX + 1] = {0}, points[ZB_WORD_MAX + 5] = {0};
    for (size_t i = 0; i < word.n; i++) lower[i] = (char)(word.s[i] | 0x20);
    char **rep = NULL;
    int *pos = NULL, *cut = NULL;
    hnj_hyphen_hyphenate3(dictionary, lower, (int)word.n, points, NULL, &rep, &pos, &cut, LEFT_MIN, RIGHT_MIN, 0, 0);
    for (size_t i = LEFT_MIN - 1; i + RIGHT_MIN < word.n; i++) marks[i] = (points[i] & 1) && !(rep && rep[i]);
    for (size_t i = 0; rep && i < word.n; i++) free(rep[i]);
    free(rep);
    free(pos);
    free(cut);
    return true;
}
