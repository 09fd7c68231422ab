/* SPDX-License-Identifier: Apache-2.0
 * Shaping a paragraph: Pango divides it by script and direction and shapes each item with HarfBuzz; the glyphs are then
 * copied into runs of our own. Linear in the length of the text. */
#include <pango/pango.h>

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "fonts/segment.h"

/* A paragraph of Pango is indexed by int; ours is bounded well below. */
#define PARAGRAPH_MAX ((size_t)4 << 20)
#define SIZE_MAX_PT 4096
#define RUN_ADVANCE_MAX                                                                                                \
    (1 << 29) /* of one run, taking a character as one em: leaves room for wider ones in a zb_length */
#define RUN_CHARS_MAX 16384

/* A piece of text that Pango shaped in one go. */
typedef struct piece {
    PangoItem *item;
    PangoGlyphString *glyphs;
    const zb_span *span;
} piece;

typedef ZB_VEC(piece) pieces;

typedef struct shaper {
    zb_arena *arena, *scratch;
    zb_fonts *fonts;
    zb_diags *diags;
    zb_missing missing;
    zb_str text;
    const zb_segment *segments;
    const PangoLogAttr *attrs; /* one a character */
    uint8_t *breaks, *graphemes;
    zb_spans spans;
    pieces pieces;
    /* the result */
    zb_glyph *glyphs;
    zb_cluster *clusters;
    size_t glyph_count, cluster_count;
    ZB_VEC(zb_run) runs;
    ZB_VEC(size_t) run_segments;
    size_t run_chars; /* of the newest run */
    ZB_VEC(const zb_face *) borrowed; /* faces of other roles, in the newest segment that has some */
    size_t borrower;                  /* that segment */
} shaper;

/* What Pango is told ------------------------------------------------------------------------------------------------ */

static PangoLanguage *language_of(const zb_segment *segment) {
    return pango_language_from_string(segment->style.lang ? segment->style.lang : "zh-cn");
}

static void analyse(shaper *s, const zb_segment *first) {
    long count = g_utf8_strlen(s->text.s, (gssize)s->text.n);
    PangoLogAttr *attrs = ZB_NEW_ARRAY(s->scratch, (size_t)count + 1, PangoLogAttr);
    pango_get_log_attrs(s->text.s, (int)s->text.n, -1, language_of(first), attrs, (int)count + 1);
    s->breaks = ZB_NEW_ARRAY(s->arena, s->text.n + 1, uint8_t);
    s->graphemes = ZB_NEW_ARRAY(s->arena, s->text.n + 1, uint8_t);
    const char *at = s->text.s;
    for (long i = 0; i <= count; i++, at = g_utf8_next_char(at)) {
        size_t byte = (size_t)(at - s->text.s);
        s->breaks[byte] = attrs[i].is_mandatory_break ? ZB_BREAK_MANDATORY
                          : attrs[i].is_line_break    ? ZB_BREAK_ALLOWED
                                                      : ZB_BREAK_NO;
        s->graphemes[byte] = attrs[i].is_cursor_position;
    }
    s->attrs = attrs;
}

static void attribute_add(PangoAttrList *list, PangoAttribute *attribute, const zb_span *span) {
    attribute->start_index = (guint)span->start;
    attribute->end_index = (guint)span->end;
    pango_attr_list_insert(list, attribute);
}

static PangoAttrList *attributes_new(const shaper *s) {
    PangoAttrList *list = pango_attr_list_new();
    PangoFontDescription *font = pango_font_description_new();
    for (size_t i = 0; i < s->spans.count; i++) {
        const zb_span *span = &s->spans.data[i];
        const zb_segment *segment = &s->segments[span->segment];
        char number[16];
        snprintf(number, sizeof number, "%u", span->face->number);
        pango_font_description_set_family(font, number);
        pango_font_description_set_absolute_size(font, segment->style.size);
        attribute_add(list, pango_attr_font_desc_new(font), span);
        attribute_add(list, pango_attr_language_new(language_of(segment)), span);
        attribute_add(list, pango_attr_fallback_new(FALSE), span);
        if (span->narrow && !segment->style.verbatim) attribute_add(list, pango_attr_font_features_new("pwid=1"), span);
        if (segment->style.verbatim)
            attribute_add(list, pango_attr_font_features_new("liga=0,clig=0,calt=0,dlig=0"), span);
    }
    pango_font_description_free(font);
    return list;
}

/* What Pango guesses from the locale is set from the segment: the language. What it leaves open is taken as Chinese:
 * without a script a paragraph of dashes alone would miss the two-em ligature. */
static void settle(PangoItem *item, const zb_segment *segment) {
    item->analysis.language = language_of(segment);
    switch (item->analysis.script) {
    case G_UNICODE_SCRIPT_COMMON:
    case G_UNICODE_SCRIPT_INHERITED:
    case G_UNICODE_SCRIPT_UNKNOWN: item->analysis.script = G_UNICODE_SCRIPT_HAN; break;
    default: break;
    }
}

/* Shaping ----------------------------------------------------------------------------------------------------------- */

static int chars_max(zb_length size) {
    int limit = RUN_ADVANCE_MAX / size;
    return limit < RUN_CHARS_MAX ? limit : RUN_CHARS_MAX;
}

static void shape_item(shaper *s, PangoItem *item, const zb_span *span, const PangoLogAttr *attrs) {
    assert(zb_pango_face(item->analysis.font) == span->face); /* our own font map knows nothing else, and Pango may not look further */
    PangoGlyphString *glyphs = pango_glyph_string_new();
    pango_shape_item(item, s->text.s, (int)s->text.n, (PangoLogAttr *)attrs, glyphs, PANGO_SHAPE_NONE);
    zb_face_report(span->face, s->diags); /* a font that HarfBuzz could not make has no glyphs */
    s->glyph_count += (size_t)glyphs->num_glyphs;
    ZB_PUSH(s->scratch, &s->pieces, (piece){item, glyphs, span});
}

/* The character at which to cut an item that is too long for one run: a grapheme boundary. */
static int cut_at(const PangoLogAttr *attrs, int limit) {
    int at = limit;
    while (at > 1 && !attrs[at].is_cursor_position) at--;
    return at > 1 ? at : limit;
}

static void shape_items(shaper *s, GList *items) {
    const PangoLogAttr *attrs = s->attrs;
    const zb_span *span = s->spans.data;
    for (GList *node = items; node; node = node->next) {
        PangoItem *item = node->data;
        while ((size_t)item->offset >= span->end) span++;
        assert((size_t)(item->offset + item->length) <= span->end); /* each span has attributes of its own, at which items end */
        const zb_segment *segment = &s->segments[span->segment];
        settle(item, segment);
        int limit = chars_max(segment->style.size);
        while (item->num_chars > limit) {
            int cut = cut_at(attrs, limit);
            const char *start = s->text.s + item->offset;
            PangoItem *head = pango_item_split(item, (int)(g_utf8_offset_to_pointer(start, cut) - start), cut);
            shape_item(s, head, span, attrs);
            attrs += cut;
        }
        shape_item(s, item, span, attrs);
        attrs += item->num_chars;
    }
}

/* Runs -------------------------------------------------------------------------------------------------------------- */

static zb_run *newest(shaper *s) { return s->runs.count ? &s->runs.data[s->runs.count - 1] : NULL; }

/* Pango hands unknown glyphs out when HarfBuzz fails, too. */
static void report_failure(shaper *s, uint32_t code, const zb_segment *segment) {
    zb_diag_add(s->diags, ZB_FATAL, "font.shape", segment->loc, "shaping failed: there is no glyph for U+%04X, which the font '%s' has",
                (unsigned)code, newest(s)->face->name);
}

/* `at`: byte of the paragraph at which the glyph's cluster begins. */
static zb_glyph glyph_of(shaper *s, const PangoGlyphInfo *info, size_t at) {
    zb_glyph glyph = {info->glyph, info->geometry.x_offset, info->geometry.y_offset, info->geometry.width};
    if (info->glyph == PANGO_GLYPH_EMPTY) {
        glyph.id = ZB_GLYPH_NONE;
    } else if (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
        uint32_t code = info->glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
        if (zb_is_invisible(code)) return (zb_glyph){.id = ZB_GLYPH_NONE};
        const zb_segment *segment = &s->segments[s->run_segments.data[s->runs.count - 1]];
        if (zb_face_maps(newest(s)->face, code)) report_failure(s, code, segment);
        else if (!s->fonts->faulty) zb_missing_report(&s->missing, code, s->text, at, segment, newest(s)->face, s->diags);
        glyph.id = 0;
    }
    return glyph;
}

static zb_length clamp(int64_t length) {
    if (length > ZB_LENGTH_MAX) return ZB_LENGTH_MAX;
    return length < -ZB_LENGTH_MAX ? -ZB_LENGTH_MAX : (zb_length)length;
}

/* Whether the piece goes on in the newest run: Pango ends items at every change of script, a run needs none. */
static bool continues(shaper *s, const piece *p) {
    const zb_run *run = newest(s);
    return run && !(run->bidi_level & 1) && run->bidi_level == p->item->analysis.level && run->face == p->span->face &&
           s->run_segments.data[s->runs.count - 1] == p->span->segment &&
           s->run_chars + (size_t)p->item->num_chars <= (size_t)chars_max(run->size);
}

/* Looking for a place takes as long as the segment is: it is done once for each face that a segment borrows. */
static zb_loc place_of(shaper *s, const piece *p) {
    const zb_segment *segment = &s->segments[p->span->segment];
    if (s->borrower != p->span->segment) s->borrowed.count = 0;
    s->borrower = p->span->segment;
    for (size_t i = 0; i < s->borrowed.count; i++)
        if (s->borrowed.data[i] == p->span->face) return segment->loc;
    ZB_PUSH(s->scratch, &s->borrowed, p->span->face);
    return zb_segment_loc(segment, s->text, (size_t)p->item->offset);
}

static void run_begin(shaper *s, const piece *p) {
    zb_role role = s->segments[p->span->segment].style.role;
    bool fallback = !zb_role_owns(s->fonts, role, p->span->face);
    zb_run run = {
        .face = p->span->face,
        .size = s->segments[p->span->segment].style.size,
        .role = role,
        .fallback = fallback,
        .loc = fallback ? place_of(s, p) : ZB_NOWHERE,
        .text = {s->text.s + p->item->offset, 0},
        .glyphs = s->glyphs + s->glyph_count,
        .clusters = s->clusters + s->cluster_count,
        .bidi_level = p->item->analysis.level,
    };
    ZB_PUSH(s->arena, &s->runs, run);
    ZB_PUSH(s->arena, &s->run_segments, p->span->segment);
    s->run_chars = 0;
}

/* Appends glyphs [from, to) as one cluster of `length` bytes at `start` of the run's text; joins the visually preceding
 * cluster when `join`: parts of one grapheme must not come apart. */
static void cluster_add(shaper *s, const PangoGlyphInfo *infos, int from, int to, size_t start, size_t length,
                        bool join) {
    zb_run *run = newest(s);
    if (!join) {
        s->clusters[s->cluster_count++] = (zb_cluster){.text_start = (uint32_t)start,
                                                       .glyph_start = (uint32_t)run->glyph_count};
        run->cluster_count++;
    }
    zb_cluster *cluster = &s->clusters[s->cluster_count - 1];
    if (start < cluster->text_start) cluster->text_start = (uint32_t)start;
    /* Right-to-left text is met from its end, but the first of several missing characters is the one to name. */
    size_t place = (size_t)(run->text.s - s->text.s) + (run->bidi_level & 1 ? 0 : start);
    cluster->text_length += (uint32_t)length;
    for (int i = from; i < to; i++) {
        zb_glyph glyph = glyph_of(s, &infos[i], place);
        s->glyphs[s->glyph_count++] = glyph;
        run->glyph_count++;
        cluster->glyph_count++;
        cluster->advance = clamp((int64_t)cluster->advance + glyph.advance);
        run->advance = clamp((int64_t)run->advance + glyph.advance);
    }
}

/* Groups the piece's glyphs, which stand in visual order, by the byte they come from. */
static void piece_add(shaper *s, const piece *p) {
    if (!continues(s, p)) run_begin(s, p);
    zb_run *run = newest(s);
    const PangoGlyphString *glyphs = p->glyphs;
    bool backwards = p->item->analysis.level & 1, open = false;
    size_t base = run->text.n, after = (size_t)p->item->length; /* after: end of a cluster of a right-to-left piece */
    for (int from = 0, to; from < glyphs->num_glyphs; from = to) {
        size_t start = (size_t)glyphs->log_clusters[from], end = (size_t)p->item->length;
        for (to = from + 1; to < glyphs->num_glyphs && glyphs->log_clusters[to] == glyphs->log_clusters[from];) to++;
        if (backwards) {
            end = after;
            after = start;
        } else if (to < glyphs->num_glyphs) {
            end = (size_t)glyphs->log_clusters[to];
        }
        bool whole = s->graphemes[(size_t)p->item->offset + start];
        bool join = backwards ? open : !whole && run->cluster_count > 0;
        cluster_add(s, glyphs->glyphs, from, to, base + start, end - start, join);
        if (s->clusters[s->cluster_count - 1].glyph_count > 1) p->span->face->composes = true;
        open = !whole;
    }
    run->text.n += (size_t)p->item->length;
    s->run_chars += (size_t)p->item->num_chars;
}

static void build_runs(shaper *s) {
    s->glyphs = ZB_NEW_ARRAY(s->arena, s->glyph_count, zb_glyph);
    s->clusters = ZB_NEW_ARRAY(s->arena, s->glyph_count, zb_cluster);
    s->glyph_count = 0;
    for (size_t i = 0; i < s->pieces.count; i++) {
        piece *p = &s->pieces.data[i];
        piece_add(s, p);
        pango_glyph_string_free(p->glyphs);
        pango_item_free(p->item);
    }
}

/* The whole --------------------------------------------------------------------------------------------------------- */

static void shape_text(shaper *s, size_t count) {
    analyse(s, &s->segments[0]);
    if (!zb_spans_assign(s->scratch, s->fonts, s->text, s->graphemes, s->segments, count, s->diags, &s->spans) ||
        !s->spans.count)
        return;
    PangoAttrList *attributes = attributes_new(s);
    GList *items = pango_itemize_with_base_dir(s->fonts->context, PANGO_DIRECTION_LTR, s->text.s, 0, (int)s->text.n,
                                               attributes, NULL);
    pango_attr_list_unref(attributes);
    shape_items(s, items);
    g_list_free(items);
    build_runs(s);
}

/* The segments with sizes that can be shaped; the same array when all can. */
static const zb_segment *check_sizes(zb_arena *arena, const zb_segment *segments, size_t count, zb_diags *diags) {
    zb_segment *changed = NULL;
    for (size_t i = 0; i < count; i++) {
        zb_length size = segments[i].style.size;
        if (size > 0 && size <= SIZE_MAX_PT * ZB_PT) continue;
        zb_diag_add(diags, ZB_ERROR, "font.size", segments[i].loc, "font size %.3f pt is not between 0 and %d pt",
                    zb_to_pt(size), SIZE_MAX_PT);
        if (!changed) {
            changed = ZB_NEW_ARRAY(arena, count, zb_segment);
            memcpy(changed, segments, count * sizeof *changed);
        }
        changed[i].style.size = ZB_PT;
    }
    return changed ? changed : segments;
}

/* What callers promise: texts come checked from their sources, and segments are made of them. */
static void assert_covers(const zb_segment *segments, size_t count, zb_str text) {
    size_t at = 0;
    for (size_t i = 0; i < count; at = segments[i++].end) assert(segments[i].start == at && segments[i].end >= at);
    assert(at == text.n);
    assert(zb_utf8_invalid(text) == SIZE_MAX && !memchr(text.s, '\0', text.n));
}

const zb_shaped *zb_shape(zb_arena *arena, zb_fonts *fonts, zb_str text, const zb_segment *segments, size_t count,
                          zb_diags *diags) {
    zb_shaped *shaped = ZB_NEW(arena, zb_shaped);
    if (text.n > PARAGRAPH_MAX)
        zb_diag_add(diags, ZB_ERROR, "font.length", segments[0].loc, "a paragraph of %zu bytes is longer than %zu",
                    text.n, PARAGRAPH_MAX);
    if (text.n > PARAGRAPH_MAX || count == 0) text = (zb_str){"", 0};
    shaped->text = zb_str_copy(arena, text);
    if (!text.n) {
        shaped->breaks = ZB_NEW_ARRAY(arena, 1, uint8_t);
        shaped->graphemes = ZB_NEW_ARRAY(arena, 1, uint8_t);
        return shaped;
    }
    assert_covers(segments, count, text);
    zb_arena *scratch = zb_arena_open();
    shaper s = {.arena = arena, .scratch = scratch, .fonts = fonts, .diags = diags, .text = shaped->text};
    s.segments = check_sizes(scratch, segments, count, diags);
    shape_text(&s, count);
    shaped->runs = s.runs.data;
    shaped->segments = s.run_segments.data;
    shaped->run_count = s.runs.count;
    shaped->breaks = s.breaks;
    shaped->graphemes = s.graphemes;
    zb_arena_close(scratch);
    return shaped;
}
