/* SPDX-License-Identifier: Apache-2.0
 * What of the environment the libraries get to see. */
#ifndef ZB_CLI_ENVIRONMENT_H
#define ZB_CLI_ENVIRONMENT_H

#include "base/locale.h"

/* Takes out of the environment what would change outputs, or the behaviour of the libraries. First of all, before any library is called. */
void zb_environment_clear(void);

/* The language of messages that --lang among the arguments asks for, else the environment before it is cleared. Needs no memory. */
zb_language zb_environment_language(int argc, char **argv);

#endif
