/* SPDX-License-Identifier: Apache-2.0
 * The seam between the executable (cli/main.c) and the shared object that holds everything else. */
#ifndef ZB_CLI_PROGRAM_H
#define ZB_CLI_PROGRAM_H

#include <stddef.h>

#include "base/locale.h"

/* What to do when there is no memory for `wanted` bytes: tidies up, says so, gives the status to end with. */
typedef int zb_no_memory(size_t wanted);

/* Performs the command line, with messages in that language unless the command line says another; gives the exit status. Sets *no_memory
 * before anything else. The one symbol that the shared object exports. */
__attribute__((visibility("default"))) int zb_program(int argc, char **argv, zb_language language, zb_no_memory **no_memory);

#endif
