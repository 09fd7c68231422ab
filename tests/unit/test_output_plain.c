/* SPDX-License-Identifier: Apache-2.0
 * The same on a system that has neither files without a name nor renameat2: the sources are compiled here with both taken away. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static int no_access(const char *path, int mode) {
    (void)path, (void)mode;
    errno = ENOENT;
    return -1;
}
static int no_swap(int a, const char *from, int b, const char *to, unsigned flags) {
    (void)a, (void)from, (void)b, (void)to, (void)flags;
    errno = EINVAL;
    return -1;
}
#define access no_access
#define renameat2 no_swap
#include "base/output.c"
#include "base/publish.c"
#undef access

#include "tests/unit/output_cases.h"
