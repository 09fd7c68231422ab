/* SPDX-License-Identifier: Apache-2.0
 * --help, --version and the manual page, written from the tables of commands and options. */
#include <ctype.h>
#include <stdio.h>

#include "base/language.h"
#include "base/output.h"
#include "cli/settings.h"

#define NAME_COLUMNS 20
#define SUMMARY_MAX 256

/* Writes the text to standard output and frees it; a full disk is reported like anywhere else. */
static int print(zb_buf *text) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_output *output = zb_output_open("-", diags);
    zb_output_write(output, text->s, text->n);
    bool fine = zb_output_commit(output, diags);
    zb_diags_print(diags, stderr, false);
    zb_arena_close(arena);
    zb_buf_free(text);
    return fine ? ZB_EXIT_FINE : ZB_EXIT_SYSTEM;
}

/* "-o, --output FILE". */
static const char *option_label(const zb_option *option, char *out, size_t room) {
    char letter[8] = "";
    if (option->letter) snprintf(letter, sizeof letter, "-%c, ", option->letter);
    const char *value = option->value ? option->value : "", *gap = *value && *value != '[' ? " " : "";
    snprintf(out, room, "%s--%s%s%s", letter, option->name, gap, value);
    return out;
}

static void add_options(zb_buf *out, unsigned bit) {
    char label[64];
    for (size_t i = 0; i < zb_option_count; i++)
        if (zb_options[i].help && (zb_options[i].commands & bit))
            zb_buf_format(out, "  %-*s %s\n", NAME_COLUMNS, option_label(&zb_options[i], label, sizeof label), zb_tr(zb_options[i].help));
}

static void add_command_help(zb_buf *out, const zb_command *command) {
    char summary[SUMMARY_MAX];
    snprintf(summary, sizeof summary, "%s", zb_tr(command->summary));
    if ((unsigned char)*summary < 0x80) *summary = (char)toupper((unsigned char)*summary);
    zb_say_to(out, "usage: zhoubao %s [options] %s\n", command->name, command->operands);
    zb_say_to(out, "\n%s.\n%s\n\noptions:\n", summary, command->details);
    add_options(out, command->bit);
}

static void add_program_help(zb_buf *out) {
    zb_say_to(out, "usage: zhoubao COMMAND [options] ...\n\nTurns a bulletin's data into a finished publication.\n\ncommands:\n");
    for (size_t i = 0; i < zb_command_count; i++)
        zb_buf_format(out, "  %-10s %s\n", zb_commands[i].name, zb_tr(zb_commands[i].summary));
    zb_say_to(out, "\noptions:\n");
    add_options(out, ZB_PROGRAM_BIT);
    zb_say_to(out, "\n'zhoubao COMMAND --help' tells more about a command.\n"
                       "Exit status: 0 fine, 1 errors in the input, 2 wrong usage, 3 the system failed.\n");
}

int zb_help_print(const zb_command *command) {
    zb_buf out = {0};
    if (command) add_command_help(&out, command);
    else add_program_help(&out);
    return print(&out);
}

int zb_version_print(void) {
    zb_buf out = {0};
    zb_buf_format(&out, "zhoubao %s\n", ZB_VERSION);
    return print(&out);
}

/* Text for troff: backslashes and dashes keep their meaning, a line may not begin with a control character. */
static void add_roff(zb_buf *out, const char *text) {
    bool start = true;
    for (; *text; text++) {
        if (start && (*text == '.' || *text == '\'')) zb_buf_format(out, "\\&");
        if (*text == '\\') zb_buf_format(out, "\\e");
        else if (*text == '-') zb_buf_format(out, "\\-");
        else zb_buf_add_char(out, *text);
        start = *text == '\n';
    }
}

static void add_roff_options(zb_buf *out, unsigned bit) {
    char label[64];
    for (size_t i = 0; i < zb_option_count; i++) {
        if (!zb_options[i].help || !(zb_options[i].commands & bit)) continue;
        zb_buf_format(out, ".TP\n.B ");
        add_roff(out, option_label(&zb_options[i], label, sizeof label));
        zb_buf_add_char(out, '\n');
        add_roff(out, zb_options[i].help);
        zb_buf_format(out, ".\n");
    }
}

static void add_roff_command(zb_buf *out, const zb_command *command) {
    zb_buf_format(out, ".SS zhoubao %s [options] ", command->name);
    add_roff(out, command->operands);
    zb_buf_add_char(out, '\n');
    zb_buf_add_char(out, (char)toupper((unsigned char)command->summary[0]));
    add_roff(out, command->summary + 1);
    zb_buf_format(out, ".\n");
    add_roff(out, command->details);
    zb_buf_add_char(out, '\n');
    add_roff_options(out, command->bit);
}

static const char manual_end[] =
    ".SH EXIT STATUS\n"
    "0 when all is fine (there may be warnings), 1 for errors in the input, 2 for wrong usage, 3 when the system\n"
    "failed (disk full, no permission).\n"
    "No output file is written, and an older one is left as it is, unless the status is 0.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n.B ZHOUBAO_DATADIR\na folder whose templates/ is searched first.\n"
    ".TP\n.B ZHOUBAO_FONT_PATH\nfolders, with colons between them, whose fonts are searched first, behind those of --font-path.\n"
    ".TP\n.B SOURCE_DATE_EPOCH\nthe date written into a PDF whose issue names none, in seconds since 1970.\n"
    ".TP\n.B LC_ALL, LC_MESSAGES, LANG, LANGUAGE\n"
    "the language of messages: Chinese where they begin with zh, else English; --lang overrides them.\n"
    ".TP\n.B NO_COLOR\nmessages without colours.\n";

int zb_manual_print(void) {
    zb_buf out = {0};
    zb_buf_format(&out, ".TH ZHOUBAO 1 \"\" \"zhoubao %s\" \"User Commands\"\n.SH NAME\n"
                        "zhoubao \\- turn a bulletin's data into a finished publication\n"
                        ".SH SYNOPSIS\n.B zhoubao\n.I COMMAND\n[options] ...\n.SH COMMANDS\n",
                  ZB_VERSION);
    for (size_t i = 0; i < zb_command_count; i++) add_roff_command(&out, &zb_commands[i]);
    zb_buf_format(&out, ".SH OPTIONS\n");
    add_roff_options(&out, ZB_PROGRAM_BIT);
    zb_buf_add(&out, ZB_STR(manual_end));
    return print(&out);
}
