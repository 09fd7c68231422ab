/* SPDX-License-Identifier: Apache-2.0
 * The outputs of an issue in a batch. Each is what another command makes, and takes that command's options under their own names:
 *   outputs: [pdf, {png: {dpi: 96}}, {parts: {theme: dark, folder: parts-dark}}] */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
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

/* Options that an output cannot have: they are the issue's or the batch's. So are the neutral ones but for the format. */
static const char *const not_here[] = {"template", "style", "root", "font-path", "set", "strict", "help"};

typedef struct reader {
    zb_arena *arena;
    zb_diags *diags;
    size_t kind;
    zb_issue_output *output;
    zb_settings settings; /* in which options are tried */
    ZB_VEC(zb_output_option) options;
} reader;

typedef ZB_VEC(zb_issue_output) outputs;

static bool is_option(const reader *r, const zb_option *option) {
    for (size_t i = 0; i < sizeof not_here / sizeof *not_here; i++)
        if (!strcmp(option->name, not_here[i])) return false;
    bool format = !strcmp(option->name, "format");
    if (format ? kinds[r->kind].format : option->commands & ZB_NEUTRAL_BIT) return false;
    return (option->commands & r->settings.command->bit) != 0;
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
    for (size_t i = 0; i < zb_option_count && count < NAMES_MAX; i++) /* the table is shorter */
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
    for (size_t i = 0; value->kind == ZB_LIST && i < value->count; i++) {
        if (!zb_value_is_scalar(value->items[i]) || !value->items[i]->text.n) return NULL;
        text = zb_str_format(r->arena, "%.*s%s%.*s", ZB_STR_ARG(text), i ? "," : "", ZB_STR_ARG(value->items[i]->text));
    }
    return text.n ? zb_str_z(r->arena, text) : NULL;
}

static void read_option(reader *r, const zb_entry *entry) {
    const zb_option *option = option_lookup(r, entry->key);
    if (!option) {
        report_option(r, entry->key, entry->key_loc);
        return;
    }
    bool given, optional = !option->value || option->value[0] == '[';
    const char *text = value_text(r, entry->value, &given);
    bool fits = text ? option->value != NULL : optional && entry->value->kind == ZB_BOOL;
    if (fits && (!given || zb_option_set(&r->settings, option, text))) {
        if (given) ZB_PUSH(r->arena, &r->options, (zb_output_option){option, text});
        return;
    }
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

static void read_options(reader *r, const zb_value *map) {
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

/* The kind of an output's word. */
static size_t kind_of(const char *word) {
    size_t kind = 0;
    while (strcmp(kinds[kind].word, word) != 0) kind++;
    return kind;
}

static zb_settings settings_of(size_t kind) {
    zb_settings settings = zb_settings_of(command_of(kinds[kind].command));
    settings.format = kinds[kind].format;
    return settings;
}

zb_settings zb_issue_output_settings(const zb_settings *settings, const zb_issue_output *output) {
    zb_settings own = settings_of(kind_of(output->word));
    own.dpi = settings->dpi;
    for (size_t i = 0; i < output->option_count; i++) zb_option_set(&own, output->options[i].option, output->options[i].value);
    return own;
}

static void add_output(zb_arena *arena, size_t kind, const zb_value *options, outputs *all, zb_diags *diags) {
    zb_issue_output output = {.word = kinds[kind].word, .folder = kinds[kind].format ? NULL : kinds[kind].word};
    reader r = {.arena = arena, .diags = diags, .kind = kind, .output = &output, .settings = settings_of(kind)};
    if (options) read_options(&r, options);
    output.options = r.options.data;
    output.option_count = r.options.count;
    ZB_PUSH(arena, all, output);
}

static bool is_option_given(const zb_issue_output *output, const char *name) {
    for (size_t i = 0; i < output->option_count; i++)
        if (!strcmp(output->options[i].option->name, name)) return true;
    return false;
}

/* Pages in one format: files that differ from those of other formats by their suffix. */
static zb_format pages_of(const zb_issue_output *output) {
    return is_option_given(output, "format") ? ZB_FORMAT_NONE : kinds[kind_of(output->word)].format;
}

/* No two outputs may write the same files. Page files differ by their suffix; a folder belongs to one output that fills it, and file
 * systems may fold case. */
static void check_folder(const outputs *all, zb_loc loc, zb_diags *diags) {
    const zb_issue_output *new = &all->data[all->count - 1];
    const char *own = new->folder ? new->folder : "";
    for (const zb_issue_output *old = all->data; old < new; old++) {
        bool differ = pages_of(old) && pages_of(new) && pages_of(old) != pages_of(new);
        if (strcasecmp(old->folder ? old->folder : "", own) != 0 || differ) continue;
        zb_diag_add(diags, ZB_ERROR, "batch.output", loc, "an earlier output '%s' goes to the same place", old->word);
        if (loc.source) zb_diag_hint(diags, "give one of them a folder of its own: {%s: {folder: NAME}}", new->word);
        else zb_diag_hint(diags, "name each once; a manifest can give them folders of their own");
        return;
    }
}

static void read_output(zb_arena *arena, const zb_value *value, outputs *all, zb_diags *diags) {
    bool map = value->kind == ZB_MAP && value->count == 1;
    if (!map && value->kind != ZB_TEXT) {
        zb_diag_add(diags, ZB_ERROR, "batch.value", value->loc, "an output is a word, or one word with its options: {parts: {width: 360}}");
        return;
    }
    size_t kind = read_kind(map ? value->entries[0].key : value->text, map ? value->entries[0].key_loc : value->loc, diags);
    if (kind == KINDS) return;
    add_output(arena, kind, map ? value->entries[0].value : NULL, all, diags);
    check_folder(all, value->loc, diags);
}

static bool same_text(const char *a, const char *b) { return a && b ? !strcmp(a, b) : a == b; }

static bool same_output(const zb_issue_output *a, const zb_issue_output *b) {
    if (a->word != b->word || !same_text(a->folder, b->folder) || a->option_count != b->option_count) return false;
    for (size_t i = 0; i < a->option_count; i++)
        if (a->options[i].option != b->options[i].option || !same_text(a->options[i].value, b->options[i].value)) return false;
    return true;
}

static const char *text_copy(zb_arena *arena, const char *text) { return text ? zb_str_copy(arena, zb_str_of(text)).s : NULL; }

/* What was read, in no more memory than it needs. */
static zb_issue_outputs keep(zb_arena *arena, const outputs *all) {
    zb_issue_output *data = ZB_NEW_ARRAY(arena, all->count, zb_issue_output);
    for (size_t i = 0; i < all->count; i++) {
        const zb_issue_output *output = &all->data[i];
        zb_output_option *options = ZB_NEW_ARRAY(arena, output->option_count, zb_output_option);
        for (size_t k = 0; k < output->option_count; k++)
            options[k] = (zb_output_option){output->options[k].option, text_copy(arena, output->options[k].value)};
        const char *folder = output->folder == output->word ? output->word : text_copy(arena, output->folder);
        data[i] = (zb_issue_output){output->word, folder, options, output->option_count};
    }
    return (zb_issue_outputs){data, all->count};
}

static zb_issue_outputs share(zb_arena *arena, const outputs *all, zb_issue_outputs same) {
    bool equal = all->count == same.count;
    for (size_t i = 0; i < all->count && equal; i++) equal = same_output(&all->data[i], &same.data[i]);
    return equal ? same : keep(arena, all);
}

zb_issue_outputs zb_issue_outputs_read(zb_arena *arena, const zb_value *value, zb_issue_outputs same, zb_diags *diags) {
    zb_arena *scratch = zb_arena_open();
    outputs all = {0};
    size_t count = value->kind == ZB_LIST ? value->count : 1;
    for (size_t i = 0; i < count; i++) read_output(scratch, value->kind == ZB_LIST ? value->items[i] : value, &all, diags);
    if (!count) {
        zb_diag_add(diags, ZB_ERROR, "batch.value", value->loc, "'outputs' is empty");
        zb_diag_hint(diags, "leave it out for a PDF alone");
    }
    zb_issue_outputs read = share(arena, &all, same);
    zb_arena_close(scratch);
    return read;
}

zb_issue_outputs zb_issue_outputs_usual(zb_arena *arena, const zb_settings *settings, zb_diags *diags) {
    outputs all = {0};
    zb_str rest = zb_str_of(settings->makes ? settings->makes : "pdf");
    for (size_t comma = 0; comma != SIZE_MAX; rest = zb_str_sub(rest, comma + 1, rest.n)) {
        comma = zb_str_find(rest, ZB_STR(","), 0);
        size_t kind = read_kind(zb_str_trim(zb_str_sub(rest, 0, comma)), ZB_NOWHERE, diags);
        if (kind == KINDS) break;
        add_output(arena, kind, NULL, &all, diags);
        check_folder(&all, ZB_NOWHERE, diags);
        if (comma == SIZE_MAX) break;
    }
    return keep(arena, &all);
}

/* ---- schema ---- */

static void option_put(zb_buf *out, const zb_option *option) {
    static const char value[] = "\"type\": [\"string\", \"number\", \"array\"%s], \"minLength\": 1, \"minItems\": 1, "
                                "\"items\": {\"type\": [\"string\", \"number\"]}";
    zb_buf_format(out, "\n    \"%s\": {", option->name);
    if (!option->value) zb_buf_format(out, "\"type\": \"boolean\"");
    else zb_buf_format(out, value, option->value[0] == '[' ? ", \"boolean\"" : "");
    zb_buf_format(out, ", \"description\": ");
    zb_json_add_text(out, zb_str_of(option->help));
    zb_buf_format(out, "},");
}

/* The options of one kind of output. */
static void kind_put(zb_buf *out, size_t kind) {
    zb_issue_output output = {.word = kinds[kind].word};
    reader r = {.kind = kind, .output = &output, .settings = settings_of(kind)};
    zb_buf_format(out, "%s\n  \"%s\": {\"type\": [\"object\", \"null\"], \"additionalProperties\": false, "
                       "\"properties\": {", kind ? "," : "",
                  kinds[kind].word);
    for (size_t i = 0; i < zb_option_count; i++)
        if (is_option(&r, &zb_options[i])) option_put(out, &zb_options[i]);
    zb_buf_format(out, "\n    \"folder\": {\"type\": [\"string\", \"number\"], "
                       "\"pattern\": \"^[^./][^/]*$\", \"maxLength\": %d}}}", ZB_ISSUE_NAME_MAX);
}

void zb_issue_outputs_defs(zb_buf *out) {
    zb_buf_format(out, "\"outputs\": {\"if\": {\"type\": \"array\"}, \"then\": {\"minItems\": 1, "
                       "\"items\": {\"$ref\": \"#/$defs/output\"}}, "
                       "\"else\": {\"$ref\": \"#/$defs/output\"}},\n\"output\": {\"if\": {\"type\": \"string\"}, \"then\": {\"enum\": [");
    for (size_t i = 0; i < KINDS; i++) zb_buf_format(out, "%s\"%s\"", i ? ", " : "", kinds[i].word);
    zb_buf_format(out, "]}, \"else\": {\"type\": \"object\", \"minProperties\": 1, \"maxProperties\": 1, "
                       "\"additionalProperties\": false, \"properties\": {");
    for (size_t i = 0; i < KINDS; i++) kind_put(out, i);
    zb_buf_format(out, "}}}");
}
