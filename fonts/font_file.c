/* SPDX-License-Identifier: Apache-2.0
 * Opening font files. A file that is empty, cut or of another kind is a fault of what is installed; one that the system does not let us
 * read is a fault of the system. A file that shrinks while it is mapped gives SIGBUS at the next touch beyond its new end: nothing here
 * can see it coming, and the program as a whole ends with a message. */
#include "fonts/font_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"

/* What the blob holds, for when the last reference to it goes. */
typedef struct holding {
    void *bytes;
    size_t size;
    bool mapped;
} holding;

static void holding_close(void *object) {
    holding *h = object;
    if (h->mapped) munmap(h->bytes, h->size);
    else free(h->bytes);
    free(h);
}

static bool refuse(zb_font_file *file, const char *reason) {
    file->fault = (zb_font_fault){.severity = ZB_ERROR, .code = "font.file", .reason = reason};
    return false;
}

/* What errno says about the system. */
static bool fail(zb_font_file *file, zb_arena *arena, const char *what) {
    bool denied = errno == EACCES || errno == EPERM;
    file->fault = (zb_font_fault){ZB_FATAL, "font.read", zb_say(arena, "%s: %s", what, strerror(errno)).s, denied};
    return false;
}

/* All `size` bytes; what the file has less than that is a fault, what it has more is not looked at. */
static bool read_whole(zb_arena *arena, int fd, holding *h, zb_font_file *file) {
    h->bytes = zb_realloc(NULL, h->size);
    for (size_t n = 0; n < h->size;) {
        ssize_t got = pread(fd, (char *)h->bytes + n, h->size - n, (off_t)n);
        if (got > 0) n += (size_t)got;
        else if (got == 0) return refuse(file, "it became shorter while it was read");
        else if (errno != EINTR) return fail(file, arena, "it cannot be read");
    }
    return true;
}

static bool take_bytes(zb_arena *arena, int fd, size_t size, zb_font_file *file) {
    holding *h = zb_realloc(NULL, sizeof *h);
    *h = (holding){.bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0), .size = size};
    h->mapped = h->bytes != MAP_FAILED;
    if (!h->mapped && !read_whole(arena, fd, h, file)) {
        holding_close(h);
        return false;
    }
    /* HarfBuzz lets go of what it was given when it has no memory for the blob, and returns one without bytes. */
    file->mapped = h->mapped;
    file->blob = hb_blob_create(h->bytes, (unsigned)size, HB_MEMORY_MODE_READONLY, h, holding_close);
    if (hb_blob_get_length(file->blob) == size) return true;
    zb_font_file_close(file);
    file->fault = (zb_font_fault){ZB_FATAL, "font.read", "HarfBuzz has no memory for it", false};
    return false;
}

bool zb_font_file_open(zb_arena *arena, const char *path, zb_font_file *file) {
    *file = (zb_font_file){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) return refuse(file, "there is no such file");
    if (fd < 0) return fail(file, arena, "it cannot be opened");
    struct stat info;
    bool fine;
    if (fstat(fd, &info)) fine = fail(file, arena, "it cannot be opened");
    else if (!S_ISREG(info.st_mode)) fine = refuse(file, "it is no regular file");
    else if (info.st_size == 0) fine = refuse(file, "it is empty");
    else if ((uint64_t)info.st_size > ZB_FONT_FILE_MAX) fine = refuse(file, "it is larger than 1 GiB");
    else fine = take_bytes(arena, fd, (size_t)info.st_size, file);
    close(fd);
    return fine;
}

void zb_font_file_close(zb_font_file *file) {
    hb_blob_destroy(file->blob);
    file->blob = NULL;
}

void zb_font_file_rest(const zb_font_file *file) {
    if (!file->mapped) return;
    unsigned size;
    uintptr_t data = (uintptr_t)hb_blob_get_data(file->blob, &size), page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t end = (data + size) / page * page;
    if (end > data) madvise((void *)data, end - data, MADV_DONTNEED);
}

/* Damage ------------------------------------------------------------------------------------------------------------ */

#define TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))
#define HEADER 12 /* bytes before the first entry, of a face and of a collection */
#define ENTRY 16  /* bytes of a table's entry */

static zb_str bytes_of(const zb_font_file *file) {
    unsigned size = 0;
    const char *bytes = hb_blob_get_data(file->blob, &size);
    return (zb_str){bytes, size};
}

static bool holds(zb_str bytes, size_t at, size_t count) { return at <= bytes.n && count <= bytes.n - at; }

static uint32_t word(zb_str bytes, size_t at) {
    const uint8_t *b = (const uint8_t *)bytes.s + at;
    return TAG(b[0], b[1], b[2], b[3]);
}

static bool is_face(uint32_t tag) { return tag == 0x00010000 || tag == TAG('O', 'T', 'T', 'O') || tag == TAG('t', 'r', 'u', 'e'); }

unsigned zb_font_file_faces(const zb_font_file *file) {
    zb_str bytes = bytes_of(file);
    if (bytes.n < HEADER) return 0;
    uint32_t tag = word(bytes, 0);
    if (tag == TAG('t', 't', 'c', 'f')) return word(bytes, 8);
    return is_face(tag) ? 1 : 0;
}

/* The tables without which nothing can be drawn, as bits. */
static unsigned table_bit(uint32_t tag) {
    switch (tag) {
    case TAG('h', 'e', 'a', 'd'): return 1;
    case TAG('m', 'a', 'x', 'p'): return 2;
    case TAG('h', 'h', 'e', 'a'): return 4;
    case TAG('h', 'm', 't', 'x'): return 8;
    case TAG('c', 'm', 'a', 'p'): return 16;
    case TAG('C', 'F', 'F', ' '):
    case TAG('C', 'F', 'F', '2'): return 32 | 64;
    case TAG('g', 'l', 'y', 'f'): return 32;
    case TAG('l', 'o', 'c', 'a'): return 64;
    default: return 0;
    }
}

#define ALL_TABLES 127

const char *zb_font_file_damage(const zb_font_file *file, unsigned index) {
    zb_str bytes = bytes_of(file);
    unsigned faces = zb_font_file_faces(file), seen = 0;
    if (!faces) return "it is no TrueType or OpenType font";
    if (index >= faces) return "it has fewer faces than it had";
    bool collection = word(bytes, 0) == TAG('t', 't', 'c', 'f');
    if (collection && !holds(bytes, HEADER + (size_t)index * 4, 4)) return "it is cut off";
    size_t start = collection ? word(bytes, HEADER + (size_t)index * 4) : 0;
    if (!holds(bytes, start, HEADER)) return "it is cut off";
    if (!is_face(word(bytes, start))) return "it is damaged";
    size_t count = word(bytes, start + 4) >> 16;
    if (!holds(bytes, start + HEADER, count * ENTRY)) return "it is cut off";
    for (size_t i = 0; i < count; i++) {
        size_t entry = start + HEADER + i * ENTRY;
        if (!holds(bytes, word(bytes, entry + 8), word(bytes, entry + 12))) return "it is cut off";
        if (word(bytes, entry + 12)) seen |= table_bit(word(bytes, entry));
    }
    return seen == ALL_TABLES ? NULL : "it is damaged: a table is missing";
}
