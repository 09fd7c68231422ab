/* SPDX-License-Identifier: Apache-2.0
 * Region memory. Everything that a stage makes lives in the arena passed as the first argument and is freed together with it;
 * objects that live outside memory (files, PangoFont, cairo faces) are handed over with a deferred release. */
#ifndef ZB_BASE_ARENA_H
#define ZB_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef struct zb_arena zb_arena;

/* A new, empty arena. Close it with zb_arena_close. Never NULL: out of memory ends the program with one message. */
zb_arena *zb_arena_open(void);

/* Runs the deferred releases in reverse order, then frees everything. NULL is allowed. */
void zb_arena_close(zb_arena *arena);

/* Bytes handed out so far: for limits and statistics. */
size_t zb_arena_used(const zb_arena *arena);

/* `size` zeroed bytes, aligned for any type. size 0 gives a valid pointer. Owned by the arena. */
void *zb_alloc(zb_arena *arena, size_t size);

/* Room for `count` elements of `size` bytes, zeroed; overflow of the product ends the program. */
void *zb_alloc_array(zb_arena *arena, size_t count, size_t size);

#define ZB_NEW(arena, type) ((type *)zb_alloc((arena), sizeof(type)))
#define ZB_NEW_ARRAY(arena, count, type) ((type *)zb_alloc_array((arena), (count), sizeof(type)))

/* Calls release(object) when the arena is closed, before memory is freed; later calls run first. */
void zb_defer(zb_arena *arena, void (*release)(void *object), void *object);

/* malloc/realloc that end the program with one message instead of returning NULL (for memory outside arenas). Free with free(). */
void *zb_realloc(void *old, size_t size);

/* A growable array in an arena. Declare with ZB_VEC(type) and zero it; ZB_PUSH appends a copy and gives the new element's address,
 * which is valid until the next push. Old blocks stay in the arena, so the cost is at most twice the final size. */
#define ZB_VEC(type) \
    struct { \
        type *data; \
        size_t count, room; \
    }

#define ZB_PUSH(arena, vec, ...) \
    ((void)((vec)->count < (vec)->room \
                ? 0 \
                : ((vec)->data = zb_vec_grow((arena), (vec)->data, (vec)->count, &(vec)->room, sizeof *(vec)->data), 0)), \
     (vec)->data[(vec)->count] = (__VA_ARGS__), &(vec)->data[(vec)->count++])

/* Implementation of ZB_PUSH: a block at least twice as large that holds the old elements. */
void *zb_vec_grow(zb_arena *arena, void *data, size_t count, size_t *room, size_t size);

#endif
