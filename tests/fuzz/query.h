/* SPDX-License-Identifier: Apache-2.0
 * For fuzz targets of SQL: a small data set and a database over it. */
#ifndef ZB_TESTS_FUZZ_QUERY_H
#define ZB_TESTS_FUZZ_QUERY_H

#include "model/sql.h"
#include "model/text.h"
#include "tests/fuzz/fuzz.h"

static inline zb_loc fuzz_locate(const void *context, size_t offset) { return zb_source_loc(context, offset); }

/* A database over data of every shape, with the results of two queries. */
static inline zb_sql *fuzz_sql(zb_arena *arena, zb_diags *diags) {
    static const char issue[] = "year: 2019\nfrom: 2019-06-24\nseverity: {high: 72, low: 43, none: null, word: 三}\n"
                                "types: [{type: 应用程序, count: 3, share: 60%}, {type: x, count: 1.5, share: null}]\n"
                                "alerts: [{title: a, links: [x, y], box: {n: 1}}, {title: '7', links: [], box: {n: '1,5'}}]\n"
                                "empty: []\nlists: [[1, 2], [3]]\n";
    zb_data *set = ZB_NEW(arena, zb_data);
    *set = (zb_data){.path = "issue.yaml", .root = zb_yaml_read_source(arena, zb_source_new(arena, "issue.yaml", zb_str_of(issue)), diags)};
    zb_sql *sql = zb_sql_open(arena, set, diags);
    const zb_source *source = zb_source_new(arena, "before.sql", ZB_STR("SELECT count(*) AS n, sum(count) AS m FROM types"));
    FUZZ_CHECK(zb_sql_query(sql, ZB_STR("totals"), source->text, fuzz_locate, source));
    return sql;
}

#endif
