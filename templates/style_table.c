/* SPDX-License-Identifier: Apache-2.0
 * Every property of a style, once: name, type, range, place, initial value and meaning. The reader, the initial style,
 * the reference and the JSON Schema all come from here. The initial values make a plain, neutral document. */
#include "templates/style_table.h"

#include <stddef.h>

const zb_range_words zb_style_ranges[ZB_RANGE_COUNT] = {
    [ZB_RANGE_NONE] = {-1e5, 1e5, ""},
    [ZB_RANGE_PAGE] = {141.7, 5669.3, "50mm to 2000mm"},
    [ZB_RANGE_MARGIN] = {0, 2834.7, "0 to 1000mm"},
    [ZB_RANGE_SIZE] = {1, 200, "1pt to 200pt"},
    [ZB_RANGE_PITCH] = {1, 400, "1pt to 400pt"},
    [ZB_RANGE_SPACE] = {0, 1000, "0 to 1000pt"},
    [ZB_RANGE_TRACKING] = {-10, 100, "-10pt to 100pt"},
    [ZB_RANGE_RULE] = {0, 100, "0 to 100pt"},
};

#define PROPERTY_FORM "a length such as 10.5pt, 22mm, 1.2em, 18px or 2lines"
#define SCHEMA_REF(name) "{\"$ref\": \"#/$defs/" name "\"}"

const zb_type_words zb_style_types[ZB_STYLE_TYPE_COUNT] = {
    [ZB_STYLE_TEXT] = {"text style", "a mapping of text properties", SCHEMA_REF("text")},
    [ZB_STYLE_LENGTH] = {"length", PROPERTY_FORM, SCHEMA_REF("length")},
    [ZB_STYLE_COLOR] = {"colour", "a colour: \"#RRGGBB\", transparent, or a name from 'colors'", SCHEMA_REF("color")},
    [ZB_STYLE_ROLE] = {"font role", "one of serif, sans, kai, mono",
                       "{\"enum\": [\"serif\", \"sans\", \"kai\", \"mono\"]}"},
    [ZB_STYLE_WEIGHT] = {"weight", "a weight from 100 to 900, regular or bold",
                         "{\"oneOf\": [{\"type\": \"integer\", \"minimum\": 100, \"maximum\": 900}, "
                         "{\"enum\": [\"regular\", \"bold\"]}]}"},
    [ZB_STYLE_ALIGN] = {"alignment", "one of justify, left, center, right",
                        "{\"enum\": [\"justify\", \"left\", \"center\", \"right\"]}"},
    [ZB_STYLE_BOOL] = {"yes or no", "true or false", "{\"type\": \"boolean\"}"},
    [ZB_STYLE_MEASURE] =
        {"whole em", "auto or a whole number from 5 to 200",
         "{\"oneOf\": [{\"const\": \"auto\"}, {\"type\": \"integer\", \"minimum\": 5, \"maximum\": 200}]}"},
    [ZB_STYLE_FORMAT] = {"pattern", "a text with {page} or {pages}",
                         "{\"type\": [\"string\", \"number\", \"null\"], \"pattern\": \"^([^{}]|\\\\{pages?\\\\})*$\"}"},
    [ZB_STYLE_PAGE] = {"page size", "A3, A4, A5, B5, Letter or [width, height]",
                       "{\"oneOf\": [{\"enum\": [\"A3\", \"A4\", \"A5\", \"B5\", \"Letter\"]}, {\"type\": \"array\", "
                       "\"items\": {\"$ref\": \"#/$defs/length\"}, \"minItems\": 2, \"maxItems\": 2}]}"},
    [ZB_STYLE_FAMILIES] =
        {"font families", "a family name or a list of at most 8",
         "{\"oneOf\": [" SCHEMA_REF("family") ", {\"type\": \"array\", \"items\": " SCHEMA_REF("family") ", "
         "\"minItems\": 1, \"maxItems\": 8}]}"},
    [ZB_STYLE_PALETTE] =
        {"colours", "a list of 1 to 12 colours",
         "{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/color\"}, \"minItems\": 1, \"maxItems\": 12}"},
};

#define FIELD(name, type, range, member, initial, use, help) \
    { name, type, range, offsetof(zb_text_style, member), offsetof(zb_text_style, size), initial, help, use }

/* Size stands first: em in the others means it. */
const zb_property zb_style_fields[] = {
    FIELD("size", ZB_STYLE_LENGTH, ZB_RANGE_SIZE, size, NULL, ZB_STYLE_BOTH,
          "size of the type; 1em is the inherited size"),
    FIELD("font", ZB_STYLE_ROLE, ZB_RANGE_NONE, role, NULL, ZB_STYLE_BOTH, "font role"),
    FIELD("weight", ZB_STYLE_WEIGHT, ZB_RANGE_NONE, weight, NULL, ZB_STYLE_BOTH, "weight of the type"),
    FIELD("line", ZB_STYLE_LENGTH, ZB_RANGE_PITCH, pitch, NULL, ZB_STYLE_BLOCK, "distance of baselines"),
    FIELD("tracking", ZB_STYLE_LENGTH, ZB_RANGE_TRACKING, spacing, "0", ZB_STYLE_BOTH,
          "space added after each character"),
    FIELD("color", ZB_STYLE_COLOR, ZB_RANGE_NONE, color, NULL, ZB_STYLE_BOTH, "colour of the type"),
    FIELD("ground", ZB_STYLE_COLOR, ZB_RANGE_NONE, ground, "transparent", ZB_STYLE_INLINE, "chip behind the text"),
    FIELD("underline", ZB_STYLE_BOOL, ZB_RANGE_NONE, underline, "false", ZB_STYLE_BOTH, "underlined"),
    FIELD("strike", ZB_STYLE_BOOL, ZB_RANGE_NONE, strike, "false", ZB_STYLE_INLINE, "struck through"),
    FIELD("verbatim", ZB_STYLE_BOOL, ZB_RANGE_NONE, verbatim, "false", ZB_STYLE_BOTH,
          "set as code: no gap between Han and Latin, no ligatures"),
};
const size_t zb_style_field_count = sizeof zb_style_fields / sizeof zb_style_fields[0];

#define AT(member) offsetof(zb_style_draft, style.member)
#define ROW(path, type, range, member, em, initial, help) \
    { path, type, range, AT(member), AT(em), initial, help, 0 }
#define TEXT(path, member, parent, initial, help) ROW(path, ZB_STYLE_TEXT, ZB_RANGE_NONE, member, parent, initial, help)
#define COLOR(path, member, initial, help) ROW(path, ZB_STYLE_COLOR, ZB_RANGE_NONE, member, body.size, initial, help)
#define SPACE(path, member, em, initial, help) ROW(path, ZB_STYLE_LENGTH, ZB_RANGE_SPACE, member, em, initial, help)
#define RULE(path, member, initial, help) ROW(path, ZB_STYLE_LENGTH, ZB_RANGE_RULE, member, body.size, initial, help)
#define MARGIN(path, member, initial, help) \
    ROW(path, ZB_STYLE_LENGTH, ZB_RANGE_MARGIN, member, body.size, initial, help)
#define FONT(path, role, initial, help) \
    ROW(path, ZB_STYLE_FAMILIES, ZB_RANGE_NONE, fonts[role], body.size, initial, help)
#define YES_NO(path, member, initial, help) ROW(path, ZB_STYLE_BOOL, ZB_RANGE_NONE, member, body.size, initial, help)

#define HEADING(path, n, type_words, before, after, breaks, help)                                             \
    TEXT(path, heading[n].text, body, type_words, help),                                                      \
        SPACE(path ".space_before", heading[n].space_before, heading[n].text.size, before,                    \
              "space before; none at the head of a page"),                                                    \
        SPACE(path ".space_after", heading[n].space_after, heading[n].text.size, after, "space after"),       \
        COLOR(path ".bar", heading[n].bar, "transparent", "upright rule before the title"),                   \
        RULE(path ".bar_width", heading[n].bar_width, "0", "width of that rule"),                             \
        SPACE(path ".bar_gap", heading[n].bar_gap, heading[n].text.size, "0", "from that rule to the title"), \
        YES_NO(path ".page_break", heading[n].page_break, breaks, "begins a page")

#define BOX(path, member, type_words, box_ground, box_bar, help)                                   \
    TEXT(path, member.text, body, type_words, help),                                               \
        SPACE(path ".space_before", member.space_before, member.text.size, "6pt", "space before"), \
        SPACE(path ".space_after", member.space_after, member.text.size, "6pt", "space after"),    \
        SPACE(path ".padding_x", member.padding_x, member.text.size, "9pt",                        \
              "from the edge to the text, left and right"),                                        \
        SPACE(path ".padding_y", member.padding_y, member.text.size, "5pt",                        \
              "from the edge to the text, above and below"),                                       \
        COLOR(path ".ground", member.ground, box_ground, "ground of the box"),                     \
        COLOR(path ".border", member.border, "transparent", "line round the box"),                 \
        RULE(path ".border_width", member.border_width, "0", "width of that line"),                \
        RULE(path ".radius", member.radius, "0", "radius of the corners"),                         \
        COLOR(path ".bar", member.bar, box_bar, "rule down the left side"),                        \
        RULE(path ".bar_width", member.bar_width, "2pt", "width of that rule"),                    \
        SPACE(path ".hang", member.hang, member.text.size, "0", "indent of all lines of a paragraph but the first")

#define BOX_TEXT "font: sans; size: 9pt; line: 15pt"

const zb_property zb_style_properties[] = {
    ROW("page.size", ZB_STYLE_PAGE, ZB_RANGE_PAGE, page_width, body.size, "A4", "width and height of the page"),
    COLOR("page.ground", page_ground, "#FFFFFF", "ground of the page"),
    ROW("grid.size", ZB_STYLE_LENGTH, ZB_RANGE_SIZE, body.size, body.size, "10.5pt",
        "size of the body text; 1em elsewhere"),
    ROW("grid.pitch", ZB_STYLE_LENGTH, ZB_RANGE_PITCH, body.pitch, body.size, "18pt",
        "distance of body baselines; 1lines elsewhere"),
    {"grid.measure", ZB_STYLE_MEASURE, ZB_RANGE_NONE, offsetof(zb_style_draft, measure), AT(body.size), "auto",
     "line length in em of the body, centred between the margins; auto: the most that fits", 0},
    MARGIN("page.margin.top", margin_top, "22mm", "least margin at the head"),
    MARGIN("page.margin.right", margin_right, "20mm", "least margin on the right"),
    MARGIN("page.margin.bottom", margin_bottom, "20mm", "least margin at the foot"),
    MARGIN("page.margin.left", margin_left, "20mm", "least margin on the left"),

    FONT("fonts.serif", ZB_ROLE_SERIF, "Noto Serif CJK SC",
         "body; the first family is required, the others serve what it lacks"),
    FONT("fonts.sans", ZB_ROLE_SANS, "Noto Sans CJK SC", "headings, tables, charts"),
    FONT("fonts.kai", ZB_ROLE_KAI, "LXGW WenKai", "emphasis in Chinese text"),
    FONT("fonts.mono", ZB_ROLE_MONO, "Noto Sans Mono CJK SC", "code"),

    TEXT("body", body, body, "font: serif; weight: 400; color: #1A1C20",
         "body text; its size and line are grid.size and grid.pitch"),
    SPACE("paragraph.indent", indent, body.size, "2em", "indent of first lines"),
    ROW("paragraph.align", ZB_STYLE_ALIGN, ZB_RANGE_NONE, paragraph_align, body.size, "justify",
        "alignment of body paragraphs"),
    SPACE("paragraph.space", paragraph_space, body.size, "0", "space between body paragraphs"),

    HEADING("h1", 0, "font: sans; weight: 700; size: 15pt; line: 22pt; color: #1F2A37", "22pt", "10pt", "false",
            "headings of level 1"),
    HEADING("h2", 1, "font: sans; weight: 700; size: 12pt; line: 18pt; color: #1F2A37", "12pt", "6pt", "false",
            "headings of level 2"),
    HEADING("h3", 2, "font: sans; weight: 700; size: 10.5pt; line: 18pt; color: #1F2A37", "4pt", "0", "false",
            "headings of level 3"),
    HEADING("h4", 3, "font: sans; weight: 500; size: 10.5pt; line: 18pt; color: #1F2A37", "0", "0", "false",
            "headings of level 4"),

    SPACE("list.indent", list_indent, body.size, "2em", "indent of each level of lists"),
    COLOR("list.marker", list_marker, "#4B5563", "bullets and numbers"),

    BOX("quote", quote, BOX_TEXT, "#F3F4F6", "#C3C9D1", "block quotes, reference links"),
    BOX("code", code, "font: mono; size: 9pt; line: 14pt; verbatim: true", "#F3F4F6", "transparent", "code blocks"),
    BOX("note", note, BOX_TEXT, "#F3F4F6", "#6B7280", "notes: > [!NOTE]"),
    BOX("tip", tip, BOX_TEXT, "#EEF6F1", "#3E8E63", "tips: > [!TIP]"),
    BOX("important", important, BOX_TEXT, "#EFF3F8", "#2F4B6E", "important notes: > [!IMPORTANT]"),
    BOX("warning", warning, BOX_TEXT, "#FCF5E8", "#C98A1B", "warnings: > [!WARNING]"),
    BOX("caution", caution, BOX_TEXT, "#FBEFEF", "#B3302F", "cautions: > [!CAUTION]"),

    TEXT("table", table.text, body, "font: sans; size: 9pt; line: 13pt", "cells of tables"),
    TEXT("table.header", table.header, table.text, "weight: 700", "header row"),
    TEXT("table.total", table.total, table.text, "weight: 700", "sum row"),
    COLOR("table.header.ground", table.header_ground, "#F3F4F6", "ground of the header row"),
    COLOR("table.total.ground", table.total_ground, "transparent", "ground of the sum row"),
    COLOR("table.stripe", table.stripe, "transparent", "ground of every second row"),
    COLOR("table.rule", table.rule, "#1F2A37", "rules above and below the header and at the foot"),
    RULE("table.rule_width", table.rule_width, "0.8pt", "their width"),
    COLOR("table.row_rule", table.row_rule, "#D9DDE3", "hairlines between rows"),
    RULE("table.row_rule_width", table.row_rule_width, "0.4pt", "their width"),
    SPACE("table.padding_x", table.padding_x, table.text.size, "6pt",
          "from the edge of a cell to its text, left and right"),
    SPACE("table.padding_y", table.padding_y, table.text.size, "2.5pt",
          "from the edge of a cell to its text, above and below"),
    SPACE("table.space_before", table.space_before, body.size, "9pt", "space before, caption included"),
    SPACE("table.space_after", table.space_after, body.size, "9pt", "space after"),

    TEXT("caption", caption.text, body, "font: sans; size: 9pt; line: 14pt", "captions"),
    TEXT("caption.label", caption.label, caption.text, "weight: 700", "their numbers"),
    SPACE("caption.gap", caption.gap, caption.text.size, "5pt", "between caption and object"),
    SPACE("caption.label_gap", caption.label_gap, caption.text.size, "1em", "between number and caption"),

    TEXT("chart.label", chart.label, body, "font: sans; size: 7.5pt; line: 10pt; color: #4B5563",
         "names of categories, ticks"),
    TEXT("chart.value", chart.value, body, "font: sans; size: 7.5pt; line: 10pt; weight: 500", "values"),
    TEXT("chart.title", chart.title, body, "font: sans; size: 10.5pt; line: 16pt; weight: 700",
         "title of a chart that stands alone"),
    ROW("chart.palette", ZB_STYLE_PALETTE, ZB_RANGE_NONE, chart.palette, body.size,
        "#2F5D8A, #C98A1B, #4C9C86, #B3302F, #7A6AA8, #94A3B5, #5B8C3E, #8A5A44", "colours of categories, in order"),
    COLOR("chart.high", chart.high, "#B3302F", "high severity"),
    COLOR("chart.medium", chart.medium, "#C98A1B", "medium severity"),
    COLOR("chart.low", chart.low, "#2F5D8A", "low severity"),
    COLOR("chart.mark", chart.mark, "#9AA9BA", "marks of a single series"),
    COLOR("chart.highlight", chart.highlight, "#2F5D8A", "its emphasised mark"),
    COLOR("chart.grid", chart.grid, "#E3E6EB", "grid lines"),
    COLOR("chart.axis", chart.axis, "#9AA3AF", "axes"),
    COLOR("chart.ground", chart.ground, "transparent", "ground of charts"),
    SPACE("chart.space_before", chart.space_before, body.size, "9pt", "space before figures"),
    SPACE("chart.space_after", chart.space_after, body.size, "9pt", "space after figures, caption included"),

    COLOR("masthead.ground", masthead.ground, "#1F2A37", "ground of the masthead, to the edges of the page"),
    COLOR("masthead.rule", masthead.rule, "#6B7280", "rule below it"),
    SPACE("masthead.height", masthead.height, body.size, "130pt", "height from the head of the page, without the rule"),
    SPACE("masthead.publisher_offset", masthead.publisher_y, masthead.height, "0.36em",
          "baseline of the publisher below the head of the page; 1em is the masthead's height"),
    SPACE("masthead.title_offset", masthead.title_y, masthead.height, "0.65em", "the same of the title"),
    SPACE("masthead.period_offset", masthead.period_y, masthead.height, "0.82em", "the same of the period"),
    SPACE("masthead.number_offset", masthead.number_y, masthead.height, "0.78em", "the same of the issue number"),
    RULE("masthead.rule_height", masthead.rule_height, "3pt", "height of the rule"),
    SPACE("masthead.space_after", masthead.space_after, body.size, "18pt", "space after"),
    TEXT("masthead.publisher", masthead.publisher, body, "font: sans; size: 9.5pt; line: 16pt; color: #FFFFFF",
         "publisher"),
    TEXT("masthead.title", masthead.title, body,
         "font: sans; weight: 700; size: 28pt; line: 40pt; color: #FFFFFF; tracking: 2pt", "title"),
    TEXT("masthead.period", masthead.period, body, "font: sans; size: 9.5pt; line: 16pt; color: #FFFFFF", "period"),
    TEXT("masthead.number_label", masthead.number_label, body, "font: sans; size: 9.5pt; line: 16pt; color: #FFFFFF",
         "words round the issue number"),
    TEXT("masthead.number", masthead.number, body, "font: sans; weight: 700; size: 40pt; line: 48pt; color: #FFFFFF",
         "issue number"),

    TEXT("cards.label", cards.label, body, "font: sans; size: 8pt; line: 12pt; color: #4B5563", "labels of cards"),
    TEXT("cards.value", cards.value, body, "font: sans; weight: 700; size: 19pt; line: 26pt", "values"),
    TEXT("cards.separator", cards.separator, body, "font: sans; size: 14pt; line: 26pt; color: #6B7280",
         "stroke between values"),
    TEXT("cards.change", cards.change, body, "font: sans; weight: 700; size: 9pt; line: 14pt; color: #6B7280",
         "change after a value"),
    COLOR("cards.border", cards.border, "#D9DDE3", "frame and lines between cards"),
    COLOR("cards.ground", cards.ground, "transparent", "ground"),
    COLOR("cards.up", cards.up, "#B3302F", "a rise"),
    COLOR("cards.down", cards.down, "#3E8E63", "a fall"),
    RULE("cards.border_width", cards.border_width, "0.6pt", "width of the frame"),
    RULE("cards.radius", cards.radius, "3pt", "radius of its corners"),
    SPACE("cards.padding_x", cards.padding_x, body.size, "8pt", "from a card's edge to its text, left and right"),
    SPACE("cards.padding_y", cards.padding_y, body.size, "7pt", "from a card's edge to its text, above and below"),
    SPACE("cards.space_after", cards.space_after, body.size, "0", "space after"),

    COLOR("link.color", link, "#1F5F99", "links"),
    COLOR("chip.color", chip_text_inverse, "#FFFFFF", "text on a chip whose class sets no colour"),
    SPACE("columns.gap", columns_gap, body.size, "18pt", "between columns"),

    TEXT("running_head", running_head, body, "font: sans; size: 8pt; line: 12pt; color: #4B5563", "running head"),
    ROW("running_head.offset", ZB_STYLE_LENGTH, ZB_RANGE_MARGIN, running_head_y, running_head.size, "13mm",
        "its baseline below the head of the page"),
    COLOR("running_head.rule", running_head_rule, "transparent", "rule below it"),
    RULE("running_head.rule_width", running_head_rule_width, "0", "width of that rule"),
    YES_NO("running_head.first", running_head_first, "false", "also on the first page"),
    TEXT("folio", folio, body, "font: sans; size: 9pt; line: 12pt; color: #4B5563", "page number"),
    {"folio.offset", ZB_STYLE_LENGTH, ZB_RANGE_MARGIN, offsetof(zb_style_draft, folio_offset), AT(folio.size), "10mm",
     "its baseline above the foot of the page", 0},
    ROW("folio.format", ZB_STYLE_FORMAT, ZB_RANGE_NONE, folio_format, body.size, "— {page} —",
        "{page} and {pages} are numbers"),
    YES_NO("folio.first", folio_first, "true", "also on the first page"),
    YES_NO("folio.outside", folio_outside, "false", "right on odd pages and left on even ones, one em in, not centred"),
    TEXT("footnote", footnote, body, "size: 8.5pt; line: 13pt", "footnotes"),
    TEXT("toc", toc, body, "font: sans; size: 10pt; line: 18pt", "table of contents"),
};
const size_t zb_style_property_count = sizeof zb_style_properties / sizeof zb_style_properties[0];
