/* SPDX-License-Identifier: Apache-2.0
 * Whole files in: what a run reads. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
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
