/* SPDX-License-Identifier: Apache-2.0
 * The budget of a run. */
#include "base/budget.h"
#include "base/language.h"

struct zb_budget {
    zb_limits limits;
    zb_diags *diags; /* of the run: what a stage tries out has a list of its own, which nobody may read */
    double start;    /* processor time when the run began, seconds */
    size_t files;    /* so far */
    bool told;       /* that there is none left */
};

zb_budget *zb_budget_begin(zb_arena *arena, zb_limits limits, zb_diags *diags) {
    zb_budget *budget = ZB_NEW(arena, zb_budget);
    *budget = (zb_budget){.limits = limits, .diags = diags, .start = zb_processor_seconds()};
    zb_diags_allow(diags, budget);
    return budget;
}

bool zb_budget_over(const zb_diags *diags) {
    const zb_budget *budget = zb_diags_budget(diags);
    if (!budget || budget->limits.cpu <= 0) return false;
    return budget->told || zb_processor_seconds() - budget->start > budget->limits.cpu;
}

bool zb_budget_lasts(const zb_diags *diags, zb_loc loc) {
    zb_budget *budget = zb_diags_budget(diags);
    if (!zb_budget_over(diags)) return true;
    if (budget->told) return false;
    budget->told = true;
    zb_diag_add(budget->diags, ZB_ERROR, "limit.cpu", loc, "the run takes more than %g s of processor time, and is here",
                budget->limits.cpu);
    zb_diag_hint(budget->diags, "--cpu SECONDS allows more");
    return false;
}

static bool admits(const zb_diags *diags, size_t limit, size_t count, const char *code, const char *what, zb_loc loc) {
    zb_budget *budget = zb_diags_budget(diags);
    if (!limit || count <= limit) return true;
    zb_diag_add(budget->diags, ZB_ERROR, code, loc, "there are more than %zu %s", limit, what);
    zb_diag_hint(budget->diags, "--max-%s N allows more", what);
    return false;
}

bool zb_budget_pages(const zb_diags *diags, size_t pages, zb_loc loc) {
    const zb_budget *budget = zb_diags_budget(diags);
    return admits(diags, budget ? budget->limits.pages : 0, pages, "limit.pages", N_("pages"), loc);
}

bool zb_budget_file(const zb_diags *diags) {
    zb_budget *budget = zb_diags_budget(diags);
    return admits(diags, budget ? budget->limits.files : 0, budget ? ++budget->files : 0, "limit.files", N_("files"), ZB_NOWHERE);
}
