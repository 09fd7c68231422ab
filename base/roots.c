/* SPDX-License-Identifier: Apache-2.0
 * Opening below folders. Most paths begin with the folder's own: the kernel resolves the rest and refuses to leave it. For all others
 * (absolute ones, `..`, absolute links, an older kernel) the path is resolved here, link by link; what it comes to is opened name by name
 * from the folder down without following links, so that one that somebody puts there meanwhile leads nowhere. */
#include "base/roots.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LINKS_MAX 40 /* followed in one path, as the kernel does */
#define TRIES_MAX 16 /* where the kernel says that folders were moved meanwhile */

typedef struct folder {
    zb_str name; /* without a slash at the end; "/" is empty */
    bool here;   /* "." */
    int fd, failure;
    zb_str real; /* without links; NULL: not asked yet */
} folder;

struct zb_roots {
    zb_arena *arena;
    ZB_VEC(folder) folders;
    ZB_VEC(const char *) files;
    bool plain;
};

zb_roots *zb_roots_new(zb_arena *arena, bool plain) {
    zb_roots *roots = ZB_NEW(arena, zb_roots);
    roots->arena = arena;
    roots->plain = plain;
    return roots;
}

static void close_all(void *object) {
    zb_roots *roots = object;
    for (size_t i = 0; i < roots->folders.count; i++)
        if (roots->folders.data[i].fd >= 0) close(roots->folders.data[i].fd);
}

static zb_str without_slash(const char *name) {
    zb_str text = zb_str_of(name);
    while (zb_str_ends(text, "/")) text.n--;
    return text;
}

static folder *lookup(const zb_roots *roots, const char *name) {
    zb_str text = without_slash(name);
    for (size_t i = 0; roots && i < roots->folders.count; i++)
        if (zb_str_equal(roots->folders.data[i].name, text)) return &roots->folders.data[i];
    return NULL;
}

int zb_roots_add_folder(zb_roots *roots, const char *name) {
    const folder *known = lookup(roots, name);
    if (known) return known->failure;
    int fd = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC), failure = fd < 0 ? errno : 0;
    if (failure == ENOTDIR) return failure;
    if (!roots->folders.count) zb_defer(roots->arena, close_all, roots);
    zb_str copy = zb_str_copy(roots->arena, without_slash(name));
    ZB_PUSH(roots->arena, &roots->folders, (folder){copy, zb_str_is(copy, "."), fd, failure, {0}});
    return failure;
}

void zb_roots_add_file(zb_roots *roots, const char *path) {
    ZB_PUSH(roots->arena, &roots->files, zb_str_z(roots->arena, zb_str_of(path)));
}

bool zb_roots_has_folder(const zb_roots *roots, const char *name) {
    const folder *known = lookup(roots, name);
    return known && !known->failure;
}

size_t zb_roots_count(const zb_roots *roots) { return roots ? roots->folders.count : 0; }

const char *zb_roots_first(const zb_roots *roots) {
    if (!zb_roots_count(roots)) return NULL;
    return roots->folders.data[0].name.n ? roots->folders.data[0].name.s : "/";
}

/* ---- where a path leads ---- */

typedef struct walker {
    zb_arena *arena;
    zb_buf real; /* so far; empty is "/" */
    zb_str rest;
    int links, failure;
} walker;

static void cut(zb_buf *buf, size_t size) {
    buf->n = size;
    if (buf->s) buf->s[size] = '\0';
}

static void fail(walker *w, int failure) {
    if (!w->failure) w->failure = failure;
}

static void follow(walker *w, size_t before) {
    char target[PATH_MAX];
    ssize_t n = readlink(w->real.s, target, sizeof target);
    if (n <= 0 || n == sizeof target || ++w->links > LINKS_MAX) {
        fail(w, n < 0 ? errno : n == sizeof target ? ENAMETOOLONG : ELOOP);
        return;
    }
    cut(&w->real, *target == '/' ? 0 : before);
    w->rest = zb_str_format(w->arena, "%.*s/%.*s", (int)n, target, ZB_STR_ARG(w->rest));
}

static void step(walker *w, zb_str name) {
    struct stat info;
    size_t before = w->real.n;
    if (!name.n || zb_str_is(name, ".")) return;
    if (zb_str_is(name, "..")) {
        while (before && w->real.s[before - 1] != '/') before--;
        cut(&w->real, before ? before - 1 : 0);
        return;
    }
    zb_buf_add_char(&w->real, '/');
    zb_buf_add(&w->real, name);
    if (lstat(w->real.s, &info) != 0) fail(w, errno);
    else if (S_ISLNK(info.st_mode)) follow(w, before);
}

/* The absolute path without links that a path leads to. Behind what is not there, or cannot be looked at, names are taken as they are
 * written, so that it can be told whether it would be outside; *failure says why, or is 0. */
static zb_str resolve(zb_arena *arena, const char *path, int *failure) {
    char here[PATH_MAX];
    walker w = {.arena = arena, .rest = zb_str_of(path)};
    if (*path != '/' && getcwd(here, sizeof here)) zb_buf_add(&w.real, without_slash(here));
    else if (*path != '/') fail(&w, errno);
    while (w.rest.n) {
        size_t slash = zb_str_find(w.rest, ZB_STR("/"), 0);
        zb_str name = zb_str_sub(w.rest, 0, slash);
        w.rest = slash == SIZE_MAX ? (zb_str){0} : zb_str_sub(w.rest, slash + 1, w.rest.n);
        step(&w, name);
    }
    *failure = w.failure;
    zb_str real = zb_str_copy(arena, zb_buf_str(&w.real));
    zb_buf_free(&w.real);
    return real;
}

/* ---- opening ---- */

/* What stands behind a folder's name in a path, without slashes in front; NULL: the path does not begin with it. */
static const char *behind(const char *path, zb_str name) {
    if (strncmp(path, name.s, name.n) != 0) return NULL;
    path += name.n;
    if (*path && *path != '/') return NULL;
    while (*path == '/') path++;
    return *path ? path : ".";
}

static int refuse(int failure) {
    errno = failure;
    return -1;
}

static int open_beneath(int fd, const char *path, int flags) {
    struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    long file = -1;
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        file = syscall(SYS_openat2, fd, path, &how, sizeof how);
        if (file >= 0 || errno != EAGAIN) break;
    }
    /* a kernel without it, a sandbox that does not know it, folders that do not stop moving: not known to be inside */
    if (file < 0 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN)) errno = ZB_ROOTS_OUTSIDE;
    return (int)file;
}

/* Below the folders whose names the path begins with. */
static int open_by_name(const zb_roots *roots, const char *path, int flags) {
    for (size_t i = 0; i < roots->folders.count; i++) {
        const folder *f = &roots->folders.data[i];
        const char *rest = f->here ? (*path == '/' ? NULL : path) : behind(path, f->name);
        if (!rest) continue;
        if (f->failure) return refuse(f->failure);
        int fd = open_beneath(f->fd, rest, flags);
        if (fd >= 0 || errno != ZB_ROOTS_OUTSIDE) return fd;
    }
    return refuse(ZB_ROOTS_OUTSIDE);
}

/* Name by name, following no link. `rest` is used up. */
static int open_below(const folder *f, char *rest, int flags) {
    int at = f->fd;
    for (char *slash; at >= 0 && (slash = strchr(rest, '/')); rest = slash + 1) {
        *slash = '\0';
        int next = openat(at, rest, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), failure = errno;
        if (at != f->fd) close(at);
        at = next;
        errno = failure;
    }
    int file = at >= 0 ? openat(at, rest, flags | O_NOFOLLOW) : -1, failure = errno;
    if (at >= 0 && at != f->fd) close(at);
    return file >= 0 ? file : refuse(failure);
}

static zb_str real_of(zb_roots *roots, folder *f) {
    int failure;
    if (!f->real.s) f->real = resolve(roots->arena, f->name.n ? f->name.s : "/", &failure);
    return f->real;
}

static int open_resolved(zb_roots *roots, const char *path, int flags) {
    zb_arena *arena = zb_arena_open();
    int failure, fd = -1;
    const char *real = resolve(arena, path, &failure).s, *rest = NULL;
    for (size_t i = 0; i < roots->folders.count && !rest; i++) {
        folder *f = &roots->folders.data[i];
        rest = behind(real, real_of(roots, f));
        if (!rest) continue;
        if (f->failure) failure = f->failure;
        if (failure) continue;
        fd = open_below(f, (char *)zb_str_z(arena, zb_str_of(rest)), flags);
        failure = fd < 0 ? errno : 0;
    }
    zb_arena_close(arena);
    return rest ? (fd >= 0 ? fd : refuse(failure)) : refuse(ZB_ROOTS_OUTSIDE);
}

static int open_once(zb_roots *roots, const char *path, int flags) {
    if (!zb_roots_count(roots)) return open(path, flags);
    for (size_t i = 0; i < roots->files.count; i++)
        if (!strcmp(roots->files.data[i], path)) return open(path, flags);
    int fd = roots->plain ? refuse(ZB_ROOTS_OUTSIDE) : open_by_name(roots, path, flags);
    return fd < 0 && errno == ZB_ROOTS_OUTSIDE && *path ? open_resolved(roots, path, flags) : fd;
}

int zb_roots_open(zb_roots *roots, const char *path, int flags) {
    int fd;
    if (strlen(path) >= PATH_MAX) return refuse(ENAMETOOLONG); /* before megabytes of it are resolved */
    do fd = open_once(roots, path, flags | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}
