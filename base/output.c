/* SPDX-License-Identifier: Apache-2.0
 * Whole files out. A file is written without a name, synced, linked to a name of our own and from there moved to its place together with
 * those that belong to it (base/publish.h). Whoever finds a name of ours that nobody holds a lock on may remove it: its run was killed. */
#include "base/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/guard.h"
#include "base/publish.h"

#define LINKS_MAX 40 /* as the kernel follows */
#define NAME_TRIES 100
#define NAME_DIGITS 16

struct zb_output {
    char *path;       /* as the user wrote it, for messages */
    char *place;      /* the file that appears: links followed; NULL: not a file of ours */
    char *temporary;  /* room for the name of our own, beside `place` */
    zb_guarded guard; /* of that name, while there is such a file */
    int fd;
    bool named;  /* the temporary name exists */
    bool memory; /* goes nowhere */
    zb_buf held; /* standard output, until it is finished */
    size_t size;
    int failure; /* errno of the first failed write */
    bool finished, told;
    zb_hasher *hasher; /* NULL: closed, hash is known */
    zb_hash hash;
};

/* ---- names ---- */

static char *copy_text(const char *s) {
    char *copy = zb_realloc(NULL, strlen(s) + 1);
    return strcpy(copy, s);
}

/* The folder of a path as one to open; false: it is too long. */
static bool folder_of(const char *path, char room[PATH_MAX]) {
    size_t n = zb_path_folder_length(path);
    if (n >= PATH_MAX) return errno = ENAMETOOLONG, false;
    strcpy(room, ".");
    if (n) memcpy(room, path, n), room[n] = '\0';
    return true;
}

const char *zb_output_place(zb_arena *arena, const char *path) {
    char target[PATH_MAX];
    for (int i = 0; i < LINKS_MAX; i++) {
        ssize_t n = readlink(path, target, sizeof target);
        if (n <= 0 || (size_t)n == sizeof target) return path;
        path = zb_str_format(arena, "%.*s%.*s", target[0] == '/' ? 0 : (int)zb_path_folder_length(path), path, (int)n, target).s;
    }
    return path;
}

/* Chooses a name of our own in the folder of the place. */
static void choose_name(zb_output *output) {
    uint64_t number = 0;
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) != (ssize_t)sizeof number) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        number = (uint64_t)now.tv_nsec * 0x9E3779B97F4A7C15u + (uint64_t)getpid();
    }
    size_t n = zb_path_folder_length(output->place);
    memcpy(output->temporary, output->place, n);
    sprintf(output->temporary + n, "%s%016llx", ZB_OUTPUT_PREFIX, (unsigned long long)number);
}

/* Whether a name is one that choose_name could have made, or the second one that zb_publish gives an older file. */
static bool is_ours(const char *name) {
    if (strncmp(name, ZB_OUTPUT_PREFIX, strlen(ZB_OUTPUT_PREFIX)) != 0) return false;
    name += strlen(ZB_OUTPUT_PREFIX);
    size_t digits = strspn(name, "0123456789abcdef");
    return digits == NAME_DIGITS && (!name[digits] || !strcmp(name + digits, ".old"));
}

/* Removes what killed runs left in a folder: names of ours that nobody holds. */
static void clear_folder(const char *place) {
    char folder[PATH_MAX];
    DIR *dir = folder_of(place, folder) ? opendir(folder) : NULL;
    if (!dir) return;
    for (const struct dirent *entry; (entry = readdir(dir));) {
        if (!is_ours(entry->d_name)) continue;
        int fd = openat(dirfd(dir), entry->d_name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
        struct stat info;
        if (fd < 0) continue;
        if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0) unlinkat(dirfd(dir), entry->d_name, 0);
        close(fd);
    }
    closedir(dir);
}

/* ---- opening ---- */

/* A file without a name; -1: this file system or kernel has none, or (with errno) the folder cannot be written. */
static int open_nameless(const zb_output *output) {
    char folder[PATH_MAX];
    if (!folder_of(output->place, folder)) return -1;
    if (access("/proc/self/fd", F_OK) != 0) return errno = EOPNOTSUPP, -1; /* it could not get a name later */
    return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
}

static int open_named(zb_output *output) {
    sigset_t before;
    int fd = -1;
    zb_guard_hold(&before); /* or the file might be there before anybody knows of it */
    for (int i = 0; i < NAME_TRIES && fd < 0 && (i == 0 || errno == EEXIST); i++) {
        choose_name(output);
        fd = open(output->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    if (fd >= 0) {
        output->named = true;
        zb_guard_add(&output->guard, output->temporary);
    }
    zb_guard_release(&before);
    return fd;
}

/* The older file's permissions are kept; open() has given those of a new file. False: errno says why. */
static bool take_mode(int fd, const struct stat *old) { return !old || fchmod(fd, old->st_mode & 07777) == 0; }

static bool open_file(zb_output *output, const struct stat *old) {
    output->temporary = zb_realloc(NULL, zb_path_folder_length(output->place) + sizeof ZB_OUTPUT_PREFIX + NAME_DIGITS);
    output->temporary[0] = '\0';
    output->fd = open_nameless(output);
    if (output->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) output->fd = open_named(output);
    if (output->fd < 0) return false;
    flock(output->fd, LOCK_EX | LOCK_NB); /* a file system without locks: nobody will clear it away */
    return take_mode(output->fd, old);
}

static bool open_place(zb_output *output) {
    struct stat info;
    bool there = stat(output->path, &info) == 0;
    if (!there && errno != ENOENT) return false;
    if (there && S_ISDIR(info.st_mode)) return errno = EISDIR, false;
    if (there && !S_ISREG(info.st_mode)) { /* a device or pipe cannot be replaced by a rename */
        output->fd = open(output->path, O_WRONLY | O_CLOEXEC);
        return output->fd >= 0;
    }
    zb_arena *arena = zb_arena_open();
    const char *place = output->place = copy_text(zb_output_place(arena, output->path));
    zb_arena_close(arena);
    const char *name = place + zb_path_folder_length(place);
    if (!*name || strlen(name) > NAME_MAX) return errno = *name ? ENAMETOOLONG : ENOENT, false;
    return open_file(output, there ? &info : NULL);
}

static void free_output(zb_output *output) {
    if (output->named) {
        unlink(output->temporary);
        zb_guard_drop(&output->guard);
    }
    if (output->fd >= 0) close(output->fd);
    if (output->hasher) zb_hasher_close(output->hasher);
    zb_buf_free(&output->held);
    free(output->temporary);
    free(output->place);
    free(output->path);
    free(output);
}

static zb_output *new_output(const char *path) {
    zb_output *output = zb_realloc(NULL, sizeof *output);
    *output = (zb_output){.path = copy_text(path), .fd = -1, .hasher = zb_hasher_open()};
    return output;
}

zb_output *zb_output_open_memory(void) {
    zb_output *output = new_output("-");
    output->memory = true;
    return output;
}

zb_str zb_output_bytes(const zb_output *output) { return zb_buf_str(&output->held); }

zb_output *zb_output_open(const char *path, zb_diags *diags) {
    zb_output *output = new_output(path);
    if (!strcmp(path, "-")) return output;
    if (open_place(output)) return output;
    zb_diag_add(diags, ZB_FATAL, "output.open", ZB_NOWHERE, "'%s' cannot be written: %s", path, strerror(errno));
    free_output(output);
    return NULL;
}

/* ---- writing ---- */

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

/* The hash of a regular file of that size. */
static bool hash_file(const char *path, size_t size, zb_hash *hash) {
    char room[1 << 16];
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return false;
    bool fine = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (size_t)info.st_size == size;
    zb_hasher *hasher = fine ? zb_hasher_open() : NULL;
    ssize_t n = 0;
    while (fine && ((n = read(fd, room, sizeof room)) > 0 || (n < 0 && errno == EINTR)))
        if (n > 0) zb_hasher_add(hasher, room, (size_t)n);
    if (hasher) *hash = zb_hasher_close(hasher);
    close(fd);
    return fine && n == 0;
}

bool zb_output_is_there(zb_output *output) {
    zb_hash there;
    return output->place && !output->failure && hash_file(output->place, output->size, &there) &&
           zb_hash_equal(there, zb_output_hash(output));
}

/* Says once what went wrong. */
static bool report(zb_output *output, zb_diags *diags) {
    if (output->failure && !output->told)
        zb_diag_add(diags, ZB_FATAL, "output.write", ZB_NOWHERE, "'%s' cannot be written: %s", output->path, strerror(output->failure));
    output->told = output->failure != 0;
    return !output->failure;
}

/* A file of ours stays open, and so locked, until it has its name. */
bool zb_output_finish(zb_output *output, zb_diags *diags) {
    if (output->finished || (output->fd < 0 && !output->place)) return report(output, diags);
    output->finished = true;
    if (output->place) {
        if (!output->failure && fsync(output->fd) != 0) output->failure = errno;
    } else {
        if (close(output->fd) != 0 && !output->failure) output->failure = errno;
        output->fd = -1;
    }
    return report(output, diags);
}

/* ---- appearing ---- */

/* Links a file without a name to one of ours. */
static bool name_file(zb_output *output) {
    char self[32];
    snprintf(self, sizeof self, "/proc/self/fd/%d", output->fd);
    sigset_t before;
    zb_guard_hold(&before);
    for (int i = 0; i < NAME_TRIES && !output->named && (i == 0 || errno == EEXIST); i++) {
        choose_name(output);
        output->named = linkat(AT_FDCWD, self, AT_FDCWD, output->temporary, AT_SYMLINK_FOLLOW) == 0;
    }
    if (output->named) zb_guard_add(&output->guard, output->temporary);
    else output->failure = errno;
    zb_guard_release(&before);
    return output->named;
}

/* The last that cannot be undone comes before the first name: what goes to standard output. */
static bool write_held(zb_output *const *outputs, size_t count, zb_diags *diags) {
    bool fine = true;
    for (size_t i = 0; i < count && fine; i++) {
        zb_output *output = outputs[i];
        if (output->place || output->finished || output->memory) continue;
        output->finished = true;
        write_all(output, STDOUT_FILENO, output->held.s, output->held.n);
        fine = report(output, diags);
    }
    return fine;
}

static bool publish(zb_output *const *outputs, const size_t *files, zb_publication *list, size_t count, zb_diags *diags) {
    int reason;
    size_t failed = zb_publish(list, count, ZB_PUBLISH_SYNCED, &reason);
    for (size_t i = 0; i < count && failed == SIZE_MAX; i++) {
        outputs[files[i]]->named = false;
        zb_guard_drop(&outputs[files[i]]->guard);
    }
    if (failed == SIZE_MAX) return true;
    outputs[files[failed]]->failure = reason;
    return report(outputs[files[failed]], diags);
}

bool zb_outputs_commit(zb_output *const *outputs, size_t count, zb_diags *diags) {
    zb_arena *arena = zb_arena_open();
    zb_publication *list = ZB_NEW_ARRAY(arena, count, zb_publication);
    size_t *files = ZB_NEW_ARRAY(arena, count, size_t), file_count = 0;
    bool fine = true;
    for (size_t i = 0; i < count && fine; i++) fine = zb_output_finish(outputs[i], diags);
    for (size_t i = 0; i < count && fine; i++) {
        if (!outputs[i]->place) continue;
        if (!outputs[i]->named && !name_file(outputs[i])) fine = report(outputs[i], diags);
        list[file_count] = (zb_publication){.from = outputs[i]->temporary, .to = outputs[i]->place};
        files[file_count++] = i;
    }
    for (size_t i = 0; i < file_count && fine; i++)
        if (i == 0 || !zb_path_same_folder(list[i].to, list[i - 1].to)) clear_folder(list[i].to);
    /* From here on nothing takes memory: what is published is not taken back for want of it. */
    fine = fine && write_held(outputs, count, diags) && publish(outputs, files, list, file_count, diags);
    for (size_t i = 0; i < count; i++) free_output(outputs[i]);
    zb_arena_close(arena);
    return fine;
}

bool zb_output_commit(zb_output *output, zb_diags *diags) { return zb_outputs_commit(&output, 1, diags); }

void zb_output_abandon(zb_output *output) {
    if (output) free_output(output);
}
