/* SPDX-License-Identifier: Apache-2.0
 * The list of what a run looked at. Paths are found again by their hash in an open-addressed table: a run looks at few files, but asks for
 * some of them over and over. */
#include "base/reads.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

struct zb_reads {
    zb_arena *arena;
    ZB_VEC(zb_read) list;
    uint32_t *places; /* index + 1 into the list, by the hash of the path; 0: free */
    size_t room;      /* a power of two, more than twice the count */
    zb_roots *roots;  /* NULL: everything may be read */
};

zb_reads *zb_reads_new(zb_arena *arena) {
    zb_reads *reads = ZB_NEW(arena, zb_reads);
    reads->arena = arena;
    return reads;
}

static size_t spot_of(const zb_reads *reads, zb_str path) {
    zb_hash hash = zb_hash_of(path);
    size_t start;
    memcpy(&start, hash.bytes, sizeof start);
    return start & (reads->room - 1);
}

/* A root may be a read too. */
static bool same_entry(const zb_read *a, const zb_read *b) {
    return (a->kind == ZB_READ_ROOT) == (b->kind == ZB_READ_ROOT) && zb_str_equal(a->path, b->path);
}

/* The place of a read, taken or free. */
static uint32_t *lookup(const zb_reads *reads, const zb_read *read) {
    for (size_t i = spot_of(reads, read->path);; i = (i + 1) & (reads->room - 1)) {
        uint32_t *place = &reads->places[i];
        if (!*place || same_entry(&reads->list.data[*place - 1], read)) return place;
    }
}

static void grow(zb_reads *reads) {
    reads->room = reads->room ? 2 * reads->room : 64;
    reads->places = ZB_NEW_ARRAY(reads->arena, reads->room, uint32_t);
    for (size_t i = 0; i < reads->list.count; i++) *lookup(reads, &reads->list.data[i]) = (uint32_t)i + 1;
}

/* What was first seen stays, so that a file which changes during the run does not pass for unchanged; only a kind that tells more
 * takes its place, or one that tells anything that of a path which was outside then. */
static bool tells_more(zb_read_kind new, zb_read_kind old) {
    if (new == ZB_READ_OUTSIDE || old == ZB_READ_MISSING) return false;
    return old == ZB_READ_OUTSIDE || new > old;
}

static void note(zb_reads *reads, zb_read new) {
    if (reads->room <= 2 * reads->list.count) grow(reads);
    uint32_t *place = lookup(reads, &new);
    if (*place) {
        zb_read *old = &reads->list.data[*place - 1];
        if (!tells_more(new.kind, old->kind)) return;
        new.path = old->path;
        *old = new;
        return;
    }
    new.path = zb_str_copy(reads->arena, new.path);
    ZB_PUSH(reads->arena, &reads->list, new);
    *place = (uint32_t)reads->list.count;
}

static bool state_of(const char *path, zb_hash *hash) {
    struct stat info;
    if (stat(path, &info) != 0) return false;
    int64_t state[] = {info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
    *hash = zb_hash_of((zb_str){(const char *)state, sizeof state});
    return true;
}

void zb_reads_content(zb_reads *reads, const char *path, zb_str bytes) {
    if (reads) note(reads, (zb_read){.path = zb_str_of(path), .kind = ZB_READ_CONTENT, .hash = zb_hash_of(bytes)});
}

void zb_reads_state(zb_reads *reads, const char *path) {
    if (!reads) return;
    zb_read read = {.path = zb_str_of(path), .kind = ZB_READ_STATE};
    if (!state_of(path, &read.hash)) read.kind = ZB_READ_MISSING;
    note(reads, read);
}

void zb_reads_found(zb_reads *reads, const char *path, bool found) {
    if (reads) note(reads, (zb_read){.path = zb_str_of(path), .kind = found ? ZB_READ_FOUND : ZB_READ_MISSING});
}

void zb_reads_outside(zb_reads *reads, const char *path) {
    if (reads) note(reads, (zb_read){.path = zb_str_of(path), .kind = ZB_READ_OUTSIDE});
}

static zb_roots *roots_of(zb_reads *reads) {
    if (!reads->roots) reads->roots = zb_roots_new(reads->arena, false);
    return reads->roots;
}

int zb_reads_allow(zb_reads *reads, const char *folder) {
    int failure = zb_roots_add_folder(roots_of(reads), folder);
    if (failure != ENOTDIR) note(reads, (zb_read){.path = zb_str_of(folder), .kind = ZB_READ_ROOT});
    return failure;
}

void zb_reads_allow_file(zb_reads *reads, const char *path) {
    zb_roots_add_file(roots_of(reads), path);
    note(reads, (zb_read){.path = zb_str_of(path), .kind = ZB_READ_ROOT});
}

zb_roots *zb_reads_roots(const zb_reads *reads) { return reads ? reads->roots : NULL; }

void zb_reads_add(zb_reads *reads, zb_read read) { note(reads, read); }

void zb_reads_merge(zb_reads *reads, const zb_reads *other) {
    for (size_t i = 0; reads && i < other->list.count; i++) note(reads, other->list.data[i]);
}

size_t zb_reads_count(const zb_reads *reads) { return reads ? reads->list.count : 0; }

const zb_read *zb_reads_at(const zb_reads *reads, size_t index) { return &reads->list.data[index]; }

static bool same_content(const char *path, zb_hash hash, zb_diags *diags) {
    zb_arena *arena = zb_arena_open();
    zb_str bytes;
    bool same = zb_file_read(arena, path, ZB_NOWHERE, diags, &bytes) && zb_hash_equal(hash, zb_hash_of(bytes));
    zb_arena_close(arena);
    return same;
}

static bool holds(const zb_read *read, const char *path, zb_diags *diags) {
    zb_hash hash;
    switch (read->kind) {
    case ZB_READ_MISSING: return zb_file_look(path, diags) == ZB_LOOK_MISSING;
    case ZB_READ_FOUND: return zb_file_look(path, diags) == ZB_LOOK_THERE;
    case ZB_READ_STATE: return state_of(path, &hash) && zb_hash_equal(hash, read->hash);
    case ZB_READ_CONTENT: return same_content(path, read->hash, diags);
    case ZB_READ_OUTSIDE: return zb_file_look(path, diags) == ZB_LOOK_OUTSIDE;
    case ZB_READ_ROOT: return true;
    }
    return false;
}

bool zb_reads_hold(const zb_read *list, size_t count) {
    zb_arena *arena = zb_arena_open();
    zb_reads *now = zb_reads_new(arena);
    zb_diags *diags = zb_diags_new(arena);
    bool same = true;
    zb_diags_watch(diags, now);
    for (size_t i = 0; i < count; i++) {
        const char *path = zb_str_z(arena, list[i].path);
        if (list[i].kind == ZB_READ_ROOT && zb_reads_allow(now, path) == ENOTDIR) zb_reads_allow_file(now, path);
    }
    for (size_t i = 0; i < count && same; i++) same = holds(&list[i], zb_str_z(arena, list[i].path), diags);
    zb_arena_close(arena);
    return same;
}
