/* pool: fork and join inside one op; its threads own nothing
 *
 * Work is cut into slices by shapes alone. Who runs a slice never matters to the result. Waiting
 * spins for tens of microseconds, then sleeps on a futex. Created, used and freed by one thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"

typedef struct _WeftPool WeftPool;
typedef void (*WeftSliceFunc) (gpointer data, guint slice);

/* threads counts the caller: 1 makes no thread. Workers run at nice 10 when polite. */
WeftPool *weft_pool_new (guint threads, gboolean polite);
void weft_pool_free (WeftPool *pool);
guint weft_pool_get_threads (const WeftPool *pool);
/* Runs every slice of 0 … slices − 1 exactly once, and returns when all are done. */
void weft_pool_run (WeftPool *pool, WeftSliceFunc run, gpointer data, guint slices);
/* The same, also without a pool; FALSE: the interrupt, which the caller's thread asks before each
 * slice of its own, was due: what had begun is done, the rest is not. interrupt: nullable. */
gboolean weft_pool_run_until (WeftPool *pool, WeftSliceFunc run, gpointer data, guint slices,
                              const WeftInterrupt *interrupt);
/* The power of two that is not less: threads in twos, fours and eights then have equal shares. */
static inline guint
weft_pool_even_slices (guint slices)
{
  guint even = 1;

  while (even < slices)
    even *= 2;
  return even;
}

/* The processors of sched_getaffinity, at most 8. */
guint weft_pool_default_threads (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPool, weft_pool_free)
