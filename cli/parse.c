/* SPDX-License-Identifier: Apache-2.0
 * The command line to settings, along the tables of cli/options.c: commands and options in any order, --name VALUE, --name=VALUE,
 * -o VALUE, -oVALUE, and -- before operands that begin with a dash. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "cli/settings.h"

#define NAMES_MAX 64 /* options of one command, which the table has by far not */

typedef struct reader {
    int argc, at;
    char **argv;
    zb_settings *settings;
    int operand_count; /* kept at the beginning of argv */
    bool only_operands;
} reader;

int zb_usage_error(const zb_command *command, const char *format, ...) {
    va_list args;
    zb_buf text = {0};
    va_start(args, format);
    zb_vsay(&text, zb_language_now(), format, args);
    va_end(args);
    zb_say_file(stderr, "zhoubao: %.*s\nTry 'zhoubao %s%s--help'.\n", ZB_STR_ARG(zb_buf_str(&text)), command ? command->name : "",
                command ? " " : "");
    zb_buf_free(&text);
    return ZB_EXIT_USAGE;
}

static unsigned bit_of(const zb_settings *settings) { return settings->command ? settings->command->bit : ZB_PROGRAM_BIT; }

/* "unknown option '--x'", or command, or word, with the nearest of the names that there are. */
static bool unknown(const zb_command *command, const char *what, const char *word, zb_str name, const zb_str *names, size_t count) {
    const zb_str *near = zb_nearest(name, names, count);
    const char *dashes = *word == '-' ? "--" : "";
    if (near)
        zb_usage_error(command, "unknown %s'%s' (did you mean '%s%.*s'?)", what, word, dashes, ZB_STR_ARG(*near));
    else zb_usage_error(command, "unknown %s'%s'", what, word);
    return false;
}

static bool unknown_option(const reader *r, zb_str name) {
    zb_str names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < zb_option_count && count < NAMES_MAX; i++)
        if (zb_options[i].help && (zb_options[i].commands & bit_of(r->settings))) names[count++] = zb_str_of(zb_options[i].name);
    return unknown(r->settings->command, N_("option "), r->argv[r->at], name, names, count);
}

bool zb_option_set(zb_settings *s, const zb_option *option, const char *value) {
    if (!(option->commands & ZB_NEUTRAL_BIT)) {
        if (s->given_count == ZB_GIVEN_MAX) return false;
        s->given[s->given_count].option = option;
        s->given[s->given_count++].value = value;
    }
    return option->read(value, s);
}

/* -o once, or as often as the command takes it. */
static bool outputs_fit(const reader *r) {
    const zb_settings *s = r->settings;
    bool several = s->command && s->command->bit & ZB_OUTPUTS_BIT;
    if (s->output_count < (several ? ZB_OUTPUTS_MAX : 1)) return true;
    if (several) zb_usage_error(s->command, "-o can be given %d times at most", ZB_OUTPUTS_MAX);
    else zb_usage_error(s->command, "-o can be given once");
    return false;
}

static bool apply_option(reader *r, const zb_option *option, const char *value) {
    if (!option->value && value) {
        zb_usage_error(r->settings->command, "--%s takes no value", option->name);
        return false;
    }
    bool needed = option->value && option->value[0] != '['; /* "[=ID]": may be left out */
    if (needed && !value && ++r->at < r->argc) value = r->argv[r->at];
    if (needed && !value) {
        zb_usage_error(r->settings->command, "--%s needs %s", option->name, option->expects);
        return false;
    }
    if (!(option->commands & ZB_NEUTRAL_BIT) && r->settings->given_count == ZB_GIVEN_MAX) {
        zb_usage_error(r->settings->command, "too many options");
        return false;
    }
    if (!strcmp(option->name, "output") && !outputs_fit(r)) return false;
    if (zb_option_set(r->settings, option, value)) return true;
    zb_usage_error(r->settings->command, "--%s needs %s, not '%s'", option->name, option->expects, value ? value : "");
    return false;
}

static bool read_long(reader *r) {
    const char *text = r->argv[r->at] + 2;
    const char *equals = strchr(text, '=');
    zb_str name = equals ? (zb_str){text, (size_t)(equals - text)} : zb_str_of(text);
    for (size_t i = 0; i < zb_option_count; i++)
        if (zb_str_is(name, zb_options[i].name) && (zb_options[i].commands & bit_of(r->settings)))
            return apply_option(r, &zb_options[i], equals ? equals + 1 : NULL);
    return unknown_option(r, name);
}

static bool read_short(reader *r) {
    const char *text = r->argv[r->at] + 1;
    for (size_t i = 0; i < zb_option_count; i++)
        if (zb_options[i].letter == *text && (zb_options[i].commands & bit_of(r->settings)))
            return apply_option(r, &zb_options[i], text[1] ? text + 1 : NULL);
    return unknown_option(r, zb_str_of(text));
}

static bool read_command(reader *r, const char *word) {
    zb_str names[NAMES_MAX];
    for (size_t i = 0; i < zb_command_count; i++) {
        names[i] = zb_str_of(zb_commands[i].name);
        if (zb_str_is(names[i], word)) r->settings->command = &zb_commands[i];
    }
    if (r->settings->command) return true;
    return unknown(NULL, N_("command "), word, zb_str_of(word), names, zb_command_count);
}

static bool read_operand(reader *r, char *word) {
    if (!r->settings->command) return read_command(r, word);
    if (r->operand_count < r->settings->command->operand_count || (r->settings->command->bit & ZB_SEVERAL_BIT)) {
        r->argv[r->operand_count++] = word;
        return true;
    }
    zb_usage_error(r->settings->command, "too many arguments: '%s'", word);
    return false;
}

static bool read_word(reader *r) {
    char *word = r->argv[r->at];
    if (r->only_operands || word[0] != '-' || !word[1]) return read_operand(r, word);
    if (!strcmp(word, "--")) return r->only_operands = true;
    return word[1] == '-' ? read_long(r) : read_short(r);
}

static bool known_what(const zb_command *command, const char *word) {
    zb_str names[NAMES_MAX];
    size_t count = 0;
    for (; command->whats[count]; count++) {
        if (!strcmp(command->whats[count], word)) return true;
        names[count] = zb_str_of(command->whats[count]);
    }
    return unknown(command, "", word, zb_str_of(word), names, count);
}

/* One format, but for commands that make several pictures of a thing. */
static bool formats_fit(const zb_settings *settings) {
    if ((settings->command->bit & (ZB_SEVERAL_BIT | ZB_FORMATS_BIT)) || !(settings->formats & (settings->formats - 1))) return true;
    zb_usage_error(settings->command, "--format needs one format here");
    return false;
}

/* Standard input alone says what is to be done. */
static bool no_operands(const reader *r) {
    if (r->operand_count) zb_usage_error(r->settings->command, "--jsonl reads standard input, not '%s'", r->argv[0]);
    r->settings->input = "-";
    return !r->operand_count;
}

/* Gives the operands their meaning. */
static bool place_operands(reader *r) {
    const zb_command *command = r->settings->command;
    if (!command) {
        zb_usage_error(NULL, "no command");
        return false;
    }
    if (!formats_fit(r->settings)) return false;
    if (r->settings->jsonl) return no_operands(r);
    if (r->operand_count < command->operand_count) {
        zb_usage_error(command, "missing: zhoubao %s %s", command->name, command->operands);
        return false;
    }
    int next = 0;
    if (command->whats) r->settings->what = r->argv[next++];
    if (next < command->operand_count) r->settings->input = r->argv[next];
    r->settings->inputs = r->argv + next;
    r->settings->input_count = (size_t)(r->operand_count - next);
    for (; next < r->operand_count; next++) {
        if (*r->argv[next]) continue;
        zb_usage_error(command, "the name of the input is empty");
        return false;
    }
    return !command->whats || known_what(command, r->settings->what);
}

zb_settings zb_settings_of(const zb_command *command) {
    return (zb_settings){.command = command, .dpi = 144, .first = 1, .parts = {.width = 640, .scale = 2},
                         .limits = {ZB_CPU_SECONDS, ZB_PAGES_USUAL, ZB_FILES_USUAL}};
}

/* Several processes share the machine. */
static void set_usual(zb_settings *settings) {
    const char *command = settings->command->name;
    bool issues = !strcmp(command, "batch"), charts = !strcmp(command, "chart");
    if (!(settings->megabytes > 0)) settings->megabytes = issues || charts ? ZB_MEMORY_MEGABYTES / 2 : ZB_MEMORY_MEGABYTES;
    if (!(settings->seconds > 0)) settings->seconds = charts ? 60 : 120;
}

/* Findings for a program have standard error to themselves. */
static bool findings_fit(const zb_settings *settings) {
    if (!settings->timings || !settings->findings || settings->report) return true;
    zb_usage_error(settings->command, "--timings goes with --diagnostics only where that names a file");
    return false;
}

bool zb_settings_read(int argc, char **argv, zb_settings *settings) {
    *settings = zb_settings_of(NULL);
    reader r = {.argc = argc, .argv = argv, .settings = settings};
    for (r.at = 1; r.at < argc; r.at++)
        if (!read_word(&r)) return false;
    if (settings->help || settings->version || settings->man) return true;
    if (!place_operands(&r) || !findings_fit(settings)) return false;
    set_usual(settings);
    return true;
}
