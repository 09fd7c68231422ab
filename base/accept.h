/* SPDX-License-Identifier: Apache-2.0
 * Warnings that the author of the data has looked at and accepts: which finding each entry means. */
#ifndef ZB_BASE_ACCEPT_H
#define ZB_BASE_ACCEPT_H

#include "base/diag.h"

/* One accepted finding, as it is written. */
typedef struct zb_acceptance {
    zb_str code;   /* "check.vendor-share" */
    zb_str file;   /* the file's name, perhaps with folders before it: "vendors.csv" */
    zb_str about;  /* occurs in the message or in the line of the finding */
    zb_str reason; /* why it is accepted */
    zb_loc loc;    /* of the entry */
    bool used;     /* some finding is meant by it */
} zb_acceptance;

struct zb_acceptances {
    zb_acceptance *data;
    size_t count;
};

/* Whether the finding is the one that the entry means, whatever its severity. */
bool zb_acceptance_fits(const zb_acceptance *entry, const zb_diag *finding);

/* Warnings that one of these entries means are accepted from now on, and those that the list has already: they become notes that say why,
 * and --strict lets them pass. Errors are never accepted. The entries must live as long as the list. */
void zb_diags_accept(zb_diags *diags, zb_acceptances *entries);
/* Those entries, or NULL. */
const zb_acceptances *zb_diags_acceptances(const zb_diags *diags);

/* Adds a warning [accept.unused] for each entry that no finding was meant by: those about the template's checks, which must have run;
 * with `all` those about every stage before the outputs too. */
void zb_diags_accept_unused(zb_diags *diags, bool all);

#endif
