/* SPDX-License-Identifier: Apache-2.0
 * Entering the sandbox: a Landlock ruleset from a list of paths, the system call filter, limits. Landlock is spoken to through system calls
 * of our own, because headers are older than the kernels that programs meet. */
#include "jobs/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/language.h"
#include "jobs/sandbox_calls.h"

#define FILE_SIZE_MAX ((rlim_t)4 << 30) /* bytes of a file that a worker makes */
#define FILES_MAX 65536                 /* that are open at a time: every page of a run is a file until all get their names */

/* ---- Landlock, from include/uapi/linux/landlock.h of Linux 6.12 ---- */

enum { CALL_CREATE_RULESET = 444, CALL_ADD_RULE = 445, CALL_RESTRICT_SELF = 446 }; /* the same on all architectures */
enum { VERSION = 1 << 0, RULE_PATH_BENEATH = 1 };

enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_REMOVE_DIR = 1 << 4,
    FS_REMOVE_FILE = 1 << 5,
    FS_MAKE_DIR = 1 << 7,
    FS_MAKE_REG = 1 << 8,
    FS_REFER = 1 << 13,     /* ABI 2: moving and linking from folder to folder */
    FS_TRUNCATE = 1 << 14,  /* ABI 3 */
    FS_IOCTL_DEV = 1 << 15, /* ABI 5 */
    NET_ALL = 3,            /* ABI 4: bind and connect */
    SCOPE_ALL = 3,          /* ABI 6: abstract sockets and signals */
};

typedef struct ruleset {
    uint64_t fs, net, scope;
} ruleset;

typedef struct __attribute__((packed)) path_rule {
    uint64_t access;
    int32_t parent;
} path_rule;

#define READING (FS_READ_FILE | FS_READ_DIR)
#define WRITING (FS_WRITE_FILE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR | FS_MAKE_REG | FS_REFER | FS_TRUNCATE)
/* Rights that a rule for a file, not a folder, may have. */
#define FILE_RIGHTS (FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE)

/* The version of the interface; below 1: there is none. */
static int landlock_version(void) { return (int)syscall(CALL_CREATE_RULESET, NULL, 0, VERSION); }

/* All rights of a version. Without ABI 2 nothing could be moved from folder to folder, which the output folder needs. */
static ruleset rules_of(int version) {
    ruleset all = {.fs = (1 << 14) - 1};
    if (version >= 3) all.fs |= FS_TRUNCATE;
    if (version >= 4) all.net = NET_ALL;
    if (version >= 5) all.fs |= FS_IOCTL_DEV;
    if (version >= 6) all.scope = SCOPE_ALL;
    return all;
}

/* What the kernel of a version knows of the struct. */
static size_t rules_size(int version) {
    return version >= 6 ? sizeof(ruleset) : version >= 4 ? offsetof(ruleset, scope) : offsetof(ruleset, net);
}

/* ---- paths ---- */

typedef struct path {
    const char *name;
    bool write;
} path;

struct zb_sandbox {
    zb_arena *arena;
    ZB_VEC(path) paths;
};

zb_sandbox *zb_sandbox_new(zb_arena *arena) {
    zb_sandbox *sandbox = ZB_NEW(arena, zb_sandbox);
    sandbox->arena = arena;
    return sandbox;
}

static bool listed(const zb_sandbox *sandbox, const char *name, bool write, size_t end) {
    for (size_t i = 0; i < end; i++)
        if (sandbox->paths.data[i].write == write && !strcmp(sandbox->paths.data[i].name, name)) return true;
    return false;
}

/* The last one added is compared first: lists repeat themselves. */
static void add_path(zb_sandbox *sandbox, const char *name, bool write) {
    size_t count = sandbox->paths.count, tail = count > 64 ? count - 64 : 0;
    if (!name || !*name) return;
    for (size_t i = count; i > tail; i--)
        if (sandbox->paths.data[i - 1].write == write && !strcmp(sandbox->paths.data[i - 1].name, name)) return;
    ZB_PUSH(sandbox->arena, &sandbox->paths, (path){zb_str_z(sandbox->arena, zb_str_of(name)), write});
}

void zb_sandbox_read(zb_sandbox *sandbox, const char *name) { add_path(sandbox, name, false); }
void zb_sandbox_write(zb_sandbox *sandbox, const char *name) { add_path(sandbox, name, true); }

const char *zb_sandbox_path(const zb_sandbox *sandbox, size_t index, bool *write) {
    if (index >= sandbox->paths.count) return NULL;
    *write = sandbox->paths.data[index].write;
    return sandbox->paths.data[index].name;
}

/* The folder that a path lies in. */
static const char *folder_of(zb_arena *arena, const char *name) {
    size_t n = strlen(name);
    while (n > 1 && name[n - 1] == '/') n--;
    bool dots = (n == 1 && *name == '.') || (n > 1 && !strncmp(name + n - 2, "..", 2));
    if (dots) return zb_str_format(arena, "%.*s/..", (int)n, name).s;
    while (n > 0 && name[n - 1] != '/') n--;
    while (n > 1 && name[n - 1] == '/') n--;
    return n ? zb_str_z(arena, (zb_str){name, n}) : ".";
}

static size_t count_reading(const zb_sandbox *sandbox) {
    size_t count = 0;
    for (size_t i = 0; i < sandbox->paths.count; i++) count += !sandbox->paths.data[i].write;
    return count;
}

/* Paths as they are from the root, where they exist: others have no end upwards. */
static void make_whole(zb_sandbox *sandbox) {
    for (size_t i = 0; i < sandbox->paths.count; i++) {
        path *p = &sandbox->paths.data[i];
        char *whole = p->write ? NULL : realpath(p->name, NULL);
        if (whole) p->name = zb_str_z(sandbox->arena, zb_str_of(whole));
        free(whole);
    }
}

void zb_sandbox_narrow(zb_sandbox *sandbox, size_t most) {
    if (count_reading(sandbox) > most) make_whole(sandbox);
    for (int round = 0; count_reading(sandbox) > most && round < 64; round++) {
        size_t kept = 0;
        for (size_t i = 0; i < sandbox->paths.count; i++) {
            path p = sandbox->paths.data[i];
            if (!p.write) p.name = folder_of(sandbox->arena, p.name);
            /* neighbours in a list lie in the same folder: it is found among the first or the last ones */
            if (!listed(sandbox, p.name, p.write, kept < most ? kept : most)) sandbox->paths.data[kept++] = p;
        }
        sandbox->paths.count = kept;
    }
}

/* ---- the walls ---- */

/* A rule for one path. True: there is one, or nothing is there. */
static bool add_rule(int rules, const path *p, uint64_t known) {
    struct stat info;
    path_rule rule = {.access = known & (uint64_t)(p->write ? READING | WRITING : READING)};
    rule.parent = open(p->name, O_PATH | O_CLOEXEC);
    if (rule.parent < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    if (fstat(rule.parent, &info) == 0 && !S_ISDIR(info.st_mode)) rule.access &= FILE_RIGHTS;
    bool fine = syscall(CALL_ADD_RULE, rules, RULE_PATH_BENEATH, &rule, 0) == 0;
    int reason = errno;
    close(rule.parent);
    errno = reason;
    return fine;
}

static bool enter_landlock(const zb_sandbox *sandbox, int version) {
    ruleset all = rules_of(version);
    int rules = (int)syscall(CALL_CREATE_RULESET, &all, rules_size(version), 0);
    if (rules < 0) return false;
    bool fine = true;
    for (size_t i = 0; i < sandbox->paths.count && fine; i++) fine = add_rule(rules, &sandbox->paths.data[i], all.fs);
    fine = fine && syscall(CALL_RESTRICT_SELF, rules, 0) == 0;
    int reason = errno;
    close(rules);
    errno = reason;
    return fine;
}

unsigned zb_sandbox_offered(void) {
    int version = landlock_version();
    unsigned walls = zb_filter_offered() ? ZB_WALL_CALLS : 0;
    if (version >= 2) walls |= ZB_WALL_FILES;
    if (version >= 4) walls |= ZB_WALL_NETWORK;
    if (version >= 6) walls |= ZB_WALL_SCOPE;
    return walls;
}

/* Lowers a limit, never raises it. */
static void lower(int what, rlim_t most) {
    struct rlimit limit;
    if (getrlimit(what, &limit) != 0) return;
    if (limit.rlim_max > most) limit.rlim_max = most;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    setrlimit(what, &limit);
}

/* No limit on processes: it would count those of the user elsewhere, and none can be started anyway. */
static void lower_limits(bool worker) {
    lower(RLIMIT_CORE, 0);
    lower(RLIMIT_NOFILE, FILES_MAX);
    if (worker) lower(RLIMIT_FSIZE, FILE_SIZE_MAX);
}

bool zb_sandbox_enter(const zb_sandbox *sandbox, bool worker) {
    unsigned offered = zb_sandbox_offered();
    lower_limits(worker);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    if ((offered & ZB_WALL_FILES) && !enter_landlock(sandbox, landlock_version())) return false;
    return !(offered & ZB_WALL_CALLS) || zb_filter_enter();
}

void zb_sandbox_report(unsigned offered, zb_diags *diags) {
    static const struct {
        unsigned wall;
        const char *name;
    } walls[] = {
        {ZB_WALL_FILES, N_("files")}, {ZB_WALL_NETWORK, "TCP"}, {ZB_WALL_SCOPE, N_("signals")}, {ZB_WALL_CALLS, "system calls"},
    };
    char text[128] = "";
    for (size_t i = 0; i < sizeof walls / sizeof *walls; i++) {
        if (offered & walls[i].wall) continue;
        if (*text) strcat(text, zb_tr(", "));
        strcat(text, zb_tr(walls[i].name));
    }
    if (!*text) return;
    zb_diag_add(diags, ZB_NOTE, "sandbox.partial", ZB_NOWHERE, "this system lacks a part of the sandbox: %s", text);
    zb_diag_hint(diags, "files: Landlock, Linux 5.19; TCP: 6.7; signals: 6.12; system calls: seccomp, on x86-64 and aarch64");
}
