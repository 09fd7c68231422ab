/* SPDX-License-Identifier: Apache-2.0
 * What a run has taken of what it may take. The budget hangs on the run's findings, which every stage has at hand: loops whose length the
 * input decides ask it whether to go on. A run that is over its budget ends with one located error and leaves older outputs alone. */
#ifndef ZB_BASE_BUDGET_H
#define ZB_BASE_BUDGET_H

#include "base/diag.h"
#include "base/limits.h"

/* Begins the budget of the run whose findings are `diags`, in the arena; its processor time counts from here. */
zb_budget *zb_budget_begin(zb_arena *arena, zb_limits limits, zb_diags *diags);

/* Whether the run may go on. False: it has taken more processor time than it may, and the run's findings have an error [limit.cpu], at
 * `loc` for the first that asked: the caller ends what it does, whatever comes of it. Always true without a budget. A call costs about half
 * a microsecond. */
bool zb_budget_lasts(const zb_diags *diags, zb_loc loc);
/* The same as a question only: it has taken more than it may. For where a place would cost much. */
bool zb_budget_over(const zb_diags *diags);
/* Whether a document may have so many pages. False: an error [limit.pages] was added at `loc`. */
bool zb_budget_pages(const zb_diags *diags, size_t pages, zb_loc loc);
/* Takes one more file. False: there are as many as there may be, an error [limit.files] was added. */
bool zb_budget_file(const zb_diags *diags);

#endif
