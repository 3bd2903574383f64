/* latency: how long a network takes to answer one sample, on this machine */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trials/latency.h"

#include <math.h>

#include "engine/base/median.h"
#include "engine/base/pool.h"
#include "engine/train/model/runner.h"

#define MOST_ROUNDS 1000
#define WARM 10 /* answers that are not counted: memory is touched, and the caches fill */

/* Answers for so long, at least one: seconds of one. */
static double
time_round (WeftRunner *runner, WeftBinding binding, double seconds)
{
  gint64 start = g_get_monotonic_time (), now, n = 0;
  WeftProgram *program;

  do
    {
      for (int i = 0; i < WARM; i++)
        weft_runner_run (runner, binding, &program, NULL);
      n += WARM;
      now = g_get_monotonic_time ();
    }
  while ((double) (now - start) * 1e-6 < seconds);
  return (double) (now - start) * 1e-6 / (double) n;
}

static double
time_answers (WeftRunner *runner, WeftBinding binding, double seconds, guint rounds, GError **error)
{
  double times[MOST_ROUNDS];
  WeftProgram *program;

  for (int i = 0; i < WARM; i++)
    if (weft_runner_run (runner, binding, &program, error) == NULL)
      return (double) NAN;
  rounds = CLAMP (rounds, 1, MOST_ROUNDS);
  for (guint i = 0; i < rounds; i++)
    times[i] = time_round (runner, binding, seconds);
  return weft_find_median (times, rounds);
}

double
weft_latency_measure (WeftModel *model, guint threads, int level, double seconds, guint rounds,
                      GError **error)
{
  const WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = level };
  WeftPool *pool = weft_pool_new (threads > 0 ? threads : weft_pool_default_threads (), FALSE);
  WeftState *state = weft_model_new_state (model, 1, error);
  WeftRunner *runner
      = state != NULL ? weft_runner_new (model, state, pool, &options, 1, error) : NULL;
  double time = (double) NAN;

  if (runner != NULL)
    {
      time = time_answers (runner, weft_model_bind (model, 1), seconds, rounds, error);
      weft_runner_free (runner);
    }
  if (state != NULL)
    weft_state_free (state);
  weft_pool_free (pool);
  return time;
}
