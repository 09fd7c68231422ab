/* SPDX-License-Identifier: Apache-2.0
 * The program: reads the command line and performs the command. */
#include "cli/program.h"

#include "base/guard.h"
#include "base/language.h"
#include "cli/settings.h"
#include "fonts/fonts.h"

static int perform(const zb_settings *settings) {
    if (settings->help) return zb_help_print(settings->command);
    if (settings->version) return zb_version_print();
    if (settings->man) return zb_manual_print();
    return settings->command->perform(settings);
}

int zb_program(int argc, char **argv, zb_language language, zb_no_memory **no_memory) {
    zb_settings settings;
    zb_language_set(language);
    *no_memory = zb_guard_no_memory;
    zb_guard_install();
    if (!zb_settings_read(argc, argv, &settings)) return ZB_EXIT_USAGE;
    int status = perform(&settings);
    zb_fonts_finish();
    return status;
}
