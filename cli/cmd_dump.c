/* SPDX-License-Identifier: Apache-2.0
 * zhoubao dump: the product of one stage as text. What tests compare, and what one looks at to find the stage that went wrong. */
#include "cli/commands.h"
#include "cli/sandbox.h"

static void dump_data(const zb_products *p, zb_buf *out) {
    if (p->data) zb_data_dump(p->data, out);
}

static void dump_document(const zb_products *p, zb_buf *out) {
    if (p->document) zb_document_dump(p->document, out);
}

static void dump_boxes(const zb_products *p, zb_buf *out) {
    if (p->pages) zb_pages_dump(p->pages, out);
}

static void dump_display(const zb_products *p, zb_buf *out) {
    for (size_t i = 0; i < p->count; i++) {
        zb_buf_format(out, "page %d\n", p->first + (int)i);
        zb_display_list_dump(p->lists[i], 1, out);
    }
}

static const struct {
    const char *what;
    zb_stage last;
    void (*dump)(const zb_products *p, zb_buf *out);
} dumps[] = {
    {"data", ZB_STAGE_READ, dump_data},
    {"document", ZB_STAGE_APPLY, dump_document},
    {"boxes", ZB_STAGE_LAYOUT, dump_boxes},
    {"display", ZB_STAGE_PAINT, dump_display},
};

int zb_command_dump(const zb_settings *settings) {
    size_t which = 0;
    while (!zb_str_is(zb_str_of(settings->what), dumps[which].what)) which++;
    if (dumps[which].last != ZB_STAGE_PAINT && (settings->first != 1 || settings->last))
        return zb_usage_error(settings->command, "--pages goes with 'dump display'");
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, dumps[which].last);
    zb_buf out = {0};
    dumps[which].dump(&products, &out);
    if (out.n) zb_session_write(session, zb_buf_str(&out));
    zb_buf_free(&out);
    return zb_session_close(session);
}
