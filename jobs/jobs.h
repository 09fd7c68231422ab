/* SPDX-License-Identifier: Apache-2.0
 * Many outputs from one run: worker processes, the folder that takes what they make, the record of what is there
 * already, and how far the run has come. What is made is the caller's business. */
#ifndef ZB_JOBS_JOBS_H
#define ZB_JOBS_JOBS_H

#include "jobs/folder.h"
#include "jobs/pack.h"
#include "jobs/pool.h"
#include "jobs/progress.h"
#include "jobs/record.h"
#include "jobs/sandbox.h"
#include "jobs/signals.h"

#endif
