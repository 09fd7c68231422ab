/* SPDX-License-Identifier: Apache-2.0
 * What was made of an issue: the staged files move into the output folder, all of them or none, and a small file for each issue notes
 * them and what they were made of, by which a later run finds out that it has nothing to do. A note that is damaged or missing only costs
 * time. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/publish.h"
#include "cli/cmd_batch.h"

#define TREE_DEPTH_MAX 8
#define FORM "zhoubao made 3" /* another for another order of the fields */
#define NOTE ".note"

/* ---- files and folders ---- */

static int compare_names(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

const char *const *zb_folder_names(zb_arena *arena, const char *path, size_t *count) {
    ZB_VEC(const char *) names = {0};
    *count = 0;
    DIR *dir = opendir(path);
    if (!dir) return NULL;
    const struct dirent *entry;
    while ((errno = 0, entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            ZB_PUSH(arena, &names, zb_str_copy(arena, zb_str_of(entry->d_name)).s);
    int reason = errno;
    closedir(dir);
    errno = reason;
    if (reason) return NULL;
    *count = names.count;
    ZB_PUSH(arena, &names, NULL);
    qsort(names.data, *count, sizeof *names.data, compare_names);
    return names.data;
}

void zb_tree_remove(const char *path, int depth) {
    struct stat info;
    if (lstat(path, &info) != 0 || depth > TREE_DEPTH_MAX) return; /* nothing of ours is that deep; rmdir then leaves it */
    if (!S_ISDIR(info.st_mode)) {
        unlink(path);
        return;
    }
    zb_arena *arena = zb_arena_open();
    size_t count;
    const char *const *names = zb_folder_names(arena, path, &count);
    for (size_t i = 0; i < count; i++) zb_tree_remove(zb_str_format(arena, "%s/%s", path, names[i]).s, depth + 1);
    zb_arena_close(arena);
    rmdir(path);
}

/* ---- notes ---- */

void zb_made_pack(const zb_made *made, zb_buf *out) {
    zb_buf body = {0};
    zb_pack_text(&body, ZB_STR(FORM));
    zb_pack_bytes(&body, &made->key, sizeof made->key);
    zb_pack_number(&body, (uint64_t)made->language);
    zb_pack_text(&body, made->findings.text);
    zb_pack_text(&body, made->findings.json);
    zb_pack_text(&body, made->findings.results);
    zb_pack_bytes(&body, &made->seconds, sizeof made->seconds);
    zb_pack_number(&body, made->files.count);
    for (size_t i = 0; i < made->files.count; i++) {
        zb_pack_text(&body, made->files.data[i].name);
        zb_pack_bytes(&body, &made->files.data[i].mark, sizeof made->files.data[i].mark);
    }
    zb_pack_number(&body, made->reads.count);
    for (size_t i = 0; i < made->reads.count; i++) {
        const zb_read *read = &made->reads.data[i];
        zb_pack_text(&body, read->path);
        zb_pack_number(&body, read->kind);
        zb_pack_bytes(&body, &read->hash, sizeof read->hash);
    }
    zb_hash hash = zb_hash_of(zb_buf_str(&body));
    zb_pack_bytes(out, &hash, sizeof hash);
    zb_buf_add(out, zb_buf_str(&body));
    zb_buf_free(&body);
}

bool zb_made_unpack(zb_arena *arena, zb_str bytes, zb_made *made) {
    zb_hash hash = {{0}};
    *made = (zb_made){.seconds = 0};
    zb_unpack_bytes(&bytes, &hash, sizeof hash);
    if (!zb_hash_equal(hash, zb_hash_of(bytes)) || !zb_str_is(zb_unpack_text(&bytes), FORM)) return false;
    zb_unpack_bytes(&bytes, &made->key, sizeof made->key);
    made->language = (zb_language)zb_unpack_number(&bytes);
    made->findings = zb_findings_unpack(&bytes);
    zb_unpack_bytes(&bytes, &made->seconds, sizeof made->seconds);
    for (uint64_t left = zb_unpack_number(&bytes); left && bytes.n; left--) {
        zb_made_file file = {.name = zb_unpack_text(&bytes)};
        zb_unpack_bytes(&bytes, &file.mark, sizeof file.mark);
        ZB_PUSH(arena, &made->files, file);
    }
    for (uint64_t left = zb_unpack_number(&bytes); left && bytes.n; left--) {
        zb_read read = {.path = zb_unpack_text(&bytes)};
        read.kind = (zb_read_kind)zb_unpack_number(&bytes);
        zb_unpack_bytes(&bytes, &read.hash, sizeof read.hash);
        ZB_PUSH(arena, &made->reads, read);
    }
    return true;
}

zb_made zb_made_copy(zb_arena *arena, const zb_made *made) {
    zb_made copy = {.key = made->key, .seconds = made->seconds, .language = made->language};
    copy.findings = zb_findings_copy(arena, made->findings);
    copy.files.count = copy.files.room = made->files.count; /* no more room than needed: there are as many as issues */
    copy.files.data = made->files.count ? ZB_NEW_ARRAY(arena, made->files.count, zb_made_file) : NULL;
    for (size_t i = 0; i < made->files.count; i++)
        copy.files.data[i] = (zb_made_file){zb_str_copy(arena, made->files.data[i].name), made->files.data[i].mark};
    return copy;
}

static const char *note_path(zb_arena *arena, const zb_folder *folder, const char *name) {
    return zb_folder_path(arena, folder, zb_str_format(arena, ZB_ISSUE_STATES "/%s", name).s);
}

/* All that the issue was made of is as it was then. */
static bool same_reads(const zb_made *made) {
    return made->reads.count > 0 && zb_reads_hold(made->reads.data, made->reads.count);
}

/* The hash of a file, which may be larger than what is read as input. False: errno says why. */
static bool hash_file(const char *path, zb_hash *hash, uint64_t *size) {
    char block[1 << 16];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return false;
    zb_hasher *hasher = zb_hasher_open();
    ssize_t n;
    *size = 0;
    while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
        if (n < 0) continue;
        zb_hasher_add(hasher, block, (size_t)n);
        *size += (uint64_t)n;
    }
    int reason = errno;
    *hash = zb_hasher_close(hasher);
    close(fd);
    errno = reason;
    return n == 0;
}

/* A file that was copied or touched may still be the same. */
static bool same_bytes(const char *path, zb_hash hash) {
    zb_hash now;
    uint64_t size;
    return hash_file(path, &now, &size) && zb_hash_equal(now, hash);
}

static bool still_there(zb_arena *arena, const zb_folder *folder, const zb_made *made) {
    for (size_t i = 0; i < made->files.count; i++) {
        const zb_mark *mark = &made->files.data[i].mark;
        const char *name = zb_str_z(arena, made->files.data[i].name);
        uint64_t size;
        int64_t modified;
        if (!zb_folder_stat(folder, name, &size, &modified) || size != mark->size) return false;
        if (modified != mark->modified && !same_bytes(zb_folder_path(arena, folder, name), mark->hash)) return false;
    }
    return true;
}

bool zb_made_read(zb_arena *arena, const zb_folder *folder, const char *name, zb_hash key, zb_made *made) {
    zb_str bytes;
    if (!zb_file_read(arena, note_path(arena, folder, name), ZB_NOWHERE, zb_diags_new(arena), &bytes)) return false;
    if (!zb_made_unpack(arena, bytes, made) || !zb_hash_equal(made->key, key)) return false;
    if (made->findings.text.n && made->language != zb_language_now()) return false; /* they are to be told in this one */
    return still_there(arena, folder, made) && same_reads(made);
}

/* ---- from the stage to the folder ---- */

static const char *stage_path(zb_arena *arena, const zb_folder *folder, const char *issue, const char *name) {
    return zb_folder_path(arena, folder, zb_str_format(arena, ZB_ISSUE_STAGE "/%s%s%s", issue, *name ? "/" : "", name).s);
}

static void list_tree(zb_arena *arena, const char *stage, const char *prefix, zb_made *made, zb_diags *diags);

static void list_file(zb_arena *arena, const char *path, const char *name, zb_made *made, zb_diags *diags) {
    struct stat info;
    zb_made_file file = {.name = zb_str_of(name)};
    bool there = stat(path, &info) == 0;
    if (there && S_ISDIR(info.st_mode)) {
        list_tree(arena, path, zb_str_format(arena, "%s/", name).s, made, diags);
    } else if (there && hash_file(path, &file.mark.hash, &file.mark.size)) {
        file.mark.modified = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
        ZB_PUSH(arena, &made->files, file);
    } else zb_diag_add(diags, ZB_FATAL, "file.read", ZB_NOWHERE, "'%s' cannot be read: %s", path, strerror(errno));
}

/* The files in a folder of the stage; `prefix` stands before their names in the output folder. */
static void list_tree(zb_arena *arena, const char *stage, const char *prefix, zb_made *made, zb_diags *diags) {
    size_t count;
    const char *const *names = zb_folder_names(arena, stage, &count);
    if (!names) zb_diag_add(diags, ZB_FATAL, "file.read", ZB_NOWHERE, "the folder '%s' cannot be read: %s", stage, strerror(errno));
    for (size_t i = 0; i < count && zb_diags_worst(diags) < ZB_ERROR; i++)
        list_file(arena, zb_str_format(arena, "%s/%s", stage, names[i]).s, zb_str_format(arena, "%s%s", prefix, names[i]).s, made, diags);
}

void zb_stage_close(zb_arena *arena, const zb_folder *folder, const char *name, zb_made *made, zb_diags *diags) {
    list_tree(arena, stage_path(arena, folder, name, ""), "", made, diags);
    zb_output *output = zb_diags_worst(diags) < ZB_ERROR ? zb_output_open(stage_path(arena, folder, name, NOTE), diags) : NULL;
    if (!output) return;
    zb_buf bytes = {0};
    zb_made_pack(made, &bytes);
    zb_output_write(output, bytes.s, bytes.n);
    zb_output_commit(output, diags);
    zb_buf_free(&bytes);
}

typedef struct publisher {
    zb_arena *arena;
    const zb_folder *folder;
    const char *issue;
    const zb_made *made;
    zb_diags *diags;
    ZB_VEC(zb_publication) names; /* that are to change, the note's last */
} publisher;

static void complain(const publisher *p, const char *name, int reason) {
    zb_diag_add(p->diags, ZB_FATAL, "output.write", ZB_NOWHERE, "'%s' cannot be written: %s", zb_folder_path(p->arena, p->folder, name),
                strerror(reason));
}

/* Makes the folders that a file lies in; finds what is in its way. */
static void make_way(const publisher *p, const char *name) {
    struct stat info;
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *folder = zb_folder_path(p->arena, p->folder, zb_str_format(p->arena, "%.*s", (int)(slash - name), name).s);
        if (mkdir(folder, 0777) == 0) continue;
        int reason = errno == EEXIST && (stat(folder, &info) != 0 || !S_ISDIR(info.st_mode)) ? ENOTDIR : errno;
        if (reason != EEXIST) return complain(p, name, reason);
        if (access(folder, W_OK) != 0) return complain(p, name, errno);
    }
    if (lstat(zb_folder_path(p->arena, p->folder, name), &info) == 0 && S_ISDIR(info.st_mode)) complain(p, name, EISDIR);
}

static void add_name(publisher *p, const char *staged, const char *name) {
    const char *to = zb_folder_path(p->arena, p->folder, name);
    ZB_PUSH(p->arena, &p->names, (zb_publication){.from = stage_path(p->arena, p->folder, p->issue, staged), .to = to});
}

static bool was_made(const zb_made *made, const char *name) {
    for (size_t i = 0; i < made->files.count; i++)
        if (zb_str_is(made->files.data[i].name, name)) return true;
    return false;
}

/* What an earlier run made of the issue. */
static zb_made made_before(const publisher *p) {
    zb_str bytes;
    zb_made old = {.seconds = 0};
    zb_diags *silent = zb_diags_new(p->arena);
    if (zb_file_read(p->arena, note_path(p->arena, p->folder, p->issue), ZB_NOWHERE, silent, &bytes))
        zb_made_unpack(p->arena, bytes, &old); /* of a damaged note nothing is known */
    return old;
}

/* What that was and this run did not make goes. */
static void add_stale(publisher *p, const zb_made *old) {
    for (size_t i = 0; i < old->files.count; i++) {
        const char *file = zb_str_z(p->arena, old->files.data[i].name);
        if (was_made(p->made, file)) continue;
        add_name(p, zb_str_format(p->arena, ".was-%zu", i).s, file);
        p->names.data[p->names.count - 1].gone = true;
    }
}

/* Folders that are empty without it. */
static void drop_folders(const publisher *p, const zb_made *old) {
    for (size_t i = 0; i < old->files.count; i++) {
        const char *file = zb_str_z(p->arena, old->files.data[i].name), *slash = strrchr(file, '/');
        if (slash && !was_made(p->made, file))
            rmdir(zb_folder_path(p->arena, p->folder, zb_str_format(p->arena, "%.*s", (int)(slash - file), file).s));
    }
}

/* Every file is on the disk before it gets its name (zb_output), and so are the names before the note gets its own. A later run compares
 * all files with the note, so none that is older or missing passes for what it tells of. */
void zb_stage_publish(zb_arena *arena, const zb_folder *folder, const char *name, const zb_made *made, zb_diags *diags) {
    publisher p = {.arena = arena, .folder = folder, .issue = name, .made = made, .diags = diags};
    const char *note = zb_str_format(arena, ZB_ISSUE_STATES "/%s", name).s;
    for (size_t i = 0; i < made->files.count; i++) make_way(&p, zb_str_z(arena, made->files.data[i].name));
    make_way(&p, note);
    if (zb_diags_worst(diags) >= ZB_ERROR) return;
    zb_made old = made_before(&p);
    for (size_t i = 0; i < made->files.count; i++) {
        const char *file = zb_str_z(arena, made->files.data[i].name);
        add_name(&p, file, file);
    }
    add_stale(&p, &old);
    add_name(&p, NOTE, note);
    int reason;
    size_t failed = zb_publish(p.names.data, p.names.count, ZB_PUBLISH_SYNCED_BEFORE_LAST, &reason);
    if (failed == SIZE_MAX) drop_folders(&p, &old);
    else complain(&p, p.names.data[failed].to + strlen(zb_folder_path(arena, folder, "")), reason);
    zb_tree_remove(stage_path(arena, folder, name, ""), 0);
}
