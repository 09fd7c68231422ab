/* SPDX-License-Identifier: Apache-2.0
 * Signals held back by the process's mask and looked for with sigpending: no handler, so no state that a handler could
 * share. */
#include "jobs/signals.h"

#include <stddef.h>

void zb_signals_hold(zb_signals *signals) {
    static const int enders[] = {SIGINT, SIGTERM, SIGHUP};
    sigemptyset(&signals->held);
    for (size_t i = 0; i < sizeof enders / sizeof *enders; i++) {
        struct sigaction action;
        /* A blocked signal stays pending even where it is ignored: nohup would end us. */
        if (sigaction(enders[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&signals->held, enders[i]);
    }
    sigset_t blocked = signals->held;
    sigaddset(&blocked, SIGPIPE); /* nobody listens any more: no reason to leave a mess */
    sigprocmask(SIG_BLOCK, &blocked, &signals->before);
}

bool zb_signals_came(const zb_signals *signals) {
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    sigandset(&pending, &pending, &signals->held);
    return !sigisemptyset(&pending);
}

void zb_signals_release(const zb_signals *signals) { sigprocmask(SIG_SETMASK, &signals->before, NULL); }
