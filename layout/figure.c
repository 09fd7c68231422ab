/* SPDX-License-Identifier: Apache-2.0
 * Figures: a chart or picture with its caption below, one strip; and objects side by side. */
#include "layout/fragment.h"

#define POINTS_PER_PIXEL (72.0 / 96.0)
#define COLUMN_MIN_EM 10 /* in a picture without pages, what would be narrower stands one below the other */

static zb_length add_chart(zb_flow *flow, zb_strip *strip, const zb_node *node, zb_element *element) {
    zb_chart plain = *node->as.figure.chart; /* the caption stands below: no title inside the picture */
    const zb_chart *chart = &plain;
    plain.title = (zb_str){0};
    zb_chart_look look;
    zb_chart_look_of(flow->style, &look);
    zb_length width = node->as.figure.width ? zb_min(node->as.figure.width, flow->width) : flow->width;
    zb_length height = node->as.figure.height ? node->as.figure.height : zb_chart_height(chart, &look, width);
    const zb_display_list *list = zb_chart_draw(flow->arena, chart, &look, flow->fonts, width, height, flow->diags);
    element->alt = zb_chart_alt(flow->arena, node->as.figure.chart);
    zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_LIST, .x = flow->x + (flow->width - width) / 2, .width = width,
                                            .height = height, .element = element, .loc = node->loc, .as.list = list});
    return height;
}

static zb_length add_image(zb_flow *flow, zb_strip *strip, const zb_node *node, zb_element *element) {
    const zb_image *image = node->as.figure.image;
    int pixels_x, pixels_y;
    element->alt = image->alt;
    if (!flow->images || !flow->images(flow->arena, image->path, image->loc, flow->diags, &pixels_x, &pixels_y)) return 0;
    double width = image->width > 0 ? zb_to_pt(flow->width) * image->width : pixels_x * POINTS_PER_PIXEL;
    double room = zb_to_pt(flow->style->page_height - flow->style->margin_top - flow->style->margin_bottom) * 0.8;
    if (width > zb_to_pt(flow->width)) width = zb_to_pt(flow->width);
    double height = width * pixels_y / pixels_x;
    if (height > room) width *= room / height, height = room;
    zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_IMAGE, .x = flow->x + (flow->width - zb_pt(width)) / 2,
                                            .width = zb_pt(width), .height = zb_pt(height), .element = element, .loc = node->loc,
                                            .as.path = image->path});
    return zb_pt(height);
}

static zb_length add_caption(zb_flow *flow, zb_strip *strip, const zb_node *node, zb_length y) {
    zb_flow inner = zb_flow_inside(flow, flow->x, flow->width);
    zb_flow_caption(&inner, node->as.figure.label, node->as.figure.caption, flow->element, node->loc);
    return zb_flow_flatten(flow, strip, &inner, 0, y);
}

void zb_flow_figure(zb_flow *flow, const zb_node *node) {
    zb_flow_space(flow, flow->style->chart.space_before);
    zb_element *element = zb_element_new(flow, "Figure", node->loc);
    element->dest = node->id;
    zb_strip *strip = zb_flow_strip(flow, 0, node->loc);
    if (node->as.figure.chart) strip->height = add_chart(flow, strip, node, element);
    else if (node->as.figure.image) strip->height = add_image(flow, strip, node, element);
    if (node->as.figure.label.count + node->as.figure.caption.count) {
        strip->height += flow->style->caption.gap;
        strip->height += add_caption(flow, strip, node, strip->height);
    }
    zb_flow_space(flow, flow->style->chart.space_after);
}

static size_t count_children(const zb_node *node) {
    size_t count = 0;
    for (const zb_node *child = node->first; child; child = child->next) count++;
    return count;
}

void zb_flow_columns(zb_flow *flow, const zb_node *node) {
    size_t count = count_children(node), index = 0;
    if (count == 0) return;
    zb_length gap = flow->style->columns_gap, width = (flow->width - gap * (zb_length)(count - 1)) / (zb_length)count, height = 0;
    if (flow->sheet.endless && width < COLUMN_MIN_EM * flow->style->body.size) {
        for (const zb_node *child = node->first; child; child = child->next) zb_flow_block(flow, child);
        return;
    }
    zb_flow_space(flow, flow->style->chart.space_before);
    zb_strip *strip = zb_flow_strip(flow, 0, node->loc);
    for (const zb_node *child = node->first; child; child = child->next, index++) {
        zb_flow inner = zb_flow_inside(flow, flow->x + (width + gap) * (zb_length)index, width);
        zb_flow_block(&inner, child);
        height = zb_max(height, zb_flow_flatten(flow, strip, &inner, 0, 0));
    }
    strip->height = height;
    zb_flow_space(flow, flow->style->chart.space_after);
}
