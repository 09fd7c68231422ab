/* SPDX-License-Identifier: Apache-2.0
 * Hyphenation with the patterns that libhyphen reads. The only file that knows that library. */
#include "layout/hyphen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <hyphen.h>

#define FOLDER "/usr/share/hyphen"
#define BYTES_MAX ((size_t)16 << 20) /* of a dictionary; those there are have 20 to 300 kB */
#define LEFT_MIN 2 /* letters that stay before a hyphen, and that go to the next line */
#define RIGHT_MIN 3

/* Language tags and their dictionaries; the first tag that fits is taken. */
static const struct {
    const char *tag, *file;
} languages[] = {{"en", "hyph_en_US.dic"}};

#define LANGUAGES (sizeof languages / sizeof *languages)

struct zb_dictionaries {
    zb_arena *arena;
    const char *folder;
    HyphenDict *open[LANGUAGES];
    bool tried[LANGUAGES];
};

struct zb_hyphens {
    zb_dictionaries *dictionaries;
    zb_diags *diags;
    const char *lang;
    bool asked[LANGUAGES]; /* by this document */
};

static size_t dictionary_of(const char *lang) {
    for (size_t i = 0; lang && i < LANGUAGES; i++) {
        size_t n = strlen(languages[i].tag);
        if (!strncasecmp(lang, languages[i].tag, n) && (lang[n] == 0 || lang[n] == '-')) return i;
    }
    return LANGUAGES;
}

zb_dictionaries *zb_dictionaries_open(zb_arena *arena, const char *folder) {
    zb_dictionaries *d = ZB_NEW(arena, zb_dictionaries);
    *d = (zb_dictionaries){.arena = arena, .folder = folder ? folder : FOLDER};
    return d;
}

zb_hyphens *zb_hyphens_new(zb_arena *arena, const char *lang, zb_dictionaries *dictionaries, zb_diags *diags) {
    zb_hyphens *h = ZB_NEW(arena, zb_hyphens);
    *h = (zb_hyphens){.dictionaries = dictionaries, .diags = diags, .lang = lang};
    if (!dictionaries) h->dictionaries = zb_dictionaries_open(arena, NULL);
    return h;
}

const char *zb_hyphens_language(const zb_hyphens *hyphens) { return hyphens->lang; }

bool zb_hyphens_knows(const char *lang) { return dictionary_of(lang) < LANGUAGES; }

static void release(void *object) { hnj_hyphen_free(object); }

/* All of a file. False: errno says why not. */
static bool read_whole(FILE *file, zb_buf *out) {
    char block[1 << 14];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0 && out->n <= BYTES_MAX;) zb_buf_add(out, (zb_str){block, n});
    if (out->n > BYTES_MAX) errno = EFBIG;
    return !ferror(file) && out->n <= BYTES_MAX;
}

/* libhyphen takes a dictionary whose reading fails half-way for a short one, so it is given bytes that are there. NULL: errno says why
 * not, 0 where it is no dictionary. */
static HyphenDict *parse(const char *path) {
    FILE *file = fopen(path, "re");
    if (!file) return NULL;
    zb_buf bytes = {0};
    errno = 0;
    HyphenDict *dictionary = NULL;
    if (read_whole(file, &bytes)) {
        errno = 0;
        FILE *memory = bytes.n ? fmemopen(bytes.s, bytes.n, "r") : NULL;
        if (memory) dictionary = hnj_hyphen_load_file(memory);
        if (memory) fclose(memory);
    } else if (!errno) errno = EIO;
    int error = errno;
    fclose(file);
    zb_buf_free(&bytes);
    errno = error;
    return dictionary;
}

/* What is not there stays so for all documents that follow; what the system refused is asked for again by each, and each is told. */
static HyphenDict *load(zb_hyphens *h, size_t index, const char *path, zb_loc loc) {
    zb_dictionaries *d = h->dictionaries;
    if (d->tried[index]) return d->open[index];
    errno = 0;
    d->open[index] = parse(path);
    bool missing = errno == ENOENT || errno == ENOTDIR || errno == 0;
    if (d->open[index]) zb_defer(d->arena, release, d->open[index]);
    d->tried[index] = d->open[index] || missing;
    if (!d->tried[index])
        zb_diag_add(h->diags, ZB_FATAL, "layout.dictionary", loc, "the hyphenation dictionary '%s' cannot be read: %s", path,
                    strerror(errno));
    return d->open[index];
}

/* NULL: there is none, which each document is told once. */
static HyphenDict *dictionary_for(zb_hyphens *h, size_t index, zb_loc loc) {
    zb_dictionaries *d = h->dictionaries;
    if (h->asked[index]) return d->open[index];
    h->asked[index] = true;
    zb_arena *scratch = zb_arena_open();
    const char *path = zb_str_format(scratch, "%s/%s", d->folder, languages[index].file).s;
    HyphenDict *dictionary = load(h, index, path, loc);
    zb_reads_state(zb_diags_reads(h->diags), path);
    if (!dictionary && d->tried[index])
        zb_diag_add(h->diags, ZB_WARNING, "layout.hyphenation", loc,
                    "no hyphenation dictionary '%s': words of language '%s' are not hyphenated", path, languages[index].tag);
    zb_arena_close(scratch);
    return dictionary;
}

bool zb_hyphens_word(zb_hyphens *h, const char *lang, zb_str word, zb_loc loc, uint8_t marks[ZB_WORD_MAX]) {
    size_t index = dictionary_of(lang);
    memset(marks, 0, ZB_WORD_MAX);
    HyphenDict *dictionary = index < LANGUAGES ? dictionary_for(h, index, loc) : NULL;
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
