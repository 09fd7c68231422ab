/* SPDX-License-Identifier: Apache-2.0
 * Which issues a batch makes: those of a manifest, or every folder in a folder that holds an issue.yaml. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cmd_batch.h"
#include "cli/outputs.h"
#include "model/yaml.h"

static const char *const key_names[] = {"issue", "outputs", "template", "style", "name"};
enum { KEYS = sizeof key_names / sizeof *key_names };

typedef struct reader {
    zb_arena *arena;
    const char *path; /* of the manifest */
    zb_issue_list *list;
    zb_issue_outputs usual;  /* where the manifest does not say */
    zb_issue_outputs newest; /* of the last entry that says it */
    size_t most;             /* issues */
    ZB_VEC(zb_loc) places;
    zb_diags *diags;
} reader;

/* The number of a key, or KEYS, which is an error. */
static size_t read_key(const reader *r, const zb_entry *entry) {
    zb_str all[KEYS];
    for (size_t i = 0; i < KEYS; i++) {
        all[i] = zb_str_of(key_names[i]);
        if (zb_str_equal(entry->key, all[i])) return i;
    }
    zb_diag_add(r->diags, ZB_ERROR, "batch.key", entry->key_loc, "unknown key '%.*s'", ZB_STR_ARG(entry->key));
    zb_diag_hint_nearest(r->diags, entry->key, all, KEYS);
    return KEYS;
}

/* Most entries of a manifest ask for what the one before them does. */
static zb_issue_outputs read_outputs(reader *r, const zb_value *value) {
    zb_issue_outputs outputs = zb_issue_outputs_read(r->arena, value, r->newest, r->diags);
    if (outputs.count) r->newest = outputs;
    return outputs;
}

static const char *read_text(const reader *r, const zb_entry *entry) {
    const zb_value *value = entry->value;
    if (zb_value_is_scalar(value) && value->kind != ZB_NULL && value->text.n) return zb_str_z(r->arena, value->text);
    zb_diag_add(r->diags, ZB_ERROR, "batch.value", value->loc, "'%.*s' must be a text", ZB_STR_ARG(entry->key));
    return NULL;
}

/* A template or style is looked for beside the manifest first, then as the issue would; `file` is what makes a folder one. */
static zb_str beside(const reader *r, zb_str name, const char *file) {
    const char *path = zb_path_beside(r->arena, r->path, name);
    if (!name.n || !zb_file_exists(zb_str_format(r->arena, "%s%s", path, file).s, NULL)) return name;
    char *whole = realpath(path, NULL);
    if (!whole) return zb_str_of(path); /* it is there: whoever reads it is told what is wrong with it */
    zb_str copy = zb_str_copy(r->arena, zb_str_of(whole));
    free(whole);
    return copy;
}

static const char *read_template(const reader *r, const char *name) {
    return name ? zb_str_z(r->arena, beside(r, zb_str_of(name), "/template.md")) : NULL;
}

/* Several names with commas between them, perhaps a plus in front. */
static const char *read_style(const reader *r, const char *names) {
    if (!names) return NULL;
    bool plus = *names == '+';
    zb_str rest = zb_str_of(names + plus), all = plus ? ZB_STR("+") : (zb_str){0};
    for (size_t comma = 0; comma != SIZE_MAX; rest = zb_str_sub(rest, comma + 1, rest.n)) {
        comma = zb_str_find(rest, ZB_STR(","), 0);
        zb_str name = zb_str_trim(zb_str_sub(rest, 0, comma));
        if (zb_str_ends(name, ".yaml")) name = beside(r, name, "");
        all = zb_str_format(r->arena, "%.*s%.*s%s", ZB_STR_ARG(all), ZB_STR_ARG(name), comma == SIZE_MAX ? "" : ",");
        if (comma == SIZE_MAX) break;
    }
    return zb_str_z(r->arena, all);
}

/* *named becomes the place of the issue's name. */
static void read_entry(reader *r, const zb_entry *entry, zb_issue *issue, zb_loc *named) {
    const char *text = NULL;
    size_t key = read_key(r, entry);
    if (key == 1) issue->outputs = read_outputs(r, entry->value);
    else if (key < KEYS) text = read_text(r, entry);
    if (key == 0 && text) issue->path = zb_path_beside(r->arena, r->path, zb_str_of(text));
    if (key == 2) issue->template = read_template(r, text);
    if (key == 3) issue->style = read_style(r, text);
    if (key == 4) issue->name = text, *named = entry->value->loc;
}

/* A name that ends like an output could be the output of another issue. */
static bool looks_made(const char *name) {
    const char *dot = strrchr(name, '.');
    return zb_format_of_name(name) || (dot && !strcasecmp(dot, ".json"));
}

static void check_name(const reader *r, const char *name, zb_loc loc) {
    zb_str text = zb_str_of(name);
    if (looks_made(name)) {
        zb_diag_add(r->diags, ZB_ERROR, "batch.name", loc, "an issue cannot be called '%s', like a file that is made of one", name);
        zb_diag_hint(r->diags, "say another 'name' in a manifest");
        return;
    }
    bool fine = text.n <= ZB_ISSUE_NAME_MAX && !zb_str_starts(text, ".") && !strchr(name, '/');
    for (size_t i = 0; i < text.n; i++) fine = fine && (unsigned char)name[i] >= ' ';
    if (fine) return;
    zb_diag_add(r->diags, ZB_ERROR, "batch.name", loc, "'%s' cannot be the name of a file", name);
    zb_diag_hint(r->diags, "at most %d bytes, no slash, no dot in front; say another 'name'", ZB_ISSUE_NAME_MAX);
}

static void add_issue(reader *r, zb_issue issue, zb_loc loc) {
    if (!issue.name) issue.name = zb_input_name(r->arena, issue.path);
    check_name(r, issue.name, loc);
    ZB_PUSH(r->arena, &r->list->issues, issue);
    ZB_PUSH(r->arena, &r->places, loc);
}

static void read_item(reader *r, const zb_value *item) {
    zb_issue issue = {.outputs = r->usual};
    zb_loc named = item->loc;
    for (size_t i = 0; item->kind == ZB_MAP && i < item->count; i++) read_entry(r, &item->entries[i], &issue, &named);
    if (item->kind == ZB_TEXT && item->text.n) issue.path = zb_path_beside(r->arena, r->path, item->text);
    if (issue.path && !strcmp(issue.path, "-"))
        zb_diag_add(r->diags, ZB_ERROR, "batch.value", item->loc, "an issue of a batch is a file or a folder, not '-'");
    else if (issue.path) add_issue(r, issue, named);
    else if (item->kind != ZB_MAP || !zb_value_lookup_z(item, "issue"))
        zb_diag_add(r->diags, ZB_ERROR, "batch.value", item->loc, "an entry of the manifest needs 'issue: PATH'");
}

static bool too_many(const reader *r, size_t count, zb_loc loc) {
    if (count <= r->most) return false;
    zb_diag_add(r->diags, ZB_ERROR, "batch.size", loc, "%zu issues are more than %zu", count, r->most);
    zb_diag_hint(r->diags, "divide them among several %s", loc.source ? "manifests" : "folders, or name them in several manifests");
    return true;
}

static void read_root(reader *r, const zb_value *root) {
    if (root->kind != ZB_LIST || !root->count) {
        zb_diag_add(r->diags, ZB_ERROR, "batch.value", root->loc, "a manifest is a list of issues: '- issue: PATH'");
        return;
    }
    if (too_many(r, root->count, root->loc)) return;
    for (size_t i = 0; i < root->count; i++) read_item(r, root->items[i]);
}

/* Of the values only what the list says is kept. */
static void read_manifest(reader *r) {
    zb_arena *scratch = zb_arena_open();
    const zb_source *source = zb_source_read(r->arena, r->path, ZB_NOWHERE, r->diags);
    const zb_value *root = source ? zb_yaml_read_source(scratch, source, r->diags) : NULL;
    if (root && zb_diags_worst(r->diags) < ZB_ERROR) read_root(r, root); /* half a manifest would only be found fault with */
    zb_arena_close(scratch);
}

/* What is there but cannot be read is an issue that fails, and not none. */
static bool is_there(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

/* The folders of the folder that are issues, as the paths of their files. */
static size_t find_issues(const reader *r, const char *const *names, size_t count, const char **paths) {
    size_t found = 0;
    zb_str folder = zb_str_of(r->path);
    while (folder.n > 1 && zb_str_ends(folder, "/")) folder.n--;
    for (size_t i = 0; i < count; i++) {
        const char *path = zb_str_format(r->arena, "%.*s/%s/issue.yaml", ZB_STR_ARG(folder), names[i]).s;
        if (names[i][0] != '.' && is_there(path)) paths[found++] = path;
    }
    return found;
}

static void read_folder(reader *r) {
    size_t count;
    const char *const *names = zb_folder_names(r->arena, r->path, &count);
    if (!names) {
        zb_diag_add(r->diags, ZB_FATAL, "file.read", ZB_NOWHERE, "the folder '%s' cannot be read: %s", r->path, strerror(errno));
        return;
    }
    const char **paths = ZB_NEW_ARRAY(r->arena, count, const char *);
    count = find_issues(r, names, count, paths);
    if (too_many(r, count, ZB_NOWHERE)) return;
    for (size_t i = 0; i < count; i++) add_issue(r, (zb_issue){.path = paths[i], .outputs = r->usual, .found = true}, ZB_NOWHERE);
    if (count) return;
    zb_diag_add(r->diags, ZB_ERROR, "batch.none", ZB_NOWHERE, "no folder in '%s' holds an issue.yaml", r->path);
    if (zb_file_exists(zb_str_format(r->arena, "%s/issue.yaml", r->path).s, NULL))
        zb_diag_hint(r->diags, "it is an issue itself: use 'zhoubao render'");
}

/* An issue's name as a file system that folds case sees it, by which they are sorted. */
typedef struct folded {
    const char *name;
    size_t index;
} folded;

static int compare_folded(const void *a, const void *b) {
    const folded *x = a, *y = b;
    int order = strcasecmp(x->name, y->name);
    return order ? order : x->index < y->index ? -1 : 1;
}

static void check_names(const reader *r) {
    size_t count = r->list->issues.count;
    folded *all = ZB_NEW_ARRAY(r->arena, count, folded);
    for (size_t i = 0; i < count; i++) all[i] = (folded){r->list->issues.data[i].name, i};
    qsort(all, count, sizeof *all, compare_folded);
    for (size_t i = 1; i < count; i++) {
        if (strcasecmp(all[i - 1].name, all[i].name) != 0) continue;
        zb_diag_add(r->diags, ZB_ERROR, "batch.name", r->places.data[all[i].index], "an earlier issue is called '%s' too", all[i].name);
        zb_diag_hint(r->diags, "outputs are called after the issue; give one of them another 'name'");
    }
}

void zb_issues_read(zb_arena *arena, const zb_settings *settings, size_t most, zb_issue_list *list, zb_diags *diags) {
    *list = (zb_issue_list){.settings = settings};
    reader r = {.arena = arena, .path = settings->input, .list = list, .diags = diags, .most = most};
    r.usual = zb_issue_outputs_usual(arena, settings, diags);
    struct stat info;
    bool folder = stat(settings->input, &info) == 0 && S_ISDIR(info.st_mode);
    if (folder) read_folder(&r);
    else read_manifest(&r);
    check_names(&r);
}

void zb_manifest_schema(zb_buf *out) {
    zb_buf_format(out, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n\"title\": \"The manifest of a batch\",\n"
                       "\"type\": \"array\", \"minItems\": 1, "
                       "\"items\": {\"anyOf\": [{\"$ref\": \"#/$defs/path\"}, {\"$ref\": \"#/$defs/issue\"}]},\n"
                       "\"$defs\": {\n\"path\": {\"type\": \"string\", \"minLength\": 1, \"not\": {\"const\": \"-\"}},\n"
                       "\"text\": {\"type\": [\"string\", \"number\", \"boolean\"], \"minLength\": 1},\n"
                       "\"issue\": {\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"%s\"], "
                       "\"properties\": {", key_names[0]);
    for (size_t i = 0; i < KEYS; i++)
        zb_buf_format(out, "%s\n  \"%s\": {\"$ref\": \"#/$defs/%s\"}", i ? "," : "", key_names[i],
                      i == 1 ? "outputs" : i == 4 ? "name" : "text");
    zb_buf_format(out, "}},\n\"name\": {\"type\": [\"string\", \"number\", \"boolean\"], \"pattern\": \"^[^./][^/]*$\", \"maxLength\": %d, "
                       "\"not\": {\"type\": \"string\", \"pattern\": \"\\\\.(json", ZB_ISSUE_NAME_MAX);
    for (zb_format format = ZB_FORMAT_PDF; format < ZB_FORMAT_COUNT; format++) zb_buf_format(out, "|%s", zb_format_name(format));
    zb_buf_format(out, ")$\"}},\n");
    zb_issue_outputs_defs(out);
    zb_buf_format(out, "}}\n");
}
