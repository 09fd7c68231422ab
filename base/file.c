/* SPDX-License-Identifier: Apache-2.0
 * Whole files in, whole files out. An output is a temporary file beside its target; commit syncs and renames it, so that nobody
 * ever sees half a file and a failed run leaves the older one. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool zb_file_exists(const char *path, const zb_diags *diags) {
    bool found = access(path, F_OK) == 0;
    if (diags) zb_reads_found(zb_diags_reads(diags), path, found);
    return found;
}

/* Everything that can be read from fd, up to one byte more than the limit. */
static bool read_all(int fd, zb_buf *buf) {
    char block[1 << 16];
    for (;;) {
        ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        if (n == 0) return true;
        zb_buf_add(buf, (zb_str){block, (size_t)n});
        if (buf->n > ZB_FILE_MAX) return true;
    }
}

static bool read_open(zb_arena *arena, int fd, const char *path, zb_loc loc, zb_diags *diags, zb_str *out) {
    zb_buf buf = {0};
    bool fine = read_all(fd, &buf);
    if (!fine) zb_diag_add(diags, ZB_FATAL, "file.read", loc, "'%s' cannot be read: %s", path, strerror(errno));
    if (fine && buf.n > ZB_FILE_MAX) {
        zb_diag_add(diags, ZB_ERROR, "file.size", loc, "'%s' is larger than %zu MiB", path, ZB_FILE_MAX >> 20);
        fine = false;
    }
    if (fine) *out = zb_str_copy(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return fine;
}

bool zb_file_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags, zb_str *out) {
    if (!strcmp(path, "-")) return read_open(arena, STDIN_FILENO, "standard input", loc, diags, out);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        if (missing) zb_reads_found(zb_diags_reads(diags), path, false);
        if (missing) zb_diag_add(diags, ZB_ERROR, "file.missing", loc, "there is no file '%s'", path);
        else zb_diag_add(diags, ZB_FATAL, "file.read", loc, "'%s' cannot be opened: %s", path, strerror(errno));
        return false;
    }
    struct stat info;
    bool fine = false;
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode))
        zb_diag_add(diags, ZB_ERROR, "file.folder", loc, "'%s' is a folder, not a file", path);
    else
        fine = read_open(arena, fd, path, loc, diags, out);
    if (fine) zb_reads_content(zb_diags_reads(diags), path, *out);
    close(fd);
    return fine;
}

const char *zb_path_beside(zb_arena *arena, const char *base_file, zb_str path) {
    const char *slash = strrchr(base_file, '/');
    if (!slash || zb_str_starts(path, "/")) return zb_str_z(arena, path);
    return zb_str_format(arena, "%.*s%.*s", (int)(slash - base_file + 1), base_file, ZB_STR_ARG(path)).s;
}

struct zb_output {
    char *path, *temporary; /* temporary is NULL for standard output */
    int fd;
    zb_buf held; /* standard output, until it is finished */
    size_t size;
    int failure; /* errno of the first failed write */
    bool finished, told;
    zb_hasher *hasher; /* NULL: closed, hash is known */
    zb_hash hash;
};

static char *copy_text(const char *s) {
    char *copy = zb_realloc(NULL, strlen(s) + 1);
    return strcpy(copy, s);
}

static zb_output *new_output(const char *path) {
    zb_output *output = zb_realloc(NULL, sizeof *output);
    *output = (zb_output){.path = copy_text(path), .fd = -1, .hasher = zb_hasher_open()};
    return output;
}

static void free_output(zb_output *output) {
    if (output->fd >= 0) close(output->fd);
    if (output->hasher) zb_hasher_close(output->hasher);
    zb_buf_free(&output->held);
    free(output->temporary);
    free(output->path);
    free(output);
}

/* Permissions as a plain open() would give them: mkstemp makes 0600. */
static void set_mode(int fd, const char *path) {
    struct stat old;
    if (stat(path, &old) == 0) {
        fchmod(fd, old.st_mode & 07777);
        return;
    }
    mode_t mask = umask(0);
    umask(mask);
    fchmod(fd, 0666 & ~mask);
}

zb_output *zb_output_open(const char *path, zb_diags *diags) {
    zb_output *output = new_output(path);
    if (!strcmp(path, "-")) return output;
    struct stat info;
    int reason = 0;
    bool special = stat(path, &info) == 0 && !S_ISREG(info.st_mode);
    if (special && S_ISDIR(info.st_mode)) reason = EISDIR;
    else if (special) { /* a device or pipe cannot be replaced by a rename */
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
    } else {
        output->temporary = zb_realloc(NULL, strlen(path) + 12);
        sprintf(output->temporary, "%s.XXXXXX", path);
        output->fd = mkstemp(output->temporary);
        if (output->fd >= 0) set_mode(output->fd, path);
    }
    if (!reason && output->fd < 0) reason = errno;
    if (!reason) return output;
    zb_diag_add(diags, ZB_FATAL, "output.open", ZB_NOWHERE, "'%s' cannot be written: %s", path, strerror(reason));
    free_output(output);
    return NULL;
}

static bool write_all(zb_output *output, int fd, const char *bytes, size_t count) {
    while (count && !output->failure) {
        ssize_t n = write(fd, bytes, count);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) output->failure = errno;
        else bytes += n, count -= (size_t)n;
    }
    return !output->failure;
}

bool zb_output_write(zb_output *output, const void *bytes, size_t count) {
    output->size += count;
    zb_hasher_add(output->hasher, bytes, count);
    if (output->fd >= 0) return write_all(output, output->fd, bytes, count);
    zb_buf_add(&output->held, (zb_str){bytes, count});
    return true;
}

size_t zb_output_size(const zb_output *output) { return output->size; }

zb_hash zb_output_hash(zb_output *output) {
    if (output->hasher) output->hash = zb_hasher_close(output->hasher);
    output->hasher = NULL;
    return output->hash;
}

static void close_file(zb_output *output) {
    if (!output->failure && output->temporary && fsync(output->fd) != 0) output->failure = errno;
    if (close(output->fd) != 0 && !output->failure) output->failure = errno;
    output->fd = -1;
}

/* Says once what went wrong. */
static bool report(zb_output *output, zb_diags *diags) {
    if (output->failure && !output->told)
        zb_diag_add(diags, ZB_FATAL, "output.write", ZB_NOWHERE, "'%s' cannot be written: %s", output->path, strerror(output->failure));
    output->told = output->failure != 0;
    return !output->failure;
}

bool zb_output_finish(zb_output *output, zb_diags *diags) {
    if (!output->finished) {
        if (output->fd >= 0) close_file(output);
        else write_all(output, STDOUT_FILENO, output->held.s, output->held.n);
        output->finished = true;
    }
    return report(output, diags);
}

bool zb_output_commit(zb_output *output, zb_diags *diags) {
    bool fine = zb_output_finish(output, diags);
    if (fine && output->temporary && rename(output->temporary, output->path) != 0) output->failure = errno;
    if (output->failure && output->temporary) unlink(output->temporary);
    fine = report(output, diags);
    free_output(output);
    return fine;
}

void zb_output_abandon(zb_output *output) {
    if (!output) return;
    if (output->temporary) unlink(output->temporary);
    free_output(output);
}
