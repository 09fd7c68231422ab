/* SPDX-License-Identifier: Apache-2.0
 * Where a template is: its folder by name, the folders it extends, and which of them has a file. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "templates/template_parts.h"

#define TEMPLATE_FILE "template.md"
#define FOLDERS_MAX 1000 /* entries of a folder that are looked through for a name to suggest */

typedef ZB_VEC(zb_str) names;

static const char *joined(zb_arena *arena, const char *folder, const char *name) {
    return zb_str_format(arena, "%s/%s", folder, name).s;
}

/* A folder that may not be looked into, or cannot be, passes for one: reading the template says so. */
static bool is_template(zb_arena *arena, const char *folder, const zb_diags *diags) {
    return zb_file_exists(joined(arena, folder, TEMPLATE_FILE), diags);
}

/* Allows reading in a template's folder, wherever it leads. */
static void allow(zb_arena *arena, const char *folder, const zb_diags *diags) {
    zb_reads *reads = zb_diags_reads(diags);
    if (zb_reads_roots(reads) && zb_file_look(joined(arena, folder, TEMPLATE_FILE), NULL) == ZB_LOOK_THERE) zb_reads_allow(reads, folder);
}

/* The names of the templates in a folder that `diags` let be looked at. */
static void templates_in(zb_arena *arena, const char *folder, names *out, const zb_diags *diags) {
    DIR *dir = opendir(folder);
    if (!dir) return;
    const struct dirent *entry;
    for (int i = 0; i < FOLDERS_MAX && (entry = readdir(dir)); i++)
        if (entry->d_name[0] != '.' &&
            zb_file_look(zb_str_format(arena, "%s/%s/" TEMPLATE_FILE, folder, entry->d_name).s, diags) == ZB_LOOK_THERE)
            ZB_PUSH(arena, out, zb_str_copy(arena, zb_str_of(entry->d_name)));
    closedir(dir);
}

static int by_bytes(const void *a, const void *b) { return zb_str_compare(*(const zb_str *)a, *(const zb_str *)b); }

/* Sorted, each once: the order of a folder's entries is the file system's. */
static void sort_names(names *list) {
    size_t kept = 0;
    if (list->count) qsort(list->data, list->count, sizeof *list->data, by_bytes);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || !zb_str_equal(list->data[kept - 1], list->data[i])) list->data[kept++] = list->data[i];
    list->count = kept;
}

static void report_missing(zb_arena *arena, const zb_template_search *search, const char *beside, zb_str name,
                           zb_loc loc, zb_diags *diags) {
    names known = {0};
    templates_in(arena, zb_path_beside(arena, beside, ZB_STR(".")), &known, search->trusted ? NULL : diags);
    for (size_t i = 0; search->dirs && search->dirs[i]; i++) templates_in(arena, search->dirs[i], &known, diags);
    sort_names(&known);
    zb_diag_add(diags, ZB_ERROR, "template.missing-folder", loc, "there is no template '%.*s'", ZB_STR_ARG(name));
    if (known.count) zb_diag_hint_nearest(diags, name, known.data, known.count);
    else zb_diag_hint(diags, "a template is a folder with a file " TEMPLATE_FILE);
}

static zb_str without_slash(zb_str name) {
    while (name.n > 1 && name.s[name.n - 1] == '/') name.n--;
    return name;
}

static bool path_valid(zb_str name) {
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.s[i] < 0x20) return false;
    return name.n > 0;
}

/* A path that leads out of where it begins is no name of an installed template, so it is not looked for among them. */
static bool stays_inside(zb_str name) {
    bool up = zb_str_starts(name, "..") && (name.n == 2 || name.s[2] == '/');
    return !up && name.s[0] != '/' && zb_str_find(name, ZB_STR("/../"), 0) == SIZE_MAX && !zb_str_ends(name, "/..");
}

const char *zb_template_folder(zb_arena *arena, const zb_template_search *search, const char *beside, zb_str name,
                               bool given, zb_loc loc, zb_diags *diags) {
    name = without_slash(zb_str_trim(name));
    if (path_valid(name)) {
        const char *folder = zb_str_z(arena, name);
        if (given && is_template(arena, folder, diags)) return folder;
        folder = zb_path_beside(arena, beside, name);
        if (search->trusted) allow(arena, folder, diags);
        if (is_template(arena, folder, diags)) return folder;
        bool plain = name.s[0] != '.' && zb_str_find(name, ZB_STR("/"), 0) == SIZE_MAX;
        for (size_t i = 0; search->dirs && search->dirs[i] && stays_inside(name); i++) {
            folder = zb_path_beside(arena, joined(arena, search->dirs[i], ""), name);
            /* an installed template may be a link to where it is kept */
            if (plain && zb_file_look(joined(arena, folder, TEMPLATE_FILE), diags) == ZB_LOOK_OUTSIDE) allow(arena, folder, diags);
            if (is_template(arena, folder, diags)) return folder;
        }
    }
    report_missing(arena, search, beside, name, loc, diags);
    return NULL;
}

static bool extends_itself(const zb_template *template, const char *folder) {
    for (; template; template = template->base)
        if (!strcmp(template->folder, folder)) return true;
    return false;
}

static zb_template *read_one(zb_arena *arena, const char *folder, zb_loc loc, zb_diags *diags) {
    const zb_source *source = zb_source_read(arena, joined(arena, folder, TEMPLATE_FILE), loc, diags);
    if (!source) return NULL;
    zb_template *template = ZB_NEW(arena, zb_template);
    template->folder = folder;
    template->source = source;
    zb_front_split(template, diags);
    return template;
}

/* Reads the templates that `first` extends, one after the other. */
static void read_bases(zb_arena *arena, const zb_template_search *search, zb_template *first, zb_diags *diags) {
    zb_template *last = first;
    for (int depth = 0;; depth++) {
        zb_loc loc;
        zb_str name = zb_front_extends(arena, last, &loc, diags);
        if (name.n == 0) return;
        const char *folder = zb_template_folder(arena, search, last->folder, name, false, loc, diags);
        if (!folder) return;
        if (depth == ZB_EXTENDS_MAX || extends_itself(first, folder)) {
            zb_diag_add(diags, ZB_ERROR, "template.extends", loc,
                        "'%.*s' leads back to itself or through more than %d templates", ZB_STR_ARG(name),
                        ZB_EXTENDS_MAX);
            return;
        }
        zb_template *base = read_one(arena, folder, loc, diags);
        if (!base) return;
        last->base = base;
        last = base;
    }
}

/* What the data's `template` key says; false: an error was added. */
static bool name_in_data(const zb_data *data, zb_str *name, zb_loc *loc, zb_diags *diags) {
    const zb_value *value = zb_value_lookup_z(data->root, "template");
    *loc = value ? value->loc : data->root->loc;
    if (value && zb_value_is_scalar(value) && value->kind != ZB_NULL && value->text.n) {
        *name = value->text;
        return true;
    }
    if (value && value->kind != ZB_NULL && value->kind != ZB_TEXT)
        zb_diag_add(diags, ZB_ERROR, "template.unnamed", *loc, "'template' is %s, not a name",
                    zb_value_kind_phrase(value->kind));
    else zb_diag_add(diags, ZB_ERROR, "template.unnamed", *loc, "the data names no template");
    zb_diag_hint(diags, "write 'template: NAME' into the data, or give one to the program");
    return false;
}

const char *zb_template_nearest_file(zb_arena *arena, const zb_data *data, const char *const *dirs, const char *override,
                                     const char *name, const zb_diags *diags) {
    zb_template_search search = {data->path, dirs, false};
    zb_diags *unheard = zb_diags_unheard(arena, diags);
    zb_str template_name = zb_str_of(override);
    zb_loc loc = ZB_NOWHERE;
    if (!override && !name_in_data(data, &template_name, &loc, unheard)) return NULL;
    const char *folder = zb_template_folder(arena, &search, search.issue, template_name, override != NULL, loc, unheard);
    if (folder && zb_file_look(joined(arena, folder, TEMPLATE_FILE), diags) == ZB_LOOK_OUTSIDE)
        name = TEMPLATE_FILE; /* reading that says so in the words of whom named the template */
    const char *path = folder ? joined(arena, folder, name) : NULL;
    if (!path || zb_file_exists(path, diags)) return path;
    const zb_template *template = zb_template_load(arena, data, dirs, override, unheard);
    return template ? zb_template_file(arena, template, name, diags) : NULL;
}

const zb_template *zb_template_load(zb_arena *arena, const zb_data *data, const char *const *dirs, const char *override,
                                    zb_diags *diags) {
    zb_template_search search = {data->path, dirs, false};
    zb_str name = zb_str_of(override);
    zb_loc loc = ZB_NOWHERE;
    if (!override && !name_in_data(data, &name, &loc, diags)) return NULL;
    const char *folder = zb_template_folder(arena, &search, search.issue, name, override != NULL, loc, diags);
    zb_template *template = folder ? read_one(arena, folder, loc, diags) : NULL;
    if (!template) return NULL;
    search.trusted = override && zb_str_is(without_slash(zb_str_trim(name)), folder) &&
                     zb_roots_has_folder(zb_reads_roots(zb_diags_reads(diags)), folder);
    read_bases(arena, &search, template, diags);
    return template;
}

const char *zb_template_file(zb_arena *arena, const zb_template *template, const char *name, const zb_diags *diags) {
    for (; template; template = template->base) {
        const char *path = joined(arena, template->folder, name);
        if (zb_file_exists(path, diags)) return path;
    }
    return NULL;
}

void zb_template_tell_failures(const zb_diags *found, zb_diags *diags) {
    for (size_t i = 0; i < zb_diags_count(found); i++) {
        const zb_diag *d = zb_diags_at(found, i);
        if (d->severity == ZB_FATAL) zb_diag_add(diags, ZB_FATAL, d->code, d->loc, "%s", d->message);
    }
}

const char *zb_template_inner(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                              const char *template_override, const char *name, zb_diags *diags) {
    zb_diags *unheard = zb_diags_unheard(arena, diags);
    const zb_template *template = zb_template_load(arena, data, template_dirs, template_override, unheard);
    const char *file = template ? zb_template_file(arena, template, joined(arena, name, TEMPLATE_FILE), unheard) : NULL;
    zb_template_tell_failures(unheard, diags); /* a template that cannot be read is not one without an inner one */
    return file ? zb_str_z(arena, zb_str_sub(zb_str_of(file), 0, strlen(file) - strlen("/" TEMPLATE_FILE))) : NULL;
}

const zb_template *zb_template_body(const zb_template *template) {
    const zb_template *at = template;
    while (at->base && zb_str_trim(zb_str_sub(at->source->text, at->body_start, at->source->text.n)).n == 0)
        at = at->base;
    return at;
}
