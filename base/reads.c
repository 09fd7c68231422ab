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

/* The place of a path, taken or free. */
static uint32_t *lookup(const zb_reads *reads, zb_str path) {
    for (size_t i = spot_of(reads, path);; i = (i + 1) & (reads->room - 1)) {
        uint32_t *place = &reads->places[i];
        if (!*place || zb_str_equal(reads->list.data[*place - 1].path, path)) return place;
    }
}

static void grow(zb_reads *reads) {
    reads->room = reads->room ? 2 * reads->room : 64;
    reads->places = ZB_NEW_ARRAY(reads->arena, reads->room, uint32_t);
    for (size_t i = 0; i < reads->list.count; i++) *lookup(reads, reads->list.data[i].path) = (uint32_t)i + 1;
}

/* What was first seen stays, so that a file which changes during the run does not pass for unchanged; only a kind that tells more
 * takes its place. */
static void note(zb_reads *reads, zb_read new) {
    if (reads->room <= 2 * reads->list.count) grow(reads);
    uint32_t *place = lookup(reads, new.path);
    if (*place) {
        zb_read *old = &reads->list.data[*place - 1];
        if (new.kind <= old->kind || old->kind == ZB_READ_MISSING) return;
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

void zb_reads_merge(zb_reads *reads, const zb_reads *other) {
    for (size_t i = 0; reads && i < other->list.count; i++) note(reads, other->list.data[i]);
}

size_t zb_reads_count(const zb_reads *reads) { return reads ? reads->list.count : 0; }

const zb_read *zb_reads_at(const zb_reads *reads, size_t index) { return &reads->list.data[index]; }

static bool same_content(const char *path, zb_hash hash) {
    zb_arena *arena = zb_arena_open();
    zb_str bytes;
    bool same = zb_file_read(arena, path, ZB_NOWHERE, zb_diags_new(arena), &bytes) && zb_hash_equal(hash, zb_hash_of(bytes));
    zb_arena_close(arena);
    return same;
}

bool zb_read_holds(const zb_read *read) {
    char path[4096];
    struct stat info;
    zb_hash hash;
    if (read->path.n >= sizeof path) return false;
    memcpy(path, read->path.s, read->path.n);
    path[read->path.n] = 0;
    switch (read->kind) {
    case ZB_READ_MISSING: return stat(path, &info) != 0;
    case ZB_READ_FOUND: return stat(path, &info) == 0;
    case ZB_READ_STATE: return state_of(path, &hash) && zb_hash_equal(hash, read->hash);
    case ZB_READ_CONTENT: return same_content(path, read->hash);
    }
    return false;
}
