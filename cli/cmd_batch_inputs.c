/* SPDX-License-Identifier: Apache-2.0
 * What an issue is made of, as one hash: its folder, the files that it and they name, the templates and styles of this installation,
 * the options and this program. Rather too much than too little: a file that does not matter costs at most one run. */
#include <string.h>
#include <sys/stat.h>

#include "cli/cmd_batch.h"

struct zb_inputs {
    const zb_settings *settings;
    zb_hash base; /* of what all issues share */
    dev_t device; /* the output folder */
    ino_t inode;
};

typedef struct walk {
    const zb_inputs *inputs;
    zb_arena *arena;
    zb_diags *silent;     /* what cannot be read is told by those who need it */
    ZB_VEC(zb_hash) seen; /* paths */
    zb_buf out;
    bool too_much;
} walk;

static void add_state(zb_buf *out, const struct stat *info) {
    zb_pack_number(out, (uint64_t)info->st_size);
    zb_pack_number(out, (uint64_t)info->st_mtim.tv_sec);
    zb_pack_number(out, (uint64_t)info->st_mtim.tv_nsec);
}

/* Notes a path; false: it was noted already, or there are too many. */
static bool visit(walk *w, const char *path) {
    zb_hash hash = zb_hash_of(zb_str_of(path));
    for (size_t i = 0; i < w->seen.count; i++)
        if (zb_hash_equal(w->seen.data[i], hash)) return false;
    if (w->seen.count == ZB_INPUT_FILES_MAX) w->too_much = true;
    if (w->too_much) return false;
    ZB_PUSH(w->arena, &w->seen, hash);
    return true;
}

static void add_path(walk *w, const char *path, int depth);

/* A word of a text that may name a file beside it. Folders count where they are templates. */
static void add_word(walk *w, const char *path, zb_str word, int depth) {
    bool name = false;
    for (size_t i = 0; i < word.n; i++) name = name || (word.s[i] != '.' && word.s[i] != '/');
    if (!name || word.n > 1000 || zb_str_find(word, (zb_str){"", 1}, 0) != SIZE_MAX) return;
    const char *found = zb_path_beside(w->arena, path, word);
    struct stat info;
    if (stat(found, &info) != 0) return;
    if (S_ISREG(info.st_mode) || zb_file_exists(zb_str_format(w->arena, "%s/template.md", found).s)) add_path(w, found, depth);
}

static bool is_edge(char c) { return strchr(" \t\r\n\"'`()[]{}<>,;|", c) != NULL; }

/* The file names in a text: whole values, and words in other text. */
static void add_names(walk *w, const char *path, zb_str text, int depth) {
    for (size_t at = 0; at < text.n; at++) {
        size_t end = at;
        while (end < text.n && !is_edge(text.s[end])) end++;
        if (end > at) add_word(w, path, zb_str_sub(text, at, end), depth);
        at = end;
    }
    for (size_t at = 0; at < text.n;) {
        size_t end = zb_str_find(text, ZB_STR("\n"), at), colon = zb_str_find(zb_str_sub(text, at, end), ZB_STR(": "), 0);
        zb_str value = zb_str_trim(zb_str_sub(text, colon == SIZE_MAX ? at : at + colon + 2, end));
        if (value.n > 1 && strchr("\"'", value.s[0])) value = zb_str_sub(value, 1, value.n - 1);
        if (zb_str_starts(value, "- ")) value = zb_str_trim(zb_str_sub(value, 2, value.n));
        if (zb_str_find(value, ZB_STR(" "), 0) != SIZE_MAX) add_word(w, path, value, depth);
        at = end == SIZE_MAX ? text.n : end + 1;
    }
}

static void add_file(walk *w, const char *path, const struct stat *info, int depth) {
    static const char *const texts[] = {".yaml", ".yml", ".md"};
    zb_arena *arena = zb_arena_open();
    zb_str bytes;
    zb_pack_text(&w->out, zb_str_of(path));
    if (zb_file_read(arena, path, ZB_NOWHERE, w->silent, &bytes)) {
        zb_hash hash = zb_hash_of(bytes);
        zb_pack_bytes(&w->out, &hash, sizeof hash);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            if (zb_str_ends(zb_str_of(path), texts[i])) add_names(w, path, bytes, depth + 1);
    } else {
        add_state(&w->out, info);
    }
    zb_arena_close(arena);
}

static void add_folder(walk *w, const char *path, int depth) {
    size_t count;
    const char *const *names = zb_folder_names(w->arena, path, &count);
    zb_pack_text(&w->out, zb_str_of(path));
    for (size_t i = 0; i < count && !w->too_much; i++)
        if (!zb_str_starts(zb_str_of(names[i]), ".zhoubao")) add_path(w, zb_str_format(w->arena, "%s/%s", path, names[i]).s, depth + 1);
}

static void add_path(walk *w, const char *path, int depth) {
    struct stat info;
    if (depth > ZB_INPUT_DEPTH_MAX) w->too_much = true;
    if (w->too_much || stat(path, &info) != 0) return;
    bool output = info.st_dev == w->inputs->device && info.st_ino == w->inputs->inode;
    if (output || !(S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) || !visit(w, path)) return;
    if (S_ISDIR(info.st_mode)) add_folder(w, path, depth);
    else add_file(w, path, &info, depth);
}

static walk begin(const zb_inputs *inputs) {
    zb_arena *arena = zb_arena_open();
    return (walk){.inputs = inputs, .arena = arena, .silent = zb_diags_new(arena)};
}

static zb_hash finish(walk *w) {
    zb_hash hash = zb_hash_of(zb_buf_str(&w->out));
    zb_buf_free(&w->out);
    zb_arena_close(w->arena);
    return hash;
}

zb_inputs *zb_inputs_open(zb_arena *arena, const zb_settings *settings, const char *const *template_dirs, const char *output) {
    zb_inputs *inputs = ZB_NEW(arena, zb_inputs);
    inputs->settings = settings;
    struct stat info;
    walk w = begin(inputs);
    zb_pack_text(&w.out, ZB_STR(ZB_VERSION));
    if (stat("/proc/self/exe", &info) == 0) add_state(&w.out, &info);
    for (size_t i = 0; i < settings->given_count; i++) {
        zb_pack_text(&w.out, zb_str_of(settings->given[i].option->name));
        zb_pack_text(&w.out, zb_str_of(settings->given[i].value));
    }
    if (stat(output, &info) == 0) {
        inputs->device = info.st_dev;
        inputs->inode = info.st_ino;
    }
    for (size_t i = 0; template_dirs[i]; i++) add_path(&w, template_dirs[i], 0);
    inputs->base = finish(&w);
    return inputs;
}

/* The folder that an issue has for itself, or NULL where others may share it. */
static const char *folder_of(zb_arena *arena, const char *issue) {
    struct stat info;
    if (stat(issue, &info) == 0 && S_ISDIR(info.st_mode)) return issue;
    const char *slash = strrchr(issue, '/');
    if (strcmp(slash ? slash + 1 : issue, "issue.yaml") != 0) return NULL;
    return slash ? zb_str_format(arena, "%.*s", (int)(slash - issue), issue).s : ".";
}

/* A template or style from the command line or the manifest. */
static void add_choice(walk *w, const char *issue, const char *name) {
    zb_pack_text(&w->out, zb_str_of(name));
    if (!name || !*name) return;
    add_path(w, name, 0);
    add_path(w, zb_path_beside(w->arena, issue, zb_str_of(name)), 0);
}

bool zb_inputs_key(zb_inputs *inputs, const zb_issue *issue, zb_hash *key) {
    walk w = begin(inputs);
    zb_pack_bytes(&w.out, &inputs->base, sizeof inputs->base);
    zb_pack_number(&w.out, issue->makes);
    zb_pack_text(&w.out, zb_str_of(issue->name));
    zb_pack_text(&w.out, zb_str_of(issue->path));
    add_choice(&w, issue->path, issue->template ? issue->template : inputs->settings->template);
    add_choice(&w, issue->path, issue->style ? issue->style : inputs->settings->style);
    const char *folder = folder_of(w.arena, issue->path);
    if (folder) add_path(&w, folder, 0);
    add_path(&w, issue->path, 0);
    bool fine = !w.too_much;
    *key = finish(&w);
    return fine;
}

void zb_inputs_add_fonts(zb_str faces, zb_buf *out) {
    zb_arena *arena = zb_arena_open();
    for (size_t at = 0; at < faces.n;) {
        size_t end = zb_str_find(faces, ZB_STR("\n"), at);
        zb_str face = zb_str_sub(faces, at, end);
        size_t slash = zb_str_find(face, ZB_STR("  /"), 0), mark = face.n;
        while (mark && face.s[mark - 1] != '#') mark--;
        struct stat info;
        if (slash != SIZE_MAX && mark > slash && stat(zb_str_z(arena, zb_str_sub(face, slash + 2, mark - 1)), &info) == 0)
            add_state(out, &info);
        at = end == SIZE_MAX ? faces.n : end + 1;
    }
    zb_arena_close(arena);
}
