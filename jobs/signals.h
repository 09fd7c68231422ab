/* SPDX-License-Identifier: Apache-2.0
 * Ctrl-C and its kin wait until a run has left everything in order. */
#ifndef ZB_JOBS_SIGNALS_H
#define ZB_JOBS_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

typedef struct zb_signals {
    sigset_t held, before; /* the signals held back; the mask as it was */
} zb_signals;

/* From now on SIGINT, SIGTERM and SIGHUP wait, except those that the program was started to ignore; so does SIGPIPE, which does not count
 * as one that came. */
void zb_signals_hold(zb_signals *signals);
/* One of them came. */
bool zb_signals_came(const zb_signals *signals);
/* Ends the wait: a signal that came ends the program here, so that the shell sees what it expects. */
void zb_signals_release(const zb_signals *signals);

#endif
