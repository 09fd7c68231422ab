/* SPDX-License-Identifier: Apache-2.0
 * The executable. It needs nothing but the C library, so it starts with very little memory, and it stands first when the dynamic linker
 * looks for names: the allocator's functions below are what every library calls. When there is no memory they end the process with one
 * message, for the libraries that a page goes through cannot be trusted to notice: cairo leaves text out, HarfBuzz and FreeType show
 * nothing, GLib aborts. Everything else is in a shared object beside the program, opened here, so that a lack of memory while it is
 * loaded is told the same way. */
#include "base/sanitized.h"
#include "cli/environment.h"
#include "cli/program.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIBRARY "libzhoubao.so"
#define STATUS_SYSTEM 3

static zb_no_memory *no_memory; /* NULL: the shared object is not there yet */
static zb_language language;    /* of messages; the catalogue is in the shared object, so this file has its own translations */

/* ---- the allocator ---- */

#if defined(__GLIBC__) && !defined(ZB_SANITIZED)

#pragma GCC visibility push(default)

void *aligned_alloc(size_t align, size_t size);
void *memalign(size_t align, size_t size);

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t align, size_t size);

/* What stands behind us: the C library's, or what was preloaded before it. */
static struct {
    void *(*malloc)(size_t);
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void *(*memalign)(size_t, size_t);
} behind;

static void look_behind(void) {
    behind.malloc = __libc_malloc; /* should looking need memory */
    behind.calloc = __libc_calloc;
    behind.realloc = __libc_realloc;
    behind.memalign = __libc_memalign;
    void *found[] = {dlsym(RTLD_NEXT, "malloc"), dlsym(RTLD_NEXT, "calloc"), dlsym(RTLD_NEXT, "realloc"), dlsym(RTLD_NEXT, "memalign")};
    if (!found[0] || !found[1] || !found[2] || !found[3]) return;
    memcpy(&behind, found, sizeof found); /* as POSIX has it: a function pointer fits into void * */
}

static void *checked(void *got, size_t size) {
    static const char *const words[] = {"zhoubao: error: out of memory [system.memory]\n", "zhoubao: 错误：内存不足 [system.memory]\n"};
    if (got || !size) return got;
    if (no_memory) _exit(no_memory(size));
    ssize_t n = write(STDERR_FILENO, words[language], strlen(words[language]));
    (void)n;
    _exit(STATUS_SYSTEM);
}

void *malloc(size_t size) {
    if (!behind.malloc) look_behind();
    return checked(behind.malloc(size), size);
}

void *calloc(size_t count, size_t size) {
    if (!behind.calloc) look_behind();
    return checked(behind.calloc(count, size), size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

void *realloc(void *old, size_t size) {
    if (!behind.realloc) look_behind();
    return checked(behind.realloc(old, size), size);
}

void *reallocarray(void *old, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) return checked(NULL, SIZE_MAX);
    return realloc(old, count * size);
}

void *memalign(size_t align, size_t size) {
    if (!behind.memalign) look_behind();
    return checked(behind.memalign(align, size), size);
}

void *aligned_alloc(size_t align, size_t size) { return memalign(align, size); }

int posix_memalign(void **out, size_t align, size_t size) {
    if (align % sizeof(void *) || (align & (align - 1)) || !align) return EINVAL;
    *out = memalign(align, size);
    return 0;
}

#pragma GCC visibility pop

#endif

/* ---- the shared object ---- */

/* Why the dynamic linker gave up: want of memory, of descriptors or a broken installation are the system's fault alike. */
static int refuse(const char *reason) {
    bool memory = strstr(reason, "annot allocate memory") || strstr(reason, "failed to map segment") || strstr(reason, "annot map") ||
                  strstr(reason, "annot create") || strstr(reason, "annot apply additional memory protection");
    static const char *const no_memory_words[] = {"zhoubao: error: out of memory: the program cannot be loaded [system.memory]\n",
                                                  "zhoubao: 错误：内存不足：程序无法载入 [system.memory]\n"};
    if (memory) fputs(no_memory_words[language], stderr);
    else if (language == ZB_CHINESE) fprintf(stderr, "zhoubao: 错误：程序无法载入，系统说“%s” [system.program]\n", reason);
    else fprintf(stderr, "zhoubao: error: the program cannot be loaded: %s [system.program]\n", reason);
    return STATUS_SYSTEM;
}

int main(int argc, char **argv) {
    language = zb_environment_language(argc, argv);
    zb_environment_clear(); /* before any library is loaded, for some look at once */
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL);
    if (!library) return refuse(dlerror());
    void *found = dlsym(library, "zb_program");
    if (!found) return refuse(dlerror());
    int (*program)(int, char **, zb_language, zb_no_memory **);
    memcpy(&program, &found, sizeof program);
    return program(argc, argv, language, &no_memory);
}
