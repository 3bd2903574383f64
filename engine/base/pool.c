/* pool: fork and join inside one op; its threads own nothing
 *
 * 1. `run`, `data` and the shares' `end` are plain: the caller writes them only while `open` is 0
 * and `active` is 0; a worker reads them only after it raised `active` and saw `open` unchanged.
 * 2. `open` holds the number of the job while slices may be claimed, else 0.
 * 3. A slice is claimed by adding to a share's `next`; nobody runs a slice while not counted in
 *    `active` but the caller itself. So a worker that slept through a job is never waited for.
 * 4. A worker that would sleep raises `sleepers` and then looks at `open` again; the caller writes
 *    `open` and then looks at `sleepers`: one of them sees the other. So too `waiting`, `active`.
 * 5. Every thread begins with a share of its own, the same stretch of slices in each job: what it
 *    wrote is then in its own cache, where the cores have none in common some ten times nearer.
 *    Only with that done does it take from the others' shares.
 * 6. The caller alone asks the interrupt, and gives the rest up by emptying the shares.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/pool.h"
#include "engine/base/float.h"
#include "engine/base/memory.h"
#include "engine/base/platform.h"

#include <stdatomic.h>

#define MAX_THREADS 64
#define SPIN_MICROSECONDS 100 /* longer than what one thread does alone within a pass */
#define SPINS_PER_LOOK 16

typedef struct
{
  _Alignas(WEFT_ALIGN) atomic_uint next;
  guint end;
} Share;

typedef struct
{
  WeftPool *pool;
  WeftThread *thread;
  guint number; /* from 1: the caller is 0 */
} Worker;

struct _WeftPool
{
  guint threads;
  Worker workers[MAX_THREADS];
  guint job; /* the caller's: number of the last one */
  WeftSliceFunc run;
  gpointer data;
  const WeftInterrupt *interrupt; /* nullable; the caller's */
  gboolean is_given_up;
  _Alignas(WEFT_ALIGN) atomic_uint open;
  atomic_uint sleepers;
  atomic_bool quit;
  _Alignas(WEFT_ALIGN) atomic_uint active;
  atomic_bool waiting;
  Share shares[MAX_THREADS];
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static gboolean
give_up (WeftPool *pool)
{
  for (guint i = 0; i < pool->threads; i++)
    atomic_store_explicit (&pool->shares[i].next, pool->shares[i].end, memory_order_relaxed);
  pool->is_given_up = TRUE;
  return TRUE;
}

static void
claim_share (WeftPool *pool, Share *share, guint thread)
{
  while (atomic_load_explicit (&share->next, memory_order_relaxed) < share->end)
    {
      guint slice;

      if (thread == 0 && weft_interrupt_is_due (pool->interrupt) && give_up (pool))
        return;
      slice = atomic_fetch_add_explicit (&share->next, 1, memory_order_relaxed);
      if (slice < share->end)
        pool->run (pool->data, slice);
    }
}

static void
claim_slices (WeftPool *pool, guint thread)
{
  for (guint i = 0; i < pool->threads; i++)
    claim_share (pool, &pool->shares[(thread + i) % pool->threads], thread);
}

/* Whether `word` left `value` while so long went by. */
static gboolean
spin_while (atomic_uint *word, guint value)
{
  gint64 end = 0;

  for (;;)
    {
      for (int i = 0; i < SPINS_PER_LOOK; i++)
        {
          if (atomic_load_explicit (word, memory_order_acquire) != value)
            return TRUE;
          relax ();
        }
      if (end == 0)
        end = g_get_monotonic_time () + SPIN_MICROSECONDS;
      else if (g_get_monotonic_time () >= end)
        return FALSE;
    }
}

/* Returns when `open` is neither 0 nor `done`. */
static guint
wait_for_job (WeftPool *pool, guint done)
{
  guint open;

  while ((open = atomic_load (&pool->open)) == 0 || open == done)
    {
      if (atomic_load (&pool->quit))
        return 0;
      if (spin_while (&pool->open, open))
        continue;
      atomic_fetch_add (&pool->sleepers, 1);
      if (atomic_load (&pool->open) == open && !atomic_load (&pool->quit))
        weft_platform_wait_on (&pool->open, open);
      atomic_fetch_sub (&pool->sleepers, 1);
    }
  return open;
}

static void
work_on (WeftPool *pool, guint job, guint thread)
{
  atomic_fetch_add (&pool->active, 1);
  if (atomic_load (&pool->open) == job)
    claim_slices (pool, thread);
  if (atomic_fetch_sub (&pool->active, 1) == 1 && atomic_load (&pool->waiting))
    weft_platform_wake (&pool->active, 1);
}

static void *
worker_main (void *user)
{
  const Worker *worker = user;
  guint job = 0;

  weft_float_prepare_thread ();
  while ((job = wait_for_job (worker->pool, job)) != 0)
    work_on (worker->pool, job, worker->number);
  return NULL;
}

WeftPool *
weft_pool_new (guint threads, gboolean polite)
{
  WeftPool *pool = weft_memory_new (sizeof *pool, NULL);

  g_assert (pool != NULL);
  pool->threads = CLAMP (threads, 1, MAX_THREADS);
  for (guint i = 1; i < pool->threads; i++)
    {
      Worker *worker = &pool->workers[i];

      *worker = (Worker){ .pool = pool, .number = i };
      worker->thread = weft_thread_start ("weft-compute", polite, worker_main, worker);
    }
  return pool;
}

void
weft_pool_free (WeftPool *pool)
{
  atomic_store (&pool->quit, TRUE);
  atomic_store (&pool->open, G_MAXUINT); /* so that a worker about to sleep does not */
  weft_platform_wake (&pool->open, MAX_THREADS);
  for (guint i = 1; i < pool->threads; i++)
    weft_thread_join (pool->workers[i].thread);
  weft_memory_free (pool);
}

guint
weft_pool_get_threads (const WeftPool *pool)
{
  return pool->threads;
}

static void
wait_for_workers (WeftPool *pool)
{
  guint active;

  while ((active = atomic_load (&pool->active)) != 0)
    {
      if (spin_while (&pool->active, active))
        continue;
      atomic_store (&pool->waiting, TRUE);
      active = atomic_load (&pool->active);
      if (active != 0)
        weft_platform_wait_on (&pool->active, active);
      atomic_store (&pool->waiting, FALSE);
    }
}

static void
share_out (WeftPool *pool, guint slices)
{
  for (guint i = 0; i < pool->threads; i++)
    {
      Share *share = &pool->shares[i];

      share->end = (guint) ((guint64) slices * (i + 1) / pool->threads);
      atomic_store_explicit (&share->next, (guint) ((guint64) slices * i / pool->threads),
                             memory_order_relaxed);
    }
}

static gboolean
run_alone (WeftSliceFunc run, gpointer data, guint slices, const WeftInterrupt *interrupt)
{
  for (guint i = 0; i < slices; i++)
    {
      if (weft_interrupt_is_due (interrupt))
        return FALSE;
      run (data, i);
    }
  return TRUE;
}

gboolean
weft_pool_run_until (WeftPool *pool, WeftSliceFunc run, gpointer data, guint slices,
                     const WeftInterrupt *interrupt)
{
  if (pool == NULL || pool->threads == 1 || slices <= 1)
    return run_alone (run, data, slices, interrupt);
  pool->run = run;
  pool->data = data;
  pool->interrupt = interrupt;
  pool->is_given_up = FALSE;
  pool->job = pool->job >= G_MAXUINT - 1 ? 1 : pool->job + 1;
  share_out (pool, slices);
  atomic_store (&pool->open, pool->job);
  if (atomic_load (&pool->sleepers) != 0)
    weft_platform_wake (&pool->open, (int) MIN (slices - 1, MAX_THREADS));
  claim_slices (pool, 0);
  atomic_store (&pool->open, 0);
  wait_for_workers (pool);
  return !pool->is_given_up;
}

void
weft_pool_run (WeftPool *pool, WeftSliceFunc run, gpointer data, guint slices)
{
  weft_pool_run_until (pool, run, data, slices, NULL);
}

guint
weft_pool_default_threads (void)
{
  return MIN (weft_platform_count_processors (), 8);
}
