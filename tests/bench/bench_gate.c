/* SPDX-License-Identifier: Apache-2.0
 * What it costs to look at the sample's data before and after the template is applied: reading the schema, holding the data and the columns
 * of its tables against it, the checks. Milliseconds of the processor: the first time, as a run of the program has it, the median,
 * and the least, which a busy machine disturbs least. At most 3 ms together are wanted. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "model/json.h"
#include "model/schema.h"
#include "templates/template.h"

#define ROUNDS 101
#define PARTS 4

static const char *const names[PARTS] = {"schema read", "data", "columns", "checks"};
static const char *const template_dirs[] = {"templates", NULL};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void fail(const char *why) {
    fprintf(stderr, "%s\n", why);
    exit(1);
}

static void measure(double parts[PARTS]) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_data *data = zb_data_read(arena, "samples/2019-26", diags);
    double start = now();
    const zb_source *source = zb_source_read(arena, "templates/cnvd-weekly/issue.schema.json", ZB_NOWHERE, diags);
    const zb_value *root = source ? zb_json_read_source(arena, source, diags) : NULL;
    const zb_schema *schema = root ? zb_schema_read(arena, root, diags) : NULL;
    if (!schema) fail("the schema cannot be read");
    double read = now();
    bool fine = zb_schema_check(arena, schema, data->written, diags);
    double written = now();
    fine = zb_schema_check_tables(arena, schema, data->root, fine, diags) && fine;
    double columns = now();
    data = zb_template_gate(arena, data, template_dirs, NULL, diags);
    if (!data || !zb_template_apply(arena, data, template_dirs, NULL, NULL, diags)) fail("the template cannot be applied");
    double applied = now();
    zb_template_check(arena, data, template_dirs, NULL, diags);
    double end = now();
    if (!fine || zb_diags_worst(diags) >= ZB_WARNING) fail("the sample has findings");
    parts[0] = read - start;
    parts[1] = written - read;
    parts[2] = columns - written;
    parts[3] = end - applied;
    zb_arena_close(arena);
}

int main(void) {
    static double times[ROUNDS][PARTS], column[ROUNDS];
    double first = 0, median = 0, least = 0;
    for (size_t i = 0; i < ROUNDS; i++) measure(times[i]);
    for (size_t k = 0; k < PARTS; k++) {
        for (size_t i = 0; i < ROUNDS; i++) column[i] = times[i][k];
        qsort(column, ROUNDS, sizeof *column, by_value);
        printf("%-12s %6.2f ms first, %6.2f ms median, %6.2f ms least\n", names[k], times[0][k], column[ROUNDS / 2], column[0]);
        first += times[0][k];
        least += column[0];
        median += column[ROUNDS / 2];
    }
    printf("%-12s %6.2f ms first, %6.2f ms median, %6.2f ms least; wanted are 3.00\n", "together", first, median, least);
    return 0;
}
