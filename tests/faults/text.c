/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: texts and call stacks without the heap. */
#include "shim.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

void fi_add(fi_text *text, const char *s) {
    while (s && *s && text->n < sizeof text->s - 1) text->s[text->n++] = *s++;
    text->s[text->n] = '\0';
}

void fi_add_number(fi_text *text, uint64_t value, unsigned base) {
    char digits[24];
    size_t at = sizeof digits;
    digits[--at] = '\0';
    do digits[--at] = "0123456789abcdef"[value % base];
    while (value /= base);
    fi_add(text, digits + at);
}

void fi_text_write(const fi_text *text, int fd) {
    if (fd >= 0) FI_RAW3(SYS_write, fd, text->s, text->n);
}

static const char *module_of(const void *address, uintptr_t *base) {
    Dl_info info;
    if (!dladdr(address, &info)) return "?";
    *base = (uintptr_t)info.dli_fbase;
    Dl_info program; /* its name would be argv[0], which it may have changed */
    if (dladdr((const void *)getauxval(AT_ENTRY), &program) && program.dli_fbase == info.dli_fbase) return "zhoubao";
    const char *slash = strrchr(info.dli_fname, '/');
    return slash ? slash + 1 : info.dli_fname;
}

int fi_stack(void **frames, int room) {
    void *all[FI_DEPTH + 12];
    uintptr_t own = 0, base;
    module_of((const void *)(uintptr_t)&fi_stack, &own);
    int count = backtrace(all, (int)(sizeof all / sizeof *all)), kept = 0;
    for (int i = 0; i < count && kept < room; i++) {
        base = 0;
        module_of(all[i], &base);
        if (base != own) frames[kept++] = all[i];
    }
    return kept;
}

uint64_t fi_stack_hash(void *const *frames, int count) {
    uint64_t hash = 0xcbf29ce484222325;
    for (int i = 0; i < count; i++) hash = (hash ^ (uintptr_t)frames[i]) * 0x100000001b3, hash ^= hash >> 29;
    return hash;
}

void fi_add_stack(fi_text *text, void *const *frames, int count) {
    for (int i = 0; i < count; i++) {
        uintptr_t base = 0;
        fi_add(text, " ");
        fi_add(text, module_of(frames[i], &base));
        fi_add(text, "+0x");
        fi_add_number(text, (uintptr_t)frames[i] - base, 16);
    }
}
