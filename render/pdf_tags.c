/* SPDX-License-Identifier: Apache-2.0
 * Structure elements as cairo's tags. What cairo 1.16 demands and this file sees to: an unknown tag kills the surface;
 * a link must stand inside a structure element and lead to a destination that exists; destination names must be ASCII;
 * only elements without children may hold text; a leaf may not stay open over a page break, a container may. Artifacts,
 * which cairo has no tag for, are drawn untagged inside the container that is open around them. */
#include "render/pdf_tags.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

#include "render/canvas.h"
#include "render/write.h"

/* Every structure element that cairo 1.16 knows, in order. Link needs more than its name. */
static const char *const known[] = {
    "Annot", "Art",       "BibEntry",  "BlockQuote", "Caption", "Code",  "Div",     "Figure", "Form", "Formula",
    "H",     "H1",        "H2",        "H3",         "H4",      "H5",    "H6",      "Index",  "L",    "LBody",
    "LI",    "Lbl",       "NonStruct", "Note",       "P",       "Part",  "Private", "Quote",  "RB",   "RP",
    "RT",    "Reference", "Ruby",      "Sect",       "Span",    "TBody", "TD",      "TFoot",  "TH",   "THead",
    "TOC",   "TOCI",      "TR",        "Table",      "WP",      "WT",    "Warichu"};

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *structure_name(const char *name) {
    const char *const *found = bsearch(&name, known, sizeof known / sizeof *known, sizeof *known, compare_names);
    return found ? *found : "Span";
}

/* Destinations -------------------------------------------------------------------------------------------------- */

static int compare_dests(const void *a, const void *b) {
    const zb_pdf_dest *x = a, *y = b;
    return zb_str_compare(x->id, y->id);
}

static zb_pdf_dest *find_dest(zb_pdf_tags *tags, zb_str id) {
    zb_pdf_dest key = {.id = id};
    return tags->dests.count ? bsearch(&key, tags->dests.data, tags->dests.count, sizeof key, compare_dests) : NULL;
}

static void collect_list(zb_pdf_tags *tags, const zb_display_list *list, int depth, int artifact) {
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        if (item->kind == ZB_ITEM_LIST && depth < ZB_LIST_DEPTH_MAX)
            collect_list(tags, item->as.list, depth + 1, artifact);
        if (item->kind == ZB_ITEM_END && artifact) artifact--;
        if (item->kind != ZB_ITEM_BEGIN) continue;
        const zb_tag *tag = item->as.tag;
        if (artifact || !strcmp(tag->name, "Artifact")) artifact++;
        else if (tag->dest.n && !tag->resumed) ZB_PUSH(tags->arena, &tags->dests, (zb_pdf_dest){.id = tag->dest});
    }
}

void zb_pdf_tags_collect(zb_pdf_tags *tags, const zb_display_list *const *pages, size_t count) {
    for (size_t i = 0; i < count; i++) collect_list(tags, pages[i], 0, 0);
    if (!tags->dests.count) return;
    qsort(tags->dests.data, tags->dests.count, sizeof *tags->dests.data, compare_dests);
    size_t kept = 1;
    for (size_t i = 1; i < tags->dests.count; i++)
        if (!zb_str_equal(tags->dests.data[i].id, tags->dests.data[kept - 1].id))
            tags->dests.data[kept++] = tags->dests.data[i];
    tags->dests.count = kept;
}

static void write_name(zb_buf *out, zb_str id) {
    zb_buf_add_char(out, '\'');
    zb_write_percent(out, id, "-._");
    zb_buf_add_char(out, '\'');
}

/* The destination itself. Of two with one name the first counts, as for every reader. */
static bool put_dest(zb_pdf_tags *tags, const zb_tag *tag, double x, double y) {
    zb_pdf_dest *dest = find_dest(tags, tag->dest);
    if (!dest || dest->written) return false;
    dest->written = true;
    zb_buf text = {0};
    zb_buf_add(&text, ZB_STR("name="));
    write_name(&text, tag->dest);
    zb_buf_add(&text, ZB_STR(" x="));
    zb_write_pt(&text, (int64_t)x + tag->dest_at.x, 3);
    zb_buf_add(&text, ZB_STR(" y="));
    zb_write_pt(&text, (int64_t)y + tag->dest_at.y, 3);
    cairo_tag_begin(tags->cr, CAIRO_TAG_DEST, text.s);
    cairo_tag_end(tags->cr, CAIRO_TAG_DEST);
    zb_buf_free(&text);
    return true;
}

static void put_outline(zb_pdf_tags *tags, const zb_tag *tag) {
    int level = tag->outline_level < 1                   ? 1
                : tag->outline_level > ZB_OUTLINE_LEVELS ? ZB_OUTLINE_LEVELS
                                                         : tag->outline_level;
    int parent = CAIRO_PDF_OUTLINE_ROOT;
    for (int i = level - 1; i > 0 && parent == CAIRO_PDF_OUTLINE_ROOT; i--) parent = tags->parents[i];
    zb_buf link = {0}, title = {0};
    zb_buf_add(&link, ZB_STR("dest="));
    write_name(&link, tag->dest);
    zb_buf_add(&title, tag->outline);
    tags->parents[level] = cairo_pdf_surface_add_outline(tags->surface, parent, zb_buf_str(&title).s, link.s,
                                                         level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
    for (int i = level + 1; i <= ZB_OUTLINE_LEVELS; i++) tags->parents[i] = CAIRO_PDF_OUTLINE_ROOT;
    zb_buf_free(&link);
    zb_buf_free(&title);
}

/* Links --------------------------------------------------------------------------------------------------------- */

static void write_rects(zb_buf *out, const zb_tag *tag, double x, double y) {
    for (size_t i = 0; i < tag->link_rect_count; i++) {
        const zb_rect *r = &tag->link_rects[i];
        const int64_t numbers[] = {(int64_t)x + r->x, (int64_t)y + r->y, r->width, r->height};
        zb_buf_add(out, i ? ZB_STR("") : ZB_STR(" rect=["));
        for (int k = 0; k < 4; k++) {
            if (i || k) zb_buf_add_char(out, ' ');
            zb_write_pt(out, numbers[k], 3);
        }
    }
    if (tag->link_rect_count) zb_buf_add_char(out, ']');
}

/* False: the link leads nowhere that may be written, and only its text is. */
static bool write_link(zb_pdf_tags *tags, const zb_item *item, zb_buf *out) {
    zb_str link = item->as.tag->link;
    if (link.n && link.s[0] == '#') {
        zb_str id = zb_str_sub(link, 1, link.n);
        if (find_dest(tags, id)) {
            zb_buf_add(out, ZB_STR("dest="));
            write_name(out, id);
            return true;
        }
        if (!tags->lost_links++) tags->first_lost = item->loc, tags->first_lost_id = id;
        return false;
    }
    if (!link.n) return false;
    if (!zb_uri_allowed(link)) {
        zb_diag_add(tags->diags, ZB_WARNING, "render.link", item->loc, "the link '%.*s' is not written",
                    ZB_STR_ARG(link));
        zb_diag_hint(tags->diags, "links are http, https, ftp, mailto, tel, or relative");
        return false;
    }
    zb_buf_add(out, ZB_STR("uri='"));
    zb_write_uri(out, link);
    zb_buf_add_char(out, '\'');
    return true;
}

/* Elements ------------------------------------------------------------------------------------------------------ */

static const char *begin_element(zb_pdf_tags *tags, const zb_item *item, double x, double y) {
    const zb_tag *tag = item->as.tag;
    if (!strcmp(tag->name, "Document")) return NULL; /* the one round all pages is open */
    const char *name = structure_name(tag->name);
    zb_buf attributes = {0};
    if (!strcmp(tag->name, CAIRO_TAG_LINK) && write_link(tags, item, &attributes)) {
        write_rects(&attributes, tag, x, y);
        name = CAIRO_TAG_LINK;
    }
    cairo_tag_begin(tags->cr, name, zb_buf_str(&attributes).s);
    zb_buf_free(&attributes);
    return name;
}

/* Ends elements down to `depth` of the stack. */
static void close_to(zb_pdf_tags *tags, size_t depth) {
    while (tags->open.count > depth) {
        const char *name = tags->open.data[--tags->open.count].name;
        if (name) cairo_tag_end(tags->cr, name);
    }
}

/* Whether the element is the next one that the page before left open. */
static bool resume(zb_pdf_tags *tags, const zb_tag *tag) {
    if (!tag->resumed || tags->active == tags->open.count) return false;
    if (strcmp(tags->open.data[tags->active].tag->name, tag->name) != 0) return false;
    tags->active++;
    return true;
}

void zb_pdf_tags_begin(void *context, const zb_item *item, double x, double y) {
    zb_pdf_tags *tags = context;
    const zb_tag *tag = item->as.tag;
    if (tags->artifact || !strcmp(tag->name, "Artifact")) {
        tags->artifact++;
        return;
    }
    if (resume(tags, tag)) return;
    close_to(tags, tags->active); /* what was carried over and isn't resumed has ended */
    bool placed = tag->dest.n && !tag->resumed && put_dest(tags, tag, x, y);
    if (placed && tag->outline.n) put_outline(tags, tag);
    ZB_PUSH(tags->arena, &tags->open, (zb_pdf_open){begin_element(tags, item, x, y), tag});
    tags->active++;
}

void zb_pdf_tags_end(void *context, const zb_item *item) {
    zb_pdf_tags *tags = context;
    if (tags->artifact) {
        tags->artifact--;
        return;
    }
    if (!tags->active) return;
    tags->active--;
    if (!item->as.tag->continued) close_to(tags, tags->active);
}

void zb_pdf_tags_page_end(zb_pdf_tags *tags) {
    if (tags->active || tags->artifact) {
        tags->failed = true;
        const char *name = tags->active ? tags->open.data[tags->active - 1].tag->name : "Artifact";
        zb_diag_add(tags->diags, ZB_ERROR, "render.structure", ZB_NOWHERE,
                    "structure element '%s' is not closed on its page", name);
        close_to(tags, 0);
    }
    tags->active = 0;
    tags->artifact = 0;
}

void zb_pdf_tags_start(zb_pdf_tags *tags) { cairo_tag_begin(tags->cr, "Document", NULL); }

void zb_pdf_tags_finish(zb_pdf_tags *tags) {
    close_to(tags, 0);
    cairo_tag_end(tags->cr, "Document");
    if (!tags->lost_links) return;
    zb_diag_add(tags->diags, ZB_WARNING, "render.link", tags->first_lost,
                "the link '#%.*s' leads to nothing in this output", ZB_STR_ARG(tags->first_lost_id));
    if (tags->lost_links > 1) zb_diag_hint(tags->diags, "so do %zu other links", tags->lost_links - 1);
}
