/* SPDX-License-Identifier: Apache-2.0
 * zhoubao reference: documentation that comes from the tables of the source, for docs/ and for editors. */
#include "cli/commands.h"
#include "templates/directive.h"
#include "templates/style_read.h"

static const struct {
    const char *what;
    void (*add)(zb_buf *out);
} references[] = {
    {"style", zb_style_reference},
    {"directives", zb_directive_reference},
    {"schema", zb_style_schema},
    {"chart-schema", zb_chart_schema},
    {"vega-schema", zb_vega_schema},
};

int zb_command_reference(const zb_settings *settings) {
    size_t which = 0;
    while (!zb_str_is(zb_str_of(settings->what), references[which].what)) which++;
    zb_session *session = zb_session_open(settings);
    zb_buf out = {0};
    references[which].add(&out);
    zb_session_write(session, zb_buf_str(&out));
    zb_buf_free(&out);
    return zb_session_close(session);
}
