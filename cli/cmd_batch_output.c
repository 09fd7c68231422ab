/* SPDX-License-Identifier: Apache-2.0
 * The outputs of an issue in a batch. Each is what another command makes, and takes that command's options under their own names:
 *   outputs: [pdf, {png: {dpi: 96}}, {parts: {theme: dark, folder: parts-dark}}] */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/cmd_batch.h"

#define NAMES_MAX 64

/* What can be asked for, and the command that makes it. Formats are pages of the issue; the others fill a folder. */
static const struct {
    const char *word, *command;
    zb_format format;
} kinds[] = {
    {"pdf", "render", ZB_FORMAT_PDF}, {"png", "render", ZB_FORMAT_PNG},     {"svg", "render", ZB_FORMAT_SVG},
    {"webp", "render", ZB_FORMAT_WEBP}, {"parts", "parts", ZB_FORMAT_NONE}, {"preview", "preview", ZB_FORMAT_NONE},
    {"figures", "figures", ZB_FORMAT_NONE},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

/* Options that an output cannot have: they are the issue's, the batch's or its kind's. */
static const char *const not_here[] = {"output", "template", "style", "strict", "timings", "help", "cpu", "memory", "max-pages", "max-files"};

typedef struct reader {
    zb_arena *arena;
    zb_diags *diags;
    size_t kind;
    zb_issue_output *output;
} reader;

static bool is_option(const reader *r, const zb_option *option) {
    for (size_t i = 0; i < sizeof not_here / sizeof *not_here; i++)
        if (!strcmp(option->name, not_here[i])) return false;
    if (kinds[r->kind].format && !strcmp(option->name, "format")) return false;
    return (option->commands & r->output->settings.command->bit) != 0;
}

static const zb_option *option_lookup(const reader *r, zb_str name) {
    for (size_t i = 0; i < zb_option_count; i++)
        if (is_option(r, &zb_options[i]) && zb_str_is(name, zb_options[i].name)) return &zb_options[i];
    return NULL;
}

static void report_option(const reader *r, zb_str name, zb_loc loc) {
    zb_str names[NAMES_MAX];
    size_t count = 0;
    names[count++] = ZB_STR("folder");
    for (size_t i = 0; i < zb_option_count && count < NAMES_MAX; i++)
        if (is_option(r, &zb_options[i])) names[count++] = zb_str_of(zb_options[i].name);
    zb_diag_add(r->diags, ZB_ERROR, "batch.option", loc, "'%s' has no option '%.*s'", r->output->word, ZB_STR_ARG(name));
    zb_diag_hint_nearest(r->diags, name, names, count);
}

/* The value as it would stand on a command line: a list has commas between its items. NULL: it is none; *given: false says "not". */
static const char *value_text(const reader *r, const zb_value *value, bool *given) {
    *given = true;
    if (value->kind == ZB_BOOL) {
        *given = value->integer != 0;
        return NULL;
    }
    zb_str text = zb_value_is_scalar(value) ? value->text : (zb_str){0};
    for (size_t i = 0; value->kind == ZB_LIST && i < value->count; i++)
        text = zb_str_format(r->arena, "%.*s%s%.*s", ZB_STR_ARG(text), i ? "," : "", ZB_STR_ARG(value->items[i]->text));
    return text.n ? zb_str_z(r->arena, text) : NULL;
}

static void read_option(const reader *r, const zb_entry *entry) {
    const zb_option *option = option_lookup(r, entry->key);
    if (!option) {
        report_option(r, entry->key, entry->key_loc);
        return;
    }
    bool given, optional = !option->value || option->value[0] == '[';
    const char *text = value_text(r, entry->value, &given);
    bool fits = text ? option->value != NULL : optional;
    if (fits && (!given || zb_option_set(&r->output->settings, option, text))) return;
    zb_diag_add(r->diags, ZB_ERROR, "batch.option", entry->value->loc, "'%s' of '%s' must be %s%s%s", option->name, r->output->word,
                option->value ? option->expects : "true or false", option->value && optional ? ", or true" : "",
                text && !option->value ? ", not a value" : "");
}

/* The name of a folder inside the issue's. */
static void read_folder(const reader *r, const zb_value *value) {
    zb_str name = zb_value_is_scalar(value) ? value->text : (zb_str){0};
    bool fine = name.n && name.n <= ZB_ISSUE_NAME_MAX && name.s[0] != '.';
    for (size_t i = 0; i < name.n; i++) fine = fine && (unsigned char)name.s[i] >= ' ' && name.s[i] != '/';
    if (fine) r->output->folder = zb_str_z(r->arena, name);
    else zb_diag_add(r->diags, ZB_ERROR, "batch.option", value->loc, "'folder' must be a plain name, without slash or dot in front");
}

static void read_options(const reader *r, const zb_value *map) {
    if (map->kind == ZB_NULL) return;
    if (map->kind != ZB_MAP) {
        zb_diag_add(r->diags, ZB_ERROR, "batch.value", map->loc, "the options of '%s' are a mapping, not a %s", r->output->word,
                    zb_value_kind_name(map->kind));
        return;
    }
    for (size_t i = 0; i < map->count; i++)
        if (zb_str_is(map->entries[i].key, "folder")) read_folder(r, map->entries[i].value);
        else read_option(r, &map->entries[i]);
}

static const zb_command *command_of(const char *name) {
    const zb_command *command = zb_commands;
    while (strcmp(command->name, name) != 0) command++;
    return command;
}

/* The number of a word among the kinds, or KINDS, which is an error. */
static size_t read_kind(zb_str word, zb_loc loc, zb_diags *diags) {
    zb_str names[KINDS];
    for (size_t i = 0; i < KINDS; i++) {
        names[i] = zb_str_of(kinds[i].word);
        if (zb_str_equal(word, names[i])) return i;
    }
    zb_diag_add(diags, ZB_ERROR, "batch.key", loc, "unknown output '%.*s'", ZB_STR_ARG(word));
    zb_diag_hint_nearest(diags, word, names, KINDS);
    return KINDS;
}

static void add_output(zb_arena *arena, const zb_settings *settings, size_t kind, const zb_value *options, zb_issue_outputs *outputs,
                       zb_diags *diags) {
    zb_issue_output output = {.word = kinds[kind].word, .settings = zb_settings_of(command_of(kinds[kind].command))};
    output.settings.dpi = settings->dpi;
    output.settings.format = kinds[kind].format;
    if (!kinds[kind].format) output.folder = output.word;
    reader r = {arena, diags, kind, &output};
    if (options) read_options(&r, options);
    ZB_PUSH(arena, outputs, output);
}

/* No two outputs may write the same files. Page files differ by their suffix; a folder belongs to one output that fills it, and file
 * systems may fold case. */
static void check_folder(const zb_issue_outputs *outputs, zb_loc loc, zb_diags *diags) {
    const zb_issue_output *new = &outputs->data[outputs->count - 1];
    const char *own = new->folder ? new->folder : "";
    for (const zb_issue_output *old = outputs->data; old < new; old++) {
        bool pages = old->settings.format && new->settings.format && !(old->settings.formats | new->settings.formats);
        if (strcasecmp(old->folder ? old->folder : "", own) != 0 || (pages && old->settings.format != new->settings.format)) continue;
        zb_diag_add(diags, ZB_ERROR, "batch.output", loc, "an earlier output '%s' goes to the same place", old->word);
        if (loc.source) zb_diag_hint(diags, "give one of them a folder of its own: {%s: {folder: NAME}}", new->word);
        else zb_diag_hint(diags, "name each once; a manifest can give them folders of their own");
        return;
    }
}

void zb_issue_output_read(zb_arena *arena, const zb_settings *settings, const zb_value *value, zb_issue_outputs *outputs, zb_diags *diags) {
    bool map = value->kind == ZB_MAP && value->count == 1;
    if (!map && value->kind != ZB_TEXT) {
        zb_diag_add(diags, ZB_ERROR, "batch.value", value->loc, "an output is a word, or one word with its options: {parts: {width: 360}}");
        return;
    }
    size_t kind = read_kind(map ? value->entries[0].key : value->text, map ? value->entries[0].key_loc : value->loc, diags);
    if (kind == KINDS) return;
    add_output(arena, settings, kind, map ? value->entries[0].value : NULL, outputs, diags);
    check_folder(outputs, value->loc, diags);
}

void zb_issue_outputs_read(zb_arena *arena, const zb_settings *settings, zb_issue_outputs *outputs, zb_diags *diags) {
    zb_str rest = zb_str_of(settings->makes ? settings->makes : "pdf");
    for (size_t comma = 0; comma != SIZE_MAX; rest = zb_str_sub(rest, comma + 1, rest.n)) {
        comma = zb_str_find(rest, ZB_STR(","), 0);
        size_t kind = read_kind(zb_str_trim(zb_str_sub(rest, 0, comma)), ZB_NOWHERE, diags);
        if (kind == KINDS) return;
        add_output(arena, settings, kind, NULL, outputs, diags);
        check_folder(outputs, ZB_NOWHERE, diags);
        if (comma == SIZE_MAX) return;
    }
}
