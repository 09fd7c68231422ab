/* SPDX-License-Identifier: Apache-2.0
 * Inside layout: a text becomes units (clusters with their class, blanks and glue), units become lines, lines become placed runs.
 * The three steps are separate so that each can be tested by itself. Rules and numbers: docs/typesetting.md. */
#ifndef ZB_LAYOUT_LINE_H
#define ZB_LAYOUT_LINE_H

#include "fonts/fonts.h"
#include "layout/hyphen.h"
#include "templates/document.h"

/* Character classes in the terms of CLREQ. */
typedef enum zb_class {
    ZB_CLASS_HAN,   /* ideographs, and whatever else is set solid */
    ZB_CLASS_LATIN, /* letters of alphabets and ASCII marks */
    ZB_CLASS_DIGIT,
    ZB_CLASS_OPEN,  /* opening brackets and quotes, full width */
    ZB_CLASS_CLOSE, /* closing ones */
    ZB_CLASS_PAUSE, /* ， 、 ； ： */
    ZB_CLASS_STOP,  /* 。 ！ ？ */
    ZB_CLASS_MID,   /* · */
    ZB_CLASS_CONN,  /* connectors: – ～ */
    ZB_CLASS_LONG,  /* —— …… */
    ZB_CLASS_SOLIDUS,
    ZB_CLASS_SPACE,
} zb_class;

/* In which order glue gives way (CLREQ, procedures for reduction). */
enum { ZB_TIER_SPACE, ZB_TIER_MID, ZB_TIER_BRACKET, ZB_TIER_PAUSE, ZB_TIER_GAP, ZB_TIER_STOP, ZB_TIERS };

/* What stands at the end of a line. */
typedef enum zb_break_kind {
    ZB_KIND_END,    /* of the paragraph */
    ZB_KIND_FORCED, /* a line break in the text */
    ZB_KIND_SPACE,
    ZB_KIND_HAN, /* between Chinese characters, marks and words of other scripts */
    ZB_KIND_URL,
    ZB_KIND_HYPHEN,     /* after a hyphen, or where one is added */
    ZB_KIND_IDENTIFIER, /* after - / _ of an identifier */
    ZB_KIND_EMERGENCY,  /* anywhere */
} zb_break_kind;

/* An opportunity: what a break costs (ZB_FORBIDDEN: none, ZB_FORCED: must) and of what kind it is. */
typedef struct zb_chance {
    int16_t penalty;
    uint8_t kind;
} zb_chance;

/* A cluster with everything that line breaking needs to know. In logical order. */
typedef struct zb_unit {
    uint32_t start, end;      /* bytes of the paragraph's text */
    uint32_t run, cluster;    /* of the shaped paragraph */
    uint32_t inline_index;    /* of the zb_text */
    uint32_t code;            /* its first character */
    uint8_t class;
    uint8_t tier;             /* of its shrink */
    bool expand;              /* the place after it may be widened when a line is justified */
    bool solid;               /* it and the next one are Han */
    bool flexible;            /* the glue after it (space or gap) stretches first */
    zb_length em;
    zb_length advance;        /* natural, mandatory trims taken off */
    zb_length trim_left, trim_right; /* what was taken off the glyph's frame */
    zb_length pad_left, pad_right;   /* chip padding, part of the advance */
    zb_length gap;            /* Han-Latin gap after it; not part of the advance */
    zb_length edge_left, edge_right; /* what goes when it stands at a line's start, end */
    zb_length shrink;
    zb_length hyphen;         /* of a visible hyphen when a line ends here with ZB_KIND_HYPHEN; 0: none */
    zb_chance chances[2];     /* of a break after it, in the first and the second pass */
} zb_unit;

/* Penalties with a meaning of their own; ZB_PENALTY_EMERGENCY and above: a word broken anywhere, a last remedy. */
enum { ZB_FORBIDDEN = 32000, ZB_FORCED = -32000, ZB_PENALTY_EMERGENCY = 900 };

/* Bytes of a URL that stands in the text. */
typedef struct zb_url {
    size_t start, end;
} zb_url;

typedef ZB_VEC(zb_url) zb_urls;

typedef struct zb_paragraph {
    zb_text source;
    zb_str text;
    const zb_shaped *shaped;
    zb_unit *units;
    size_t count;
    zb_urls urls;
    zb_fonts *fonts; /* for hyphens */
    zb_diags *diags;
    bool hyphenated[2]; /* for the pass: done */
} zb_paragraph;

/* What is asked of the lines. */
typedef struct zb_measure {
    zb_length width;  /* of all lines */
    zb_length indent; /* first line only */
    zb_length hang;   /* all lines but the first */
    zb_align align;
    zb_hyphens *hyphens; /* NULL: no hyphenation, and the language is Chinese */
} zb_measure;

/* Units [start, end) of one line; the visible ones are [leading, visible). */
typedef struct zb_break {
    size_t start, end, leading, visible;
    zb_length natural; /* width before justification */
    double ratio;      /* < 0: share of the shrink used; > 0: looseness, 1.5 where Han is spread by 0.11 em */
    zb_break_kind kind;
    bool ragged; /* left as it is in justified text */
} zb_break;

/* A run at its place in a line. */
typedef struct zb_piece {
    const zb_run *run;
    const zb_inline *source;
    zb_length x;
    zb_length width; /* of the glyphs and glue inside; without glue after the last */
} zb_piece;

typedef struct zb_line {
    const zb_piece *pieces;
    size_t count;
    zb_length x, width; /* where the text begins, how wide it is set */
    zb_length natural;
    double ratio;
    zb_break_kind kind;
} zb_line;

typedef struct zb_lines {
    const zb_line *lines;
    size_t count;
} zb_lines;

/* Class of a character that is `advance` wide at `em`: quotes, dashes and ellipses count as Chinese marks only when full width. */
zb_class zb_classify(uint32_t code, zb_length advance, zb_length em);

/* Text to units: shaping, classes, mandatory trims, gaps, break opportunities. Units live in `scratch`, which may be closed once the lines
 * are placed; the text that placed runs point into lives in `keep`. */
zb_paragraph *zb_paragraph_new(zb_arena *scratch, zb_arena *keep, zb_fonts *fonts, zb_text text, zb_diags *diags);

/* Finds the next URL at or after `at`: with a scheme, or beginning with www. False: none. Closing punctuation is not part of it. */
bool zb_url_next(zb_str text, size_t at, zb_url *url);

/* Sets the chances of every unit from the shaped paragraph's opportunities and the rules. */
void zb_paragraph_breaks(zb_paragraph *paragraph);

/* Adds the chances inside words: pass 0, words of languages that are hyphenated; pass 1, Latin words in Chinese text too. */
void zb_paragraph_hyphenate(zb_paragraph *paragraph, zb_hyphens *hyphens, int pass);

/* Widest stretch between two break opportunities, and the width of the whole text between forced breaks. */
void zb_paragraph_extent(const zb_paragraph *paragraph, zb_length *min_content, zb_length *max_content);

/* What is really asked: narrow lines are not justified; indents that rules forbid are gone. */
zb_measure zb_measure_settle(const zb_paragraph *paragraph, const zb_measure *measure);

/* Total-fit line breaking: the breaks with the least sum of costs. *count lines, in the arena. A line that cannot be made to fit gets
 * a warning [layout.overfull] at its text. */
zb_break *zb_break_lines(zb_arena *arena, zb_paragraph *paragraph, const zb_measure *measure, size_t *count, zb_diags *diags);

/* Places one line: justification, visual order, glyph runs. */
zb_line zb_line_place(zb_arena *arena, const zb_paragraph *paragraph, const zb_break *line, const zb_measure *measure, bool first);

/* The lines of a paragraph at a measure: breaking and placing. */
zb_lines zb_paragraph_lines(zb_arena *arena, zb_paragraph *paragraph, const zb_measure *measure, zb_diags *diags);

/* All three steps. */
zb_lines zb_text_lines_new(zb_arena *arena, zb_fonts *fonts, zb_text text, const zb_measure *measure, zb_diags *diags);

#endif
