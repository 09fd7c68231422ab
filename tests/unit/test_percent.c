/* SPDX-License-Identifier: Apache-2.0
 * Shares that add up and do not lie, and the texts of values. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "charts/number.h"
#include "charts/percent.h"

static void assert_shares(const double *values, size_t count, const char *const *texts, bool exact) {
    zb_arena *arena = zb_arena_open();
    zb_percents percents = zb_percents_of(arena, values, count);
    for (size_t i = 0; i < count; i++) {
        zb_str text = zb_percent_text(arena, &percents, i, values[i]);
        if (!zb_str_is(text, texts[i])) fail_msg("share %zu is '%.*s', not '%s'", i, ZB_STR_ARG(text), texts[i]);
    }
    assert_int_equal(percents.exact, exact);
    zb_arena_close(arena);
}

#define VALUES(...) (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double)
#define TEXTS(...)                                                                                                     \
    (const char *const[]) { __VA_ARGS__ }

static void types_of_a_bulletin(void **state) {
    (void)state;
    assert_shares(VALUES(152, 28, 13, 6, 1, 1), TEXTS("75.6%", "13.9%", "6.5%", "3.0%", "0.5%", "0.5%"), true);
}

static void whole_percents_where_they_do(void **state) {
    (void)state;
    assert_shares(VALUES(72, 86, 43), TEXTS("36%", "43%", "21%"), true);
    assert_shares(VALUES(1, 1), TEXTS("50%", "50%"), true);
    assert_shares(VALUES(201), TEXTS("100%"), true);
    assert_shares(VALUES(201, 0, 0), TEXTS("100%", "0%", "0%"), true);
}

static void halves_get_a_decimal(void **state) {
    (void)state;
    assert_shares(VALUES(3, 5), TEXTS("37.5%", "62.5%"), true);
}

static void thirds_stay_equal(void **state) {
    (void)state;
    assert_shares(VALUES(1, 1, 1), TEXTS("33.3%", "33.3%", "33.3%"), false);
    assert_shares(VALUES(2, 2, 2, 1, 1), TEXTS("25.0%", "25.0%", "25.0%", "12.5%", "12.5%"), true);
}

static void small_parts_do_not_vanish(void **state) {
    (void)state;
    assert_shares(VALUES(5000, 1, 1), TEXTS("99.96%", "0.02%", "0.02%"), true);
    assert_shares(VALUES(1e308, 1), TEXTS("100.000%", "<0.001%"), true);
}

static void nothing_at_all(void **state) {
    (void)state;
    assert_shares(VALUES(0, 0), TEXTS("0%", "0%"), false);
}

static void extremes_do_not_overflow(void **state) {
    (void)state;
    assert_shares(VALUES(1.7e308, 1.7e308), TEXTS("50%", "50%"), true);
    assert_shares(VALUES(5e-324, 5e-324), TEXTS("50%", "50%"), true);
}

/* Over many made-up data: they sum to 100 or say that they do not, equal values read equal, order is kept. */
static void properties_hold(void **state) {
    (void)state;
    uint32_t seed = 12345;
    for (int round = 0; round < 3000; round++) {
        double values[12];
        size_t count = 1 + (size_t)round % 12;
        for (size_t i = 0; i < count; i++)
            values[i] = ((seed = seed * 1664525u + 1013904223u) >> 8) % (round % 2 ? 20u : 90000u);
        zb_arena *arena = zb_arena_open();
        zb_percents p = zb_percents_of(arena, values, count);
        int64_t sum = 0, whole = 100;
        for (int i = 0; i < p.decimals; i++) whole *= 10;
        for (size_t i = 0; i < count; i++) {
            sum += p.parts[i];
            for (size_t j = 0; j < count; j++) {
                if (values[i] == values[j]) assert_int_equal(p.parts[i], p.parts[j]);
                if (values[i] > values[j]) assert_true(p.parts[i] >= p.parts[j]);
            }
        }
        assert_int_equal(sum == whole, p.exact);
        zb_arena_close(arena);
    }
}

static const zb_str *texts_of(zb_arena *arena, const char *const *spellings, const double *values, size_t count,
                              zb_diags *diags) {
    zb_datum *data = ZB_NEW_ARRAY(arena, count, zb_datum);
    zb_chart chart = {.data = data, .count = count};
    for (size_t i = 0; i < count; i++) {
        data[i].value = values[i];
        data[i].value_text = zb_str_of(spellings[i]);
        data[i].missing = isnan(values[i]);
    }
    return zb_value_texts(arena, &chart, diags);
}

static void values_keep_their_spelling(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    const zb_str *t =
        texts_of(arena, TEXTS("6.10", "1,187", "48%", "+3.5"), (const double[]){6.1, 1187, 48, 3.5}, 4, NULL);
    assert_true(zb_str_is(t[0], "6.10") && zb_str_is(t[1], "1,187") && zb_str_is(t[2], "48%") &&
                zb_str_is(t[3], "+3.50"));
    zb_arena_close(arena);
}

static void values_share_their_decimals(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    const zb_str *t = texts_of(arena, TEXTS("6.1", "-5", "", "x"), (const double[]){6.1, -5, 6.42, NAN}, 4, NULL);
    assert_true(zb_str_is(t[0], "6.10") && zb_str_is(t[1], "\xE2\x88\x92"
                                                           "5.00"));
    assert_true(zb_str_is(t[2], "6.42") && zb_str_is(t[3], "\xE2\x80\x93"));
    zb_arena_close(arena);
}

static void long_spellings_are_reported(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const char *spelling = "3.14159265358979323846264338327950288419716939937510";
    const zb_str *t = texts_of(arena, TEXTS(spelling, "2"), (const double[]){3.14159265358979, 2}, 2, diags);
    assert_true(zb_str_is(t[0], "3.14159") && zb_str_is(t[1], "2.00000"));
    assert_int_equal(zb_diags_count(diags), 1);
    assert_string_equal(zb_diags_at(diags, 0)->code, "chart.value");
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_of_a_bulletin),         cmocka_unit_test(whole_percents_where_they_do),
        cmocka_unit_test(halves_get_a_decimal),        cmocka_unit_test(thirds_stay_equal),
        cmocka_unit_test(small_parts_do_not_vanish),   cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(extremes_do_not_overflow),    cmocka_unit_test(properties_hold),
        cmocka_unit_test(values_keep_their_spelling),  cmocka_unit_test(values_share_their_decimals),
        cmocka_unit_test(long_spellings_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
