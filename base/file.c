/* SPDX-License-Identifier: Apache-2.0
 * Whole files in: what a run reads, and what it only asks for. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIES_MAX 3 /* for a file that changes while it is read */

/* A name that is too long for the file system is the name of nothing. */
static bool is_missing(int failure) { return failure == ENOENT || failure == ENOTDIR || failure == ENAMETOOLONG; }

zb_look zb_file_look(const char *path, const zb_diags *diags) {
    zb_reads *reads = diags ? zb_diags_reads(diags) : NULL;
    int fd = zb_roots_open(zb_reads_roots(reads), path, O_PATH);
    /* Who is told that the system failed reads the file to hear why; a passing fault would be over by then. */
    if (fd < 0 && errno != ZB_ROOTS_OUTSIDE && !is_missing(errno)) fd = zb_roots_open(zb_reads_roots(reads), path, O_PATH);
    if (fd >= 0) close(fd);
    else if (errno == ZB_ROOTS_OUTSIDE) return zb_reads_outside(reads, path), ZB_LOOK_OUTSIDE;
    else if (!is_missing(errno)) return ZB_LOOK_FAILED;
    zb_reads_found(reads, path, fd >= 0);
    return fd >= 0 ? ZB_LOOK_THERE : ZB_LOOK_MISSING;
}

bool zb_file_exists(const char *path, const zb_diags *diags) { return zb_file_look(path, diags) != ZB_LOOK_MISSING; }

void zb_file_refuse(const char *path, zb_loc loc, zb_diags *diags) {
    const zb_roots *roots = zb_reads_roots(zb_diags_reads(diags));
    zb_diag_add(diags, ZB_ERROR, "file.outside", loc, "'%s' leads outside '%s'%s", path, zb_roots_first(roots),
                zb_roots_count(roots) > 1 ? " and the other folders that may be read" : ", the folder that may be read");
    zb_diag_hint(diags, "use --root DIR to allow reading in another folder too");
}

/* ---- reading ---- */

typedef struct input {
    int fd;
    const char *path;
    zb_loc loc;
    zb_diags *diags;
} input;

static bool fail(const input *in, const char *why) {
    zb_diag_add(in->diags, ZB_FATAL, "file.read", in->loc, "'%s' cannot be read: %s", in->path, why);
    return false;
}

static bool fail_size(const input *in) {
    zb_diag_add(in->diags, ZB_ERROR, "file.size", in->loc, "'%s' is larger than %zu MiB", in->path, ZB_FILE_MAX >> 20);
    return false;
}

static bool fail_kind(const input *in, mode_t mode) {
    if (S_ISDIR(mode)) {
        zb_diag_add(in->diags, ZB_ERROR, "file.folder", in->loc, "'%s' is a folder, not a file", in->path);
        return false;
    }
    const char *kind = S_ISFIFO(mode) ? "a named pipe" : S_ISSOCK(mode) ? "a socket" : "a device";
    zb_diag_add(in->diags, ZB_ERROR, "file.special", in->loc, "'%s' is %s, not a file", in->path, kind);
    return false;
}

static bool fail_open(const input *in, int failure) {
    struct stat info;
    if (failure == ZB_ROOTS_OUTSIDE) {
        zb_reads_outside(zb_diags_reads(in->diags), in->path);
        zb_file_refuse(in->path, in->loc, in->diags);
    } else if (is_missing(failure)) {
        zb_reads_found(zb_diags_reads(in->diags), in->path, false);
        zb_diag_add(in->diags, ZB_ERROR, "file.missing", in->loc, "there is no file '%s'", in->path);
    } else if (failure == ENXIO || failure == ENODEV) /* how a socket, or a device that is switched off, is refused */
        return fail_kind(in, stat(in->path, &info) == 0 ? info.st_mode : S_IFCHR);
    else
        zb_diag_add(in->diags, ZB_FATAL, "file.read", in->loc, "'%s' cannot be opened: %s", in->path, strerror(failure));
    return false;
}

/* Everything that can be read, up to one byte more than the limit. A pipe may have nothing yet. */
static bool read_all(int fd, zb_buf *buf) {
    char block[1 << 16];
    while (buf->n <= ZB_FILE_MAX) {
        ssize_t n = read(fd, block, sizeof block);
        if (n == 0) return true;
        if (n > 0) zb_buf_add(buf, (zb_str){block, (size_t)n});
        else if (errno == EAGAIN) poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
        else if (errno != EINTR) return false;
    }
    return true;
}

static bool same_state(const struct stat *a, const struct stat *b) {
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* All of a regular file. What somebody writes meanwhile would be torn: it is read again. */
static bool read_whole(const input *in, struct stat *info, zb_buf *buf) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        struct stat before = *info;
        buf->n = 0;
        if (before.st_size > (off_t)ZB_FILE_MAX) return fail_size(in);
        if (lseek(in->fd, 0, SEEK_SET) != 0 || !read_all(in->fd, buf) || fstat(in->fd, info) != 0) return fail(in, strerror(errno));
        if (buf->n > ZB_FILE_MAX) return fail_size(in);
        if (!same_state(&before, info)) continue;
        return buf->n >= (size_t)info->st_size || fail(in, "it ends before the size that it is said to have");
    }
    return fail(in, "it changes while it is read");
}

static bool read_regular(const input *in, zb_buf *buf) {
    struct stat info;
    if (fstat(in->fd, &info) != 0) return fail(in, strerror(errno));
    return S_ISREG(info.st_mode) ? read_whole(in, &info, buf) : fail_kind(in, info.st_mode);
}

static bool read_standard(const input *in, zb_buf *buf) {
    struct stat info;
    if (fstat(in->fd, &info) == 0 && S_ISDIR(info.st_mode)) return fail_kind(in, info.st_mode);
    if (!read_all(in->fd, buf)) return fail(in, strerror(errno));
    return buf->n <= ZB_FILE_MAX || fail_size(in);
}

bool zb_file_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags, zb_str *out) {
    bool standard = !strcmp(path, "-");
    zb_reads *reads = zb_diags_reads(diags);
    input in = {STDIN_FILENO, standard ? "standard input" : path, loc, diags};
    if (!standard) in.fd = zb_roots_open(zb_reads_roots(reads), path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (in.fd < 0) return fail_open(&in, errno);
    zb_buf buf = {0};
    bool fine = standard ? read_standard(&in, &buf) : read_regular(&in, &buf);
    if (fine) *out = zb_str_copy(arena, zb_buf_str(&buf));
    if (fine && !standard) zb_reads_content(reads, path, *out);
    if (!standard) close(in.fd);
    zb_buf_free(&buf);
    return fine;
}

/* ---- paths ---- */

const char *zb_path_beside(zb_arena *arena, const char *base_file, zb_str path) {
    const char *slash = strrchr(base_file, '/');
    if (!slash || zb_str_starts(path, "/")) return zb_str_z(arena, path);
    return zb_str_format(arena, "%.*s%.*s", (int)(slash - base_file + 1), base_file, ZB_STR_ARG(path)).s;
}

const char *zb_path_folder(zb_arena *arena, const char *file) {
    const char *slash = strrchr(file, '/');
    return slash ? zb_str_z(arena, (zb_str){file, (size_t)(slash - file + 1)}) : ".";
}
