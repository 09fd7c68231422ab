/* SPDX-License-Identifier: Apache-2.0
 * What of the environment the libraries get to see. */
#ifndef ZB_CLI_ENVIRONMENT_H
#define ZB_CLI_ENVIRONMENT_H

/* Takes out of the environment what would change outputs, or the behaviour of the libraries. First of all, before any library is called. */
void zb_environment_clear(void);

#endif
