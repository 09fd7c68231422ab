/* SPDX-License-Identifier: Apache-2.0
 * What one run may take, and the limits that the process itself is under. What a run counts itself is in base/budget.h. */
#ifndef ZB_BASE_LIMITS_H
#define ZB_BASE_LIMITS_H

#include <stdbool.h>
#include <stddef.h>

/* Where nobody says it: seconds of processor time, megabytes, pages, files of one run. The largest bulletins that we know of, of 5,000
 * pages, take a tenth of the time and half of the memory. */
#define ZB_CPU_SECONDS 300.0
#define ZB_MEMORY_MEGABYTES 8192.0
#define ZB_PAGES_USUAL 20000
#define ZB_FILES_USUAL 100000

/* The limits that a run counts itself; 0: none. */
typedef struct zb_limits {
    double cpu; /* seconds of processor time */
    size_t pages, files;
} zb_limits;

/* Processor time of this process so far, in seconds. */
double zb_processor_seconds(void);

/* The kernel's last word, for loops that never look at the budget: behind `seconds` more of processor time, and a grace in which the run
 * should have ended by itself, the process says [limit.cpu] and ends with exit status 1, tidied up (base/guard.h). 0: no limit. */
void zb_limits_processor(double seconds);

/* No more than so many bytes of data for this process, without mapped files; 0: no limit of ours. A stricter one that it is under already
 * stays, and is not ours. Without effect under AddressSanitizer, which needs terabytes. */
void zb_limits_memory(size_t bytes);
/* The limit of memory that this process is under was set by zb_limits_memory, so that lack of it is a matter of the input. */
bool zb_limits_memory_is_ours(void);
/* Megabytes of that limit; 0 where it is not ours. */
double zb_limits_megabytes(void);
/* Says that there is no memory (`wanted` bytes; 0: not known). Gives the exit status: 1 with [limit.memory] where the limit is ours, else 3
 * with [system.memory]. Usable where nothing can be allocated. */
int zb_limits_say_no_memory(size_t wanted);
/* The same and ends the process, tidied up (base/guard.h). */
_Noreturn void zb_limits_no_memory(size_t wanted);

/* The words by which whoever started this process knows both ends. */
#define ZB_LIMIT_MEMORY_WORDS "[limit.memory]"
#define ZB_NO_MEMORY_WORDS "out of memory"

#endif
