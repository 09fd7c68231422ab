/* SPDX-License-Identifier: Apache-2.0
 * Region memory: a list of blocks that grow from 64 KiB to 1 MiB, and a list of deferred releases. Large requests get a block of
 * their own, so that one big array doesn't waste the rest of a block. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#define BLOCK_FIRST ((size_t)64 << 10)
#define BLOCK_LAST ((size_t)1 << 20)

typedef struct block block;
struct block {
    block *next;
    size_t used, room;
    max_align_t bytes[];
};

typedef struct release release;
struct release {
    release *next;
    void (*call)(void *object);
    void *object;
};

struct zb_arena {
    block *blocks;
    release *releases;
    size_t used, block_size;
};

/* In the program the allocator ends the process before it returns NULL (cli/main.c); this is for programs without that, and for sizes that
 * no allocator is asked for. */
static void *no_memory(size_t size) { zb_limits_no_memory(size); }

void *zb_realloc(void *old, size_t size) {
    void *new = realloc(old, size ? size : 1);
    return new ? new : no_memory(size);
}

zb_arena *zb_arena_open(void) {
    zb_arena *arena = zb_realloc(NULL, sizeof *arena);
    *arena = (zb_arena){.block_size = BLOCK_FIRST};
    return arena;
}

void zb_arena_close(zb_arena *arena) {
    if (!arena) return;
    for (release *r = arena->releases; r; r = r->next) r->call(r->object);
    for (block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}

size_t zb_arena_used(const zb_arena *arena) { return arena->used; }

/* A block that is shared by many requests is zeroed piece by piece, so that a short-lived arena pays for what it uses only. */
static block *add_block(zb_arena *arena, size_t size, bool zeroed) {
    block *b = zeroed ? calloc(1, sizeof *b + size) : malloc(sizeof *b + size);
    if (!b) no_memory(size);
    *b = (block){.room = size, .next = arena->blocks};
    arena->blocks = b;
    return b;
}

void *zb_alloc(zb_arena *arena, size_t size) {
    size_t align = sizeof(max_align_t);
    if (size > SIZE_MAX - align - sizeof(block)) return no_memory(size);
    size = (size + align - 1) / align * align;
    arena->used += size;
    block *b = arena->blocks;
    if (!b || b->room - b->used < size) {
        if (size > arena->block_size / 4) { /* its own block, behind the current one, which still has room */
            block *own = add_block(arena, size, true);
            own->used = size;
            if (b) {
                arena->blocks = b;
                own->next = b->next;
                b->next = own;
            }
            return own->bytes;
        }
        b = add_block(arena, arena->block_size, false);
        if (arena->block_size < BLOCK_LAST) arena->block_size *= 2;
    }
    void *at = (char *)b->bytes + b->used;
    b->used += size;
    memset(at, 0, size);
    return at;
}

void *zb_alloc_array(zb_arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) return no_memory(SIZE_MAX);
    return zb_alloc(arena, count * size);
}

void zb_defer(zb_arena *arena, void (*call)(void *object), void *object) {
    release *r = ZB_NEW(arena, release);
    *r = (release){arena->releases, call, object};
    arena->releases = r;
}

void *zb_vec_grow(zb_arena *arena, void *data, size_t count, size_t *room, size_t size) {
    size_t wanted = *room ? *room * 2 : 8;
    void *grown = zb_alloc_array(arena, wanted, size);
    if (count) memcpy(grown, data, count * size);
    *room = wanted;
    return grown;
}
