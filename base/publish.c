/* SPDX-License-Identifier: Apache-2.0
 * Renaming with a way back. An older file never is without its name: it changes places with the new one in one step, or has a second name
 * before the new one takes the first. */
#include "base/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/guard.h"

#define OLD_SUFFIX ".old" /* of the second name: beside `from`, which is our own name */

static bool old_name(const zb_publication *p, char room[PATH_MAX]) {
    if (strlen(p->from) + sizeof OLD_SUFFIX > PATH_MAX) return false;
    strcat(strcpy(room, p->from), OLD_SUFFIX);
    return true;
}

/* True: this file system cannot swap two names, or this kernel. */
static bool cannot_swap(int reason) { return reason == EINVAL || reason == ENOSYS || reason == EOPNOTSUPP || reason == EPERM; }

static bool take_linked(zb_publication *p) {
    char old[PATH_MAX];
    if (!old_name(p, old)) {
        errno = ENAMETOOLONG;
        return false;
    }
    unlink(old);
    if (link(p->to, old) != 0) {
        if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) return false;
        if (rename(p->to, old) != 0) return false; /* without hard links the name is missing for a moment */
    }
    if (rename(p->from, p->to) == 0) {
        p->state = ZB_PUBLISH_LINKED;
        return true;
    }
    int reason = errno;
    rename(old, p->to);
    unlink(old);
    errno = reason;
    return false;
}

static bool take_away(zb_publication *p) {
    if (rename(p->to, p->from) == 0) p->state = ZB_PUBLISH_GONE;
    return p->state == ZB_PUBLISH_GONE || errno == ENOENT;
}

static bool take(zb_publication *p) {
    struct stat info;
    if (p->gone) return take_away(p);
    if (lstat(p->to, &info) != 0) {
        if (errno != ENOENT) return false;
        if (rename(p->from, p->to) != 0) return false;
        p->state = ZB_PUBLISH_NEW;
        return true;
    }
    if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (renameat2(AT_FDCWD, p->from, AT_FDCWD, p->to, RENAME_EXCHANGE) == 0) {
        p->state = ZB_PUBLISH_SWAPPED;
        return true;
    }
    return cannot_swap(errno) && take_linked(p);
}

/* Where names cannot be changed any more they can perhaps still be given and taken: `kept` has the older file, NULL: there was none. It
 * keeps a second name until it has its own again. */
static void give_back_linked(const char *kept, const char *to) {
    char second[PATH_MAX];
    if (!kept) {
        unlink(to);
        return;
    }
    if (snprintf(second, sizeof second, "%s~", kept) >= (int)sizeof second || link(kept, second) != 0) return;
    bool free = unlink(to) == 0 || errno == ENOENT;
    if (free && link(second, to) == 0) unlink(kept);
    else if (free) return; /* at least a name is left to it */
    unlink(second);
}

/* The older file has its name again; false: errno says why not. */
static bool step_back(const zb_publication *p, const char *old) {
    switch (p->state) {
    case ZB_PUBLISH_NOT: break;
    case ZB_PUBLISH_NEW: return rename(p->to, p->from) == 0;
    case ZB_PUBLISH_GONE: return rename(p->from, p->to) == 0;
    case ZB_PUBLISH_SWAPPED: return renameat2(AT_FDCWD, p->to, AT_FDCWD, p->from, RENAME_EXCHANGE) == 0;
    case ZB_PUBLISH_LINKED: return rename(p->to, p->from) == 0 && rename(old, p->to) == 0;
    }
    return true;
}

/* A step back may meet a passing fault as well: once more, then without renaming. */
static void give_back(zb_publication *p) {
    char old[PATH_MAX] = "";
    if (p->state == ZB_PUBLISH_LINKED && !old_name(p, old)) return;
    if (!step_back(p, old) && !step_back(p, old))
        give_back_linked(p->state == ZB_PUBLISH_NEW ? NULL : p->state == ZB_PUBLISH_LINKED ? old : p->from, p->to);
    p->state = ZB_PUBLISH_NOT;
}

static void remove_twice(const char *path) {
    if (unlink(path) != 0 && errno != ENOENT) unlink(path);
}

static void drop_old(const zb_publication *p) {
    char old[PATH_MAX];
    if (p->state == ZB_PUBLISH_SWAPPED || p->state == ZB_PUBLISH_GONE) remove_twice(p->from);
    else if (p->state == ZB_PUBLISH_LINKED && old_name(p, old)) remove_twice(old);
}

size_t zb_path_folder_length(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

bool zb_path_same_folder(const char *a, const char *b) {
    size_t n = zb_path_folder_length(a);
    return n == zb_path_folder_length(b) && !memcmp(a, b, n);
}

/* False: errno says why. A folder that may not be read, or that its file system does not sync, is not at fault. */
static bool sync_folder(const char *path) {
    char folder[PATH_MAX];
    size_t n = zb_path_folder_length(path);
    if (n >= sizeof folder) return true;
    if (n) memcpy(folder, path, n);
    else folder[n++] = '.';
    folder[n] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return errno == EACCES;
    bool fine = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
    int reason = errno;
    close(fd);
    errno = reason;
    return fine;
}

static bool sync_folders(const zb_publication *list, size_t count, size_t *failed) {
    for (size_t i = 0; i < count; i++) {
        bool seen = i > 0 && zb_path_same_folder(list[i].to, list[i - 1].to); /* twice costs little */
        *failed = i;
        if (!seen && !sync_folder(list[i].to)) return false;
    }
    return true;
}

/* Takes one after the other; false: *failed could not be taken, or its folder not synced. */
static bool take_all(zb_publication *list, size_t count, zb_publish_sync sync, size_t *failed) {
    for (size_t i = 0; i < count; i++) {
        if (sync == ZB_PUBLISH_SYNCED_BEFORE_LAST && i + 1 == count && !sync_folders(list, i, failed)) return false;
        *failed = i;
        if (!take(&list[i])) return false;
    }
    return sync != ZB_PUBLISH_SYNCED || sync_folders(list, count, failed);
}

size_t zb_publish(zb_publication *list, size_t count, zb_publish_sync sync, int *reason) {
    sigset_t before;
    size_t failed = 0;
    zb_guard_hold(&before);
    for (size_t i = 0; i < count; i++) list[i].state = ZB_PUBLISH_NOT;
    bool fine = take_all(list, count, sync, &failed);
    *reason = fine ? 0 : errno;
    for (size_t i = count; i-- > 0;) {
        if (fine) drop_old(&list[i]);
        else if (list[i].state != ZB_PUBLISH_NOT) give_back(&list[i]);
    }
    zb_guard_release(&before);
    return fine ? SIZE_MAX : failed;
}
