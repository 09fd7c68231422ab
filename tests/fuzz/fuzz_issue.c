/* SPDX-License-Identifier: Apache-2.0
 * From an issue and a template to pages: the input holds issue.yaml, then other files behind lines "=== NAME" (template.md, style.yaml,
 * checks.sql, part.md, rows.csv). Read, applied, laid out, painted and rendered as `zhoubao render` does it, with box fonts. */
#include <sys/stat.h>

#include "layout/layout.h"
#include "render/render.h"
#include "templates/template.h"
#include "tests/fuzz/document.h"
#include "tests/fuzz/picture.h"

#define PAGES_DRAWN 3

static const char *const files[] = {"issue.yaml", "t/template.md", "t/style.yaml", "t/checks.sql", "t/part.md", "rows.csv"};

/* Only these names exist, so that nothing else can be read or written. */
static void write_files(zb_arena *arena, zb_str left) {
    zb_str name, text;
    mkdir(zb_str_format(arena, "%s/t", fuzz_folder()).s, 0777);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) unlink(zb_str_format(arena, "%s/%s", fuzz_folder(), files[i]).s);
    while (fuzz_file_take(&left, &name, &text))
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
            const char *slash = strchr(files[i], '/'), *base = slash ? slash + 1 : files[i];
            if (zb_str_is(name.n ? name : ZB_STR("issue.yaml"), base)) fuzz_file(arena, files[i], text);
        }
}

static void draw(zb_arena *arena, const zb_document *document, const zb_pages *pages, zb_diags *diags) {
    size_t count = zb_pages_count(pages), drawn = count < PAGES_DRAWN ? count : PAGES_DRAWN;
    const zb_display_list *lists[PAGES_DRAWN];
    for (size_t i = 0; i < count; i++) {
        const zb_display_list *list = zb_page_paint(arena, pages, i);
        fuzz_check_list(list, 0);
        if (i < drawn) lists[i] = list;
    }
    zb_buf dump = {0};
    zb_pages_dump(pages, &dump);
    zb_buf_free(&dump);
    zb_metadata metadata = {document->title, document->author, document->subject, document->keywords, document->lang, document->date};
    zb_output *output = zb_output_open(zb_str_format(arena, "%s/out.pdf", fuzz_folder()).s, diags);
    FUZZ_CHECK(output);
    bool fine = zb_render_pdf(arena, lists, drawn, &metadata, output, diags);
    FUZZ_CHECK(fine == (zb_diags_worst(diags) < ZB_ERROR));
    zb_output_abandon(output);
}

/* Nothing is laid out of half a product, as in the program. */
static void render(zb_arena *arena, zb_diags *diags) {
    const char *const none[] = {NULL};
    zb_layout_tools tools = {.fonts = fuzz_fonts(), .images = zb_image_size};
    const zb_data *data = zb_data_read(arena, zb_str_format(arena, "%s/issue.yaml", fuzz_folder()).s, diags);
    fuzz_check_value(data->root);
    if (zb_diags_worst(diags) >= ZB_ERROR) return;
    const zb_document *document = zb_template_apply(arena, data, none, NULL, NULL, diags);
    fuzz_check_node(document->root, NULL);
    if (zb_diags_worst(diags) >= ZB_ERROR) return;
    const zb_pages *pages = zb_layout(arena, document, &tools, diags);
    FUZZ_CHECK(zb_pages_count(pages) >= 1);
    if (zb_diags_worst(diags) >= ZB_ERROR) return;
    zb_template_check(arena, data, none, NULL, diags);
    if (zb_diags_worst(diags) < ZB_ERROR) draw(arena, document, pages, diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    fuzz_fonts();
    write_files(arena, fuzz_text(arena, data, size));
    render(arena, diags);
    fuzz_check_findings(diags);
    zb_arena_close(arena);
    return 0;
}
