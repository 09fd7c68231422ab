/* SPDX-License-Identifier: Apache-2.0
 * The output folder, held by an open descriptor: claimed with flock, cleaned by name, never followed through a symbolic
 * link. */
#include "jobs/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

#define CLAIM_TRIES 40 /* the workers of a killed run may still be finishing a file */
#define CLAIM_PAUSE_NS 50000000L
#define NAME_ROOM 512

struct zb_folder {
    char *path;  /* without a slash at the end */
    int fd, own; /* the folder, and our own in it */
};

static void complain(zb_diags *diags, const char *code, const char *path, const char *reason) {
    zb_diag_add(diags, ZB_FATAL, code, ZB_NOWHERE, "'%s' cannot be written: %s", path, reason);
}

/* Waits a little for another run to end. False: it does not. */
static bool claim(int fd) {
    const struct timespec pause = {.tv_nsec = CLAIM_PAUSE_NS};
    for (int i = 0; i < CLAIM_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return true; /* a file system without locks */
        nanosleep(&pause, NULL);
    }
    return false;
}

/* Removes the files in our own folder; `keep` stays (NULL: nothing does). */
static void clean(int own, const char *keep) {
    int copy = openat(own, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
    if (!dir) {
        if (copy >= 0) close(copy);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            (!keep || strcmp(entry->d_name, keep) != 0))
            unlinkat(own, entry->d_name, 0);
    closedir(dir);
}

static int open_own(int fd) {
    if (mkdirat(fd, ZB_FOLDER_OWN, 0700) != 0 && errno != EEXIST) return -1;
    return openat(fd, ZB_FOLDER_OWN, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static char *path_copy(const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    char *copy = zb_realloc(NULL, n + 1);
    memcpy(copy, path, n);
    copy[n] = '\0';
    return copy;
}

static void folder_free(zb_folder *folder) {
    if (folder->own >= 0) close(folder->own);
    if (folder->fd >= 0) close(folder->fd);
    free(folder->path);
    free(folder);
}

/* Opens both descriptors; the code of what went wrong, with errno, or NULL. */
static const char *open_both(zb_folder *folder) {
    if (mkdir(folder->path, 0777) != 0 && errno != EEXIST) return "output.open";
    folder->fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0) return "output.open";
    if (!claim(folder->fd)) return "output.busy";
    folder->own = open_own(folder->fd);
    if (folder->own < 0 || faccessat(folder->fd, ".", W_OK, AT_EACCESS) != 0) return "output.open";
    return NULL;
}

zb_folder *zb_folder_open(const char *path, zb_diags *diags) {
    zb_folder *folder = zb_realloc(NULL, sizeof *folder);
    *folder = (zb_folder){path_copy(path), -1, -1};
    const char *wrong = open_both(folder);
    if (!wrong) {
        clean(folder->own, strrchr(ZB_FOLDER_JOURNAL, '/') + 1);
        return folder;
    }
    if (!strcmp(wrong, "output.busy"))
        zb_diag_add(diags, ZB_FATAL, "output.busy", ZB_NOWHERE, "another run is writing into '%s'", folder->path);
    else complain(diags, "output.open", folder->path, strerror(errno));
    folder_free(folder);
    return NULL;
}

const char *zb_folder_path(zb_arena *arena, const zb_folder *folder, const char *name) {
    return zb_str_format(arena, "%s/%s", folder->path, name).s;
}

static bool write_all(int fd, zb_str bytes) {
    while (bytes.n) {
        ssize_t n = write(fd, bytes.s, bytes.n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes = zb_str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

/* Writes the file in our own folder and moves it out. False: errno says why. */
static bool put(const zb_folder *folder, const char *name, zb_str bytes) {
    int fd = openat(folder->own, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0) return false;
    struct stat old;
    if (fstatat(folder->fd, name, &old, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(old.st_mode))
        fchmod(fd, old.st_mode & 07777);
    bool written = write_all(fd, bytes);
    int reason = errno;
    if (close(fd) != 0 && written) {
        written = false;
        reason = errno;
    }
    if (written && renameat(folder->own, name, folder->fd, name) == 0) return true;
    if (written) reason = errno;
    unlinkat(folder->own, name, 0);
    errno = reason;
    return false;
}

bool zb_folder_put(const zb_folder *folder, const char *name, zb_str bytes, zb_diags *diags) {
    if (put(folder, name, bytes)) return true;
    char path[NAME_ROOM];
    int reason = errno;
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    complain(diags, "output.write", path, strerror(reason));
    return false;
}

bool zb_folder_stat(const zb_folder *folder, const char *name, uint64_t *size, int64_t *modified) {
    struct stat info;
    if (fstatat(folder->fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(info.st_mode)) return false;
    *size = (uint64_t)info.st_size;
    *modified = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    return true;
}

bool zb_folder_sync(const zb_folder *folder, zb_diags *diags) {
    if (syncfs(folder->fd) == 0 || errno == ENOSYS) return true;
    complain(diags, "output.write", folder->path, strerror(errno));
    return false;
}

void zb_folder_close(zb_folder *folder) {
    if (!folder) return;
    unlinkat(folder->fd, ZB_FOLDER_JOURNAL, 0); /* even where the folder cannot be listed */
    clean(folder->own, NULL);
    unlinkat(folder->fd, ZB_FOLDER_OWN, AT_REMOVEDIR);
    folder_free(folder);
}
