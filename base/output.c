/* SPDX-License-Identifier: Apache-2.0
 * Whole files out. An output is a temporary file beside its target; commit syncs and renames it, so that nobody ever sees half a file
 * and a failed run leaves the older one. */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
