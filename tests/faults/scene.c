/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: one process tries every call. At a call the process forks; the child fails it and runs to its end, the parent waits,
 * judges what is left in the folder, puts everything back and goes on as if nothing had been. So the start is paid for once.
 *
 * What must be put back, since parent and child share it: files in the folder (each has a second name in FI_KEEP, so that its inode
 * outlives an unlink in the child, and a copy of its bytes), and the offsets of open files. A file without a name (O_TMPFILE, memfd) cannot
 * be put back once a child has given it a name; so the child gets one of its own in its place. */
#include "shim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct bytes {
    void *at; /* NULL: there is no such file; else mapped */
    size_t n;
} bytes;

/* An output that is expected. */
typedef struct output {
    char name[FI_NAME_ROOM];
    bytes good, old;
} output;

typedef struct entry {
    char name[FI_NAME_ROOM];
    struct stat info;
    bytes copy;
} entry;

typedef struct listing {
    entry entries[FI_FILES_MAX];
    int count;
} listing;

typedef struct offset {
    int fd;
    long at;
} offset;

static output outputs[FI_FILES_MAX];
static int output_count, out_fd, keep_fd;
static bytes good_stdout, good_stderr;
static listing before, after;

/* ---- files ---- */

static bytes map_copy(size_t n) {
    long at = fi_raw(SYS_mmap, 0, (long)(n ? n : 1), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return at < 0 ? (bytes){0} : (bytes){(void *)at, n};
}

static void unmap(bytes *b) {
    if (b->at) FI_RAW2(SYS_munmap, b->at, b->n ? b->n : 1);
    *b = (bytes){0};
}

static bytes read_fd(int fd) {
    struct stat info;
    if (FI_RAW2(SYS_fstat, fd, &info) < 0 || !S_ISREG(info.st_mode)) return (bytes){0};
    bytes b = map_copy((size_t)info.st_size);
    size_t got = 0;
    for (long n; b.at && got < b.n && (n = FI_RAW4(SYS_pread64, fd, (char *)b.at + got, b.n - got, got)) > 0;) got += (size_t)n;
    return b;
}

static bytes read_at(int folder, const char *name) {
    long fd = FI_RAW4(SYS_openat, folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
    if (fd < 0) return (bytes){0};
    bytes b = read_fd((int)fd);
    FI_RAW1(SYS_close, fd);
    return b;
}

static bool same(bytes a, bytes b) { return a.at && b.at && a.n == b.n && !memcmp(a.at, b.at, a.n); }

/* Calls `each` for the names in a folder. */
static void walk(int folder, void (*each)(int folder, const char *name, void *context), void *context) {
    struct record {
        uint64_t inode;
        int64_t next;
        unsigned short length;
        unsigned char type;
        char name[];
    };
    _Alignas(8) char block[8192];
    FI_RAW3(SYS_lseek, folder, 0, SEEK_SET);
    for (long n; (n = FI_RAW3(SYS_getdents64, folder, block, sizeof block)) > 0;)
        for (long at = 0; at < n; at += ((struct record *)(block + at))->length) {
            const char *name = ((struct record *)(block + at))->name;
            if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) each(folder, name, context);
        }
}

static void list_one(int folder, const char *name, void *context) {
    listing *list = context;
    if (list->count == FI_FILES_MAX) return;
    entry *e = &list->entries[list->count];
    if (FI_RAW4(SYS_newfstatat, folder, name, &e->info, AT_SYMLINK_NOFOLLOW) < 0) return;
    strncpy(e->name, name, FI_NAME_ROOM - 1);
    e->copy = (bytes){0};
    list->count++;
}

static entry *entry_of(listing *list, const char *name) {
    for (int i = 0; i < list->count; i++)
        if (!strcmp(list->entries[i].name, name)) return &list->entries[i];
    return NULL;
}

static bool untouched(const entry *a, const entry *b) {
    return a && b && a->info.st_ino == b->info.st_ino && a->info.st_size == b->info.st_size &&
           a->info.st_mtim.tv_sec == b->info.st_mtim.tv_sec && a->info.st_mtim.tv_nsec == b->info.st_mtim.tv_nsec;
}

/* ---- what is expected ---- */

static output *output_of(const char *name) {
    for (int i = 0; i < output_count; i++)
        if (!strcmp(outputs[i].name, name)) return &outputs[i];
    return NULL;
}

static void expect_one(int folder, const char *name, void *context) {
    output *o = output_of(name);
    if (!o && output_count == FI_FILES_MAX) return;
    if (!o) o = &outputs[output_count++];
    strncpy(o->name, name, FI_NAME_ROOM - 1);
    *(*(bool *)context ? &o->old : &o->good) = read_at(folder, name);
}

static int folder_at(const char *path, int high) {
    int fd = path ? (int)FI_RAW4(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) : -1;
    if (fd < 0) return -1;
    int moved = (int)FI_RAW3(SYS_fcntl, fd, F_DUPFD_CLOEXEC, high);
    FI_RAW1(SYS_close, fd);
    return moved;
}

bool fi_scene_open(void) {
    bool old = true, new = false;
    int good = folder_at(fi.good, 510), earlier = folder_at(fi.old, 511);
    out_fd = folder_at(fi.out, 512);
    keep_fd = folder_at(fi.keep, 513);
    if (good < 0 || earlier < 0 || out_fd < 0 || keep_fd < 0) return false;
    walk(good, expect_one, &new);
    walk(earlier, expect_one, &old);
    if (fi.good_stdout) good_stdout = read_at(AT_FDCWD, fi.good_stdout);
    if (fi.good_stderr) good_stderr = read_at(AT_FDCWD, fi.good_stderr);
    FI_RAW1(SYS_close, good);
    FI_RAW1(SYS_close, earlier);
    return true;
}

/* ---- keeping and putting back ---- */

static void keep_name(int i, char name[16]) {
    fi_text text = {.n = 0};
    fi_add_number(&text, (uint64_t)i, 10);
    strcpy(name, text.s);
}

/* Notes what is in the folder, unless nothing has changed since it was last noted. */
static void keep(void) {
    static listing now;
    now.count = 0;
    walk(out_fd, list_one, &now);
    bool changed = now.count != before.count;
    for (int i = 0; i < now.count && !changed; i++) changed = !untouched(&now.entries[i], entry_of(&before, now.entries[i].name));
    if (!changed) return;
    char name[16];
    for (int i = 0; i < before.count; i++) {
        unmap(&before.entries[i].copy);
        keep_name(i, name);
        FI_RAW3(SYS_unlinkat, keep_fd, name, 0);
    }
    before = now;
    for (int i = 0; i < before.count; i++) {
        entry *e = &before.entries[i];
        keep_name(i, name);
        if (!S_ISREG(e->info.st_mode)) continue;
        FI_RAW5(SYS_linkat, out_fd, e->name, keep_fd, name, 0);
        e->copy = read_at(out_fd, e->name);
    }
}

static void put_bytes_back(const char *kept, const entry *e) {
    long fd = FI_RAW4(SYS_openat, keep_fd, kept, O_WRONLY | O_CLOEXEC, 0);
    if (fd < 0) return;
    for (size_t at = 0; at < e->copy.n;) {
        long n = FI_RAW4(SYS_pwrite64, fd, (char *)e->copy.at + at, e->copy.n - at, at);
        if (n <= 0) break;
        at += (size_t)n;
    }
    FI_RAW2(SYS_ftruncate, fd, e->copy.n);
    FI_RAW1(SYS_close, fd);
}

static void put_back(void) {
    char name[16];
    for (int i = 0; i < after.count; i++)
        if (!entry_of(&before, after.entries[i].name))
            FI_RAW3(SYS_unlinkat, out_fd, after.entries[i].name, S_ISDIR(after.entries[i].info.st_mode) ? AT_REMOVEDIR : 0);
    for (int i = 0; i < before.count; i++) {
        entry *e = &before.entries[i], *now = entry_of(&after, e->name);
        if (untouched(e, now) || !S_ISREG(e->info.st_mode)) continue;
        keep_name(i, name);
        if (!now || now->info.st_ino != e->info.st_ino) {
            if (now) FI_RAW3(SYS_unlinkat, out_fd, e->name, 0);
            FI_RAW5(SYS_linkat, keep_fd, name, out_fd, e->name, 0);
        }
        put_bytes_back(name, e);
        FI_RAW4(SYS_newfstatat, out_fd, e->name, &e->info, AT_SYMLINK_NOFOLLOW);
    }
}

/* ---- open files ---- */

typedef struct open_files {
    offset list[FI_FILES_MAX * 2];
    int count;
} open_files;

static void note_offset(int folder, const char *name, void *context) {
    (void)folder;
    open_files *files = context;
    int fd = atoi(name);
    long at = FI_RAW3(SYS_lseek, fd, 0, SEEK_CUR);
    if (at >= 0 && files->count < FI_FILES_MAX * 2 && fd < 500) files->list[files->count++] = (offset){fd, at};
}

static int own_files(void) { return (int)FI_RAW4(SYS_openat, AT_FDCWD, "/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0); }

static void path_of_fd(int fd, char *path, size_t room) {
    fi_text link = {.n = 0};
    fi_add(&link, "/proc/self/fd/");
    fi_add_number(&link, (uint64_t)fd, 10);
    long n = FI_RAW4(SYS_readlinkat, AT_FDCWD, link.s, path, room - 1);
    path[n > 0 ? n : 0] = '\0';
}

/* An open file without a name: the child gets a copy under the same number. */
static void part_with(int fd, long at) {
    struct stat info;
    char path[4096], link[64] = "/proc/self/fd/";
    long flags = FI_RAW2(SYS_fcntl, fd, F_GETFL), bits = FI_RAW2(SYS_fcntl, fd, F_GETFD), fresh;
    if (FI_RAW2(SYS_fstat, fd, &info) < 0 || !S_ISREG(info.st_mode) || info.st_nlink || (flags & O_ACCMODE) == O_RDONLY) return;
    path_of_fd(fd, path, sizeof path);
    if (!strncmp(path, "/memfd:", 7)) fresh = FI_RAW2(SYS_memfd_create, "copy", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    else {
        char *slash = strrchr(path, '/');
        if (!slash) return;
        *slash = '\0';
        fresh = FI_RAW4(SYS_openat, AT_FDCWD, path, (flags & ~O_ACCMODE) | O_RDWR | O_TMPFILE, 0600);
    }
    keep_name(fd, link + strlen(link));
    long from = FI_RAW4(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
    bytes all = from >= 0 ? read_fd((int)from) : (bytes){0};
    if (from >= 0) FI_RAW1(SYS_close, from);
    if (fresh < 0 || !all.at) FI_RAW1(SYS_exit_group, 121);
    FI_RAW4(SYS_pwrite64, fresh, all.at, all.n, 0);
    unmap(&all);
    FI_RAW2(SYS_fchmod, fresh, info.st_mode & 07777);
    FI_RAW3(SYS_lseek, fresh, at, SEEK_SET);
    FI_RAW3(SYS_dup3, fresh, fd, bits & FD_CLOEXEC ? O_CLOEXEC : 0);
    FI_RAW1(SYS_close, fresh);
}

/* ---- judging ---- */

/* Appends a word for what is wrong. */
static void blame(fi_text *wrong, const char *word, const char *name) {
    fi_add(wrong, wrong->n ? "," : "");
    fi_add(wrong, word);
    if (name) fi_add(wrong, ":"), fi_add(wrong, name);
}

static void judge_files(bool fine, fi_text *wrong, int *left) {
    for (int i = 0; i < after.count; i++) {
        const entry *e = &after.entries[i];
        const output *o = output_of(e->name);
        if (!o) {
            (*left)++;
            if (!fi.kind->keeps_files) blame(wrong, "stray", e->name);
            continue;
        }
        bytes now = read_at(out_fd, e->name);
        bool old = same(now, o->old), good = same(now, o->good);
        unmap(&now);
        if (!old && !good) blame(wrong, "half", e->name);
        else if (fine && !good) blame(wrong, "not-written", e->name);
        else if (!fine && !old) blame(wrong, "new-in-spite", e->name);
    }
    for (int i = 0; i < output_count; i++) {
        if (entry_of(&after, outputs[i].name)) continue;
        if (fine && outputs[i].good.at) blame(wrong, "missing", outputs[i].name);
        if (!fine && outputs[i].old.at) blame(wrong, "lost", outputs[i].name);
    }
}

/* Standard output after it failed is empty or breaks off. */
static void judge_stdout(bool fine, fi_text *wrong) {
    if (!fi.good_stdout) return;
    bytes now = read_fd(STDOUT_FILENO);
    bool begins = now.at && now.n <= good_stdout.n && !memcmp(now.at, good_stdout.at, now.n);
    if (fine && !(begins && now.n == good_stdout.n)) blame(wrong, "stdout", NULL);
    if (!fine && !begins) blame(wrong, "stdout-garbled", NULL);
    unmap(&now);
}

/* Lines that say an error; "1 error" at the end does not count. */
static int messages(const char *s, size_t n) {
    int count = 0;
    for (size_t at = 0; at < n;) {
        const char *line = s + at, *end = memchr(line, '\n', n - at);
        size_t length = end ? (size_t)(end - line) : n - at;
        count += memmem(line, length, "rror:", 5) || memmem(line, length, "ERROR", 5) || memmem(line, length, "CRITICAL", 8) ||
                 memmem(line, length, "WARNING", 7) || (length > 8 && !memcmp(line, "zhoubao:", 8));
        at += length + 1;
    }
    return count;
}

static void judge_stderr(bool fine, bytes said, fi_text *wrong) {
    int count = messages(said.at, said.n);
    if (fine && !same(said, good_stderr)) blame(wrong, "says-something", NULL);
    if (!fine && count == 0) blame(wrong, "no-message", NULL);
    if (!fine && count > 1) blame(wrong, "messages", NULL);
}

static void judge_status(int status, fi_text *wrong) {
    if (WIFSIGNALED(status)) blame(wrong, WTERMSIG(status) == SIGALRM ? "hang" : "signal-", NULL);
    if (WIFSIGNALED(status)) fi_add_number(wrong, (uint64_t)WTERMSIG(status), 10);
    else if (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 3) {
        blame(wrong, "exit-", NULL);
        fi_add_number(wrong, (uint64_t)WEXITSTATUS(status), 10);
    }
}

static void log_failure(long n, const char *wrong, bytes said) {
    void *frames[FI_DEPTH];
    int count = fi_stack(frames, FI_DEPTH);
    fi_text text = {.n = 0}, first = {.n = 0};
    fi_add(&text, "FAIL\t");
    fi_add_number(&text, (uint64_t)n, 10);
    fi_add(&text, "\t");
    fi_add(&text, wrong);
    fi_add(&text, "\t");
    for (size_t i = 0; i < said.n && i < 300; i++) {
        char c = ((const char *)said.at)[i];
        first.s[first.n++] = c;
        if (c == '\n') first.s[first.n - 1] = '|';
    }
    first.s[first.n] = '\0';
    fi_add(&text, first.s);
    fi_add(&text, "\t");
    fi_add_stack(&text, frames, count);
    fi_add(&text, "\n");
    fi_text_write(&text, fi.log);
}

static void judge(long n, int status, uint64_t outside) {
    fi_text wrong = {.n = 0};
    bool fine = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    int left = 0;
    after.count = 0;
    walk(out_fd, list_one, &after);
    bytes said = read_fd(STDERR_FILENO);
    judge_status(status, &wrong);
    judge_files(fine, &wrong, &left);
    judge_stdout(fine, &wrong);
    judge_stderr(fine, said, &wrong);
    if (fi.tally->outside != outside) blame(&wrong, "writes-outside", NULL);
    fi.tally->tried++;
    fi.tally->left += left > 0;
    if (wrong.n) fi.tally->failed++;
    else if (fine) fi.tally->fine++;
    else fi.tally->refused++;
    if (wrong.n) log_failure(n, wrong.s, said);
    unmap(&said);
}

/* ---- the child ---- */

static void become_child(const open_files *files) {
    struct itimerval limit = {.it_value.tv_sec = fi.seconds};
    FI_RAW5(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    FI_RAW3(SYS_setitimer, ITIMER_REAL, &limit, NULL);
    for (int i = 0; i < files->count; i++) part_with(files->list[i].fd, files->list[i].at);
}

bool fi_scene_try(long n) {
    static open_files files;
    struct stat out, err = {.st_size = 0}; /* what was said so far stays said */
    int status = 0;
    keep();
    files.count = 0;
    int own = own_files();
    walk(own, note_offset, &files);
    FI_RAW1(SYS_close, own);
    FI_RAW2(SYS_fstat, STDERR_FILENO, &err);
    bool kept = fi.good_stdout && FI_RAW2(SYS_fstat, STDOUT_FILENO, &out) == 0;
    uint64_t outside = fi.tally->outside;
    long pid = FI_RAW5(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) {
        become_child(&files);
        return true;
    }
    if (pid < 0) FI_RAW1(SYS_exit_group, 122);
    while (FI_RAW4(SYS_wait4, pid, &status, 0, NULL) == -EINTR) continue;
    judge(n, status, outside);
    put_back();
    FI_RAW2(SYS_ftruncate, STDERR_FILENO, err.st_size);
    FI_RAW3(SYS_lseek, STDERR_FILENO, err.st_size, SEEK_SET);
    if (kept) FI_RAW2(SYS_ftruncate, STDOUT_FILENO, out.st_size);
    for (int i = 0; i < files.count; i++) FI_RAW3(SYS_lseek, files.list[i].fd, files.list[i].at, SEEK_SET);
    return false;
}
