/* SPDX-License-Identifier: Apache-2.0
 * Scales: ticks enclose the data, few and round, at any magnitude; their texts; bands; shortening of texts is tested
 * with charts. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "charts/scale.h"

static zb_linear fit(double low, double high, double room, bool whole) {
    zb_linear_wish wish = {low, high, room, room, true, whole};
    zb_linear scale;
    zb_linear_fit(&wish, &scale);
    return scale;
}

static void assert_texts(const zb_linear *scale, const char *const *texts, int count) {
    zb_arena *arena = zb_arena_open();
    assert_int_equal(scale->count, count);
    for (int i = 0; i < count; i++) {
        zb_str text = zb_linear_tick_text(arena, scale, i);
        if (!zb_str_is(text, texts[i])) fail_msg("tick %d is '%.*s', not '%s'", i, ZB_STR_ARG(text), texts[i]);
    }
    zb_arena_close(arena);
}

#define ASSERT_TEXTS(scale, ...)                                                                                       \
    do {                                                                                                               \
        const char *const texts_[] = {__VA_ARGS__};                                                                    \
        assert_texts(&(scale), texts_, (int)(sizeof texts_ / sizeof *texts_));                                         \
    } while (0)

/* What every scale must keep. */
static void assert_sound(const zb_linear *scale, double low, double high, double room) {
    double slack = 1e-9;
    assert_in_range(scale->count, 2, ZB_TICKS_MAX);
    double bottom = zb_linear_share(scale, fmin(low, 0)), top = zb_linear_share(scale, fmax(high, 0));
    assert_true(bottom >= (low < 0 ? room : 0) - slack);
    assert_true(top <= 1 - (high > 0 ? room : 0) + slack);
    bool zero = false;
    int64_t step = scale->mantissas[1] - scale->mantissas[0];
    assert_true(step > 0);
    for (int i = 0; i < scale->count; i++) {
        zero = zero || scale->mantissas[i] == 0;
        if (i > 0) assert_int_equal(scale->mantissas[i] - scale->mantissas[i - 1], step);
    }
    assert_true(zero);
    assert_true(zb_linear_tick_share(scale, 0) == 0 && zb_linear_tick_share(scale, scale->count - 1) == 1);
}

static void scores_get_even_ticks(void **state) {
    (void)state;
    zb_linear scale = fit(5.79, 6.31, 0.1, false);
    ASSERT_TEXTS(scale, "0", "2", "4", "6", "8");
    scale = fit(0, 0.62, 0.1, false);
    ASSERT_TEXTS(scale, "0.0", "0.2", "0.4", "0.6", "0.8");
}

static void counts_get_integers(void **state) {
    (void)state;
    for (int most = 1; most < 3000; most = most < 60 ? most + 1 : most * 7 / 5) {
        zb_linear scale = fit(0, most, 0.12, true);
        assert_sound(&scale, 0, most, 0.12);
        assert_true(scale.exponent >= 0 || scale.exponent == -1);
        for (int i = 0; i < scale.count; i++) {
            if (scale.exponent < 0) assert_int_equal(scale.mantissas[i] % 10, 0);
        }
        if (most >= 4 && scale.count < ZB_TICKS_MIN) fail_msg("%d ticks for %d", scale.count, most);
    }
}

static void small_counts(void **state) {
    (void)state;
    zb_linear scale = fit(0, 1, 0.1, true);
    ASSERT_TEXTS(scale, "0", "1", "2");
    scale = fit(0, 3, 0.1, true);
    ASSERT_TEXTS(scale, "0", "1", "2", "3", "4");
}

static void all_zero(void **state) {
    (void)state;
    zb_linear scale = fit(0, 0, 0.1, true);
    ASSERT_TEXTS(scale, "0", "1");
    assert_true(zb_linear_share(&scale, 0) == 0);
}

static void negative_sides(void **state) {
    (void)state;
    zb_linear scale = fit(-15, 12.5, 0.1, false);
    assert_sound(&scale, -15, 12.5, 0.1);
    ASSERT_TEXTS(scale,
                 "\xE2\x88\x92"
                 "20",
                 "\xE2\x88\x92"
                 "10",
                 "0", "10", "20");
    scale = fit(-12, -3, 0.1, true);
    assert_sound(&scale, -12, -3, 0.1);
    assert_true(zb_linear_share(&scale, 0) == 1);
}

static void any_magnitude(void **state) {
    (void)state;
    static const double sizes[] = {1, 1.7, 2.3, 3.14159, 5, 7.77, 9.999};
    for (int power = -307; power <= 307; power++) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            double value = sizes[i] * pow(10, power);
            zb_linear scale = fit(0, value, 0.1, false);
            assert_sound(&scale, 0, value, 0.1);
            assert_true(zb_linear_share(&scale, value) > 0.4);
            scale = fit(-value, value / 3, 0.15, false);
            assert_sound(&scale, -value, value / 3, 0.15);
        }
    }
}

static void ends_of_doubles(void **state) {
    (void)state;
    zb_linear scale = fit(-1.7976931348623157e308, 1.7976931348623157e308, 0.1, false);
    assert_sound(&scale, -1.7976931348623157e308, 1.7976931348623157e308, 0.1);
    assert_true(isfinite(zb_linear_share(&scale, 1.7e308)));
    scale = fit(0, 5e-324, 0.1, false);
    assert_sound(&scale, 0, 5e-324, 0.1);
    scale = fit(1e300, 1e300, 0.1, true);
    assert_sound(&scale, 1e300, 1e300, 0.1);
}

static void axis_need_not_begin_at_zero(void **state) {
    (void)state;
    zb_linear_wish wish = {1000000.001, 1000000.010, 0, 0, false, false};
    zb_linear scale;
    zb_linear_fit(&wish, &scale);
    assert_in_range(scale.count, ZB_TICKS_MIN, ZB_TICKS_MAX);
    assert_true(zb_linear_share(&scale, 1000000.001) >= -1e-6 && zb_linear_share(&scale, 1000000.010) <= 1 + 1e-6);
    wish = (zb_linear_wish){6.23, 6.23, 0.1, 0.1, false, false};
    zb_linear_fit(&wish, &scale);
    double middle = zb_linear_share(&scale, 6.23);
    assert_true(middle > 0.1 && middle < 0.9);
}

static void long_numbers_are_counted_in_wan(void **state) {
    (void)state;
    zb_linear scale = fit(0, 400000, 0.1, true);
    ASSERT_TEXTS(scale, "0", "10万", "20万", "30万", "40万", "50万");
    scale = fit(0, 120000000, 0.1, true);
    ASSERT_TEXTS(scale, "0", "0.5亿", "1.0亿", "1.5亿");
    scale = fit(0, 1187, 0.1, true);
    ASSERT_TEXTS(scale, "0", "500", "1000", "1500");
    scale = fit(0, 3e20, 0.1, true);
    ASSERT_TEXTS(scale, "0", "1e20", "2e20", "3e20", "4e20");
    scale = fit(0, 3e-12, 0.1, false);
    ASSERT_TEXTS(scale, "0", "1e-12", "2e-12", "3e-12", "4e-12");
}

static void bands_share_the_width(void **state) {
    (void)state;
    zb_bands bands = {1000, 10007, 7};
    assert_int_equal(zb_band_edge(&bands, 0), 1000);
    assert_int_equal(zb_band_edge(&bands, 7), 11007);
    for (size_t i = 0; i < 7; i++) {
        assert_true(zb_band_edge(&bands, i) < zb_band_middle(&bands, i) &&
                    zb_band_middle(&bands, i) < zb_band_edge(&bands, i + 1));
    }
    assert_int_equal(zb_band_bar(&bands, 100), 100);
    assert_true(zb_band_bar(&bands, ZB_LENGTH_MAX) < 10007 / 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_get_even_ticks),
        cmocka_unit_test(counts_get_integers),
        cmocka_unit_test(small_counts),
        cmocka_unit_test(all_zero),
        cmocka_unit_test(negative_sides),
        cmocka_unit_test(any_magnitude),
        cmocka_unit_test(ends_of_doubles),
        cmocka_unit_test(axis_need_not_begin_at_zero),
        cmocka_unit_test(long_numbers_are_counted_in_wan),
        cmocka_unit_test(bands_share_the_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
