/* SPDX-License-Identifier: Apache-2.0
 * The choice of a face for each grapheme cluster. The rule is the same on every machine: the first face of the role's
 * chain that has all characters of the cluster, except that the marks which Chinese shares with Latin come from the
 * Chinese face. */
#include "fonts/segment.h"

#include <strings.h>

#include "base/utf8.h"

/* Marks that both scripts use with different shapes: in Chinese text they are one em wide. */
static const uint32_t chinese_marks[] = {
    0x00B7 /* · */, 0x2014 /* — */, 0x2015 /* ― */, 0x2018 /* ‘ */, 0x2019 /* ’ */, 0x201C /* “ */,
    0x201D /* ” */, 0x2025 /* ‥ */, 0x2026 /* … */, 0x22EF /* ⋯ */, 0x2E3A /* ⸺ */,
};

typedef struct assigner {
    zb_arena *arena;
    zb_str text;
    const uint8_t *graphemes;
    zb_spans *out;
    zb_diags *diags;
    /* of the segment at hand */
    const zb_chain *chain;
    bool chinese;
    uint32_t previous; /* the last character of the cluster before */
} assigner;

static bool is_chinese(const char *lang) {
    return !lang || !strncasecmp(lang, "zh", 2) || !strncasecmp(lang, "ja", 2) || !strncasecmp(lang, "ko", 2);
}

static bool is_mark(uint32_t code) {
    if (code < chinese_marks[0]) return false;
    for (size_t i = 0; i < sizeof chinese_marks / sizeof *chinese_marks; i++)
        if (chinese_marks[i] == code) return true;
    return false;
}

static bool is_latin_letter(uint32_t code) {
    return code < 0x80 ? g_ascii_isalpha((char)code) : code < 0x250 && g_unichar_isalpha(code);
}

/* Whether a shared mark belongs to Latin text: by its language, or an apostrophe between two letters. */
static bool is_narrow(const assigner *a, uint32_t code, size_t next) {
    if (!is_mark(code)) return false;
    bool apostrophe = code == 0x2019 && is_latin_letter(a->previous) && next < a->text.n &&
                      is_latin_letter(zb_utf8_next(a->text, &next));
    return !a->chinese || apostrophe;
}

/* The face of the chain to ask first. */
static size_t preferred(const assigner *a, uint32_t code, bool narrow) {
    const zb_chain *chain = a->chain;
    if (chain->han == 0 || chain->han >= chain->own) return 0;
    return is_mark(code) && !narrow ? chain->han : 0;
}

/* All characters of [start, end), where a mark may also be drawn as one glyph with what it stands on. */
static bool has_all(const zb_face *face, zb_str text, size_t start, size_t end) {
    uint32_t before = 0;
    for (size_t at = start; at < end;) {
        uint32_t code = zb_utf8_next(text, &at);
        hb_codepoint_t composed;
        bool ok = zb_face_has(face, code) ||
                  (before && hb_unicode_compose(hb_unicode_funcs_get_default(), before, code, &composed) &&
                   zb_face_maps(face, composed));
        if (!ok) return false;
        before = code;
    }
    return true;
}

/* Whether face `index` of the chain can show the cluster; one that cannot be read is an error of this text. */
static bool serves(const assigner *a, size_t index, size_t start, size_t end) {
    zb_face *face = a->chain->faces[index];
    return zb_face_load(face, a->diags) && has_all(face, a->text, start, end);
}

/* NULL: there is no face at all. */
static zb_face *choose(const assigner *a, size_t start, size_t end, bool *narrow) {
    size_t at = start;
    uint32_t code = zb_utf8_next(a->text, &at);
    *narrow = is_narrow(a, code, end);
    size_t first = preferred(a, code, *narrow);
    if (serves(a, first, start, end)) return a->chain->faces[first];
    for (size_t i = 0; i < a->chain->count; i++)
        if (serves(a, i, start, end)) return a->chain->faces[i];
    /* Shaping will find what is missing and report it. */
    for (size_t i = first; i < a->chain->count; i++)
        if (a->chain->faces[i]->hb) return a->chain->faces[i];
    for (size_t i = 0; i < first; i++)
        if (a->chain->faces[i]->hb) return a->chain->faces[i];
    return NULL;
}

static void span_add(assigner *a, zb_span span) {
    zb_span *last = a->out->count ? &a->out->data[a->out->count - 1] : NULL;
    if (last && last->face == span.face && last->segment == span.segment && last->narrow == span.narrow)
        last->end = span.end;
    else
        ZB_PUSH(a->arena, a->out, span);
}

/* One past the grapheme cluster that begins at `at`. */
static size_t cluster_end(const assigner *a, size_t at, size_t limit, uint32_t *last) {
    do *last = zb_utf8_next(a->text, &at);
    while (at < limit && !a->graphemes[at]);
    return at < limit ? at : limit;
}

bool zb_spans_assign(zb_arena *arena, zb_fonts *fonts, zb_str text, const uint8_t *graphemes,
                     const zb_segment *segments, size_t count, zb_diags *diags, zb_spans *out) {
    assigner a = {.arena = arena, .text = text, .graphemes = graphemes, .out = out, .diags = diags};
    for (size_t i = 0; i < count; i++) {
        const zb_segment *segment = &segments[i];
        a.chain = zb_chain_for(fonts, segment->style.role, segment->style.weight, diags);
        if (!a.chain->count) return false;
        a.chinese = is_chinese(segment->style.lang);
        for (size_t at = segment->start, end; at < segment->end; at = end) {
            uint32_t last;
            end = cluster_end(&a, at, segment->end, &last);
            bool narrow;
            zb_face *face = choose(&a, at, end, &narrow);
            if (!face) return false;
            span_add(&a, (zb_span){at, end, face, i, narrow});
            a.previous = last;
        }
    }
    return true;
}
