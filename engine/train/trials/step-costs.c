/* step-costs: where the time of a model's training step goes, on this machine */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trials/step-costs.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/base/median.h"
#include "engine/base/memory.h"
#include "engine/train/watching/timing.h"

#define ROUNDS 5          /* that the median is of */
#define WARM_STEPS 3      /* memory is touched, and the caches fill */
#define SIDE 384          /* of the product by which a core's peak is found */
#define PASSES 8          /* of it, and over memory */
#define PIECE (32u << 20) /* bytes that each thread moves: more than the caches hold */
#define SHORT 1e-6        /* seconds below which an op is mostly its call */

typedef struct
{
  WeftModel *model;
  WeftPool *pool;
  WeftState *state;
  WeftBatches *batches;
  WeftLesson lesson;
  const WeftInterrupt *interrupt;
} Trial;

/* --- what the machine can do --- */

typedef struct
{
  float *data; /* (threads, 3, SIDE²), then of moving (threads, 2 · PIECE) bytes */
} Peak;

static void
multiply_cb (gpointer data, guint slice)
{
  const Peak *peak = data;
  float *a = peak->data + (gsize) slice * 3 * SIDE * SIDE, *b = a + SIDE * SIDE,
        *c = b + SIDE * SIDE;

  for (int i = 0; i < PASSES; i++)
    cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, SIDE, SIDE, SIDE, 1.0f, a, SIDE, b,
                 SIDE, 0.0f, c, SIDE);
}

static void
move_cb (gpointer data, guint slice)
{
  const Peak *peak = data;
  guint8 *from = (guint8 *) peak->data + (gsize) slice * 2 * PIECE;

  for (int i = 0; i < PASSES / 2; i++)
    memcpy (from + PIECE, from, PIECE);
}

/* A second, of the best of three: `most` is what all slices do in one run. */
static double
find_peak (WeftPool *pool, WeftSliceFunc func, Peak *peak, double most)
{
  guint threads = weft_pool_get_threads (pool);
  double best = 0;

  for (int i = 0; i < 3; i++)
    {
      gint64 start = g_get_monotonic_time ();

      weft_pool_run (pool, func, peak, threads);
      best = MAX (best, most * 1e6 / (double) MAX (1, g_get_monotonic_time () - start));
    }
  return best;
}

gboolean
weft_step_costs_find_peaks (WeftStepCosts *costs, WeftPool *pool, GError **error)
{
  double threads = weft_pool_get_threads (pool);
  gsize bytes = (gsize) threads * MAX (2 * (gsize) PIECE, 3 * SIDE * SIDE * sizeof (float));
  Peak peak = { weft_memory_new (bytes, error) };

  if (peak.data == NULL)
    return FALSE;
  memset (peak.data, 0, bytes);
  costs->peak_flops
      = find_peak (pool, multiply_cb, &peak, threads * PASSES * 2.0 * SIDE * SIDE * SIDE);
  costs->peak_bytes = find_peak (pool, move_cb, &peak, threads * (PASSES / 2) * 2.0 * PIECE);
  weft_memory_free (peak.data);
  return TRUE;
}

/* --- the steps --- */

static void
clear (Trial *trial)
{
  if (trial->lesson.model != NULL)
    weft_lesson_clear (&trial->lesson);
  g_clear_pointer (&trial->batches, weft_batches_free);
  g_clear_pointer (&trial->state, weft_state_free);
  g_clear_pointer (&trial->pool, weft_pool_free);
}

static gboolean
prepare (Trial *trial, int level, GError **error)
{
  trial->state = weft_model_new_state (trial->model, 1, error);
  if (trial->state == NULL)
    return FALSE;
  trial->batches = weft_batches_new (trial->model, trial->state->seed, trial->pool, error);
  trial->lesson.hand_rate = (double) NAN;
  return trial->batches != NULL
         && weft_lesson_prepare (&trial->lesson, trial->model, trial->state, trial->batches,
                                 trial->pool, level, error);
}

static gboolean
make_step (Trial *trial, GError **error)
{
  WeftRecipeRun *run = &trial->lesson.run;

  if (weft_interrupt_is_due (trial->interrupt))
    return FALSE;
  if (weft_lesson_step (&trial->lesson))
    return TRUE;
  if (run->error != NULL)
    g_propagate_error (error, g_steal_pointer (&run->error));
  else
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         _ ("The first steps gave numbers that are infinite or not numbers."));
  return FALSE;
}

/* Steps for so long, at least one: seconds of one. Their samples and they are added to what is
 * counted. NAN: see above. */
static double
time_steps (Trial *trial, double seconds, double *samples, gint64 *steps, GError **error)
{
  gint64 start = g_get_monotonic_time (), now, before = *steps;

  do
    {
      if (!make_step (trial, error))
        return (double) NAN;
      *samples += (double) trial->lesson.run.samples;
      ++*steps;
      now = g_get_monotonic_time ();
    }
  while ((double) (now - start) * 1e-6 < seconds);
  return (double) (now - start) * 1e-6 / (double) (*steps - before);
}

static gboolean
time_whole (Trial *trial, double seconds, WeftStepCosts *costs, GError **error)
{
  double times[ROUNDS], samples = 0;
  gint64 steps = 0;

  for (int i = 0; i < WARM_STEPS; i++)
    if (!make_step (trial, error))
      return FALSE;
  for (int i = 0; i < ROUNDS; i++)
    {
      times[i] = time_steps (trial, seconds / ROUNDS, &samples, &steps, error);
      if (isnan (times[i]))
        return FALSE;
    }
  costs->step_seconds = weft_find_median (times, ROUNDS);
  costs->samples = samples / (double) steps;
  return TRUE;
}

static gboolean
time_ops (Trial *trial, double seconds, WeftStepCosts *costs, GError **error)
{
  double samples = 0;
  gint64 steps = 0;

  weft_lesson_set_timed (&trial->lesson, WEFT_TIMED_OPS);
  if (isnan (time_steps (trial, seconds, &samples, &steps, error)))
    return FALSE;
  weft_lesson_list_costs (&trial->lesson, steps, costs->ops);
  return TRUE;
}

WeftStepCosts *
weft_step_costs_measure (WeftModel *model, guint threads, int level, double seconds,
                         const WeftInterrupt *interrupt, GError **error)
{
  g_autoptr (WeftStepCosts) costs = weft_step_costs_new ();
  Trial trial = { .model = model, .interrupt = interrupt };
  gboolean is_done;

  weft_float_prepare_thread ();
  trial.pool = weft_pool_new (threads > 0 ? threads : weft_pool_default_threads (), FALSE);
  is_done = prepare (&trial, level, error) && weft_step_costs_find_peaks (costs, trial.pool, error)
            && time_whole (&trial, seconds, costs, error)
            && time_ops (&trial, seconds, costs, error);
  clear (&trial);
  return is_done ? g_steal_pointer (&costs) : NULL;
}

static gboolean
time_slices (Trial *trial, double seconds, double paths[WEFT_N_SCALING], GError **error)
{
  const guint threads[WEFT_N_SCALING] = WEFT_SCALING_THREADS;
  double samples = 0;
  gint64 steps = 0;

  for (int i = 0; i < WARM_STEPS; i++)
    if (!make_step (trial, error))
      return FALSE;
  weft_lesson_set_timed (&trial->lesson, WEFT_TIMED_SLICES);
  if (isnan (time_steps (trial, seconds, &samples, &steps, error)))
    return FALSE;
  memset (paths, 0, WEFT_N_SCALING * sizeof *paths);
  for (guint i = 0; i < WEFT_MAX_PLANS; i++)
    for (guint k = 0; k < WEFT_MAX_EXECS; k++)
      {
        const WeftExec *exec = trial->lesson.execs[i].bound[k].exec;

        for (int t = 0; exec != NULL && t < WEFT_N_SCALING; t++)
          paths[t] += weft_exec_get_path (exec, threads[t]) * (double) weft_exec_count_timed (exec)
                      / (double) steps;
      }
  return TRUE;
}

gboolean
weft_step_costs_find_paths (WeftModel *model, int level, double seconds,
                            double paths[WEFT_N_SCALING], GError **error)
{
  Trial trial = { .model = model };
  gboolean is_done;

  weft_float_prepare_thread ();
  trial.pool = weft_pool_new (2, FALSE); /* so that what is worth sharing out is known as such */
  is_done = prepare (&trial, level, error) && time_slices (&trial, seconds, paths, error);
  clear (&trial);
  return is_done;
}

WeftStepCosts *
weft_step_costs_new (void)
{
  WeftStepCosts *costs = g_new0 (WeftStepCosts, 1);

  g_atomic_ref_count_init (&costs->ref_count);
  costs->ops = g_array_new (FALSE, FALSE, sizeof (WeftOpCost));
  return costs;
}

WeftStepCosts *
weft_step_costs_ref (WeftStepCosts *costs)
{
  g_atomic_ref_count_inc (&costs->ref_count);
  return costs;
}

void
weft_step_costs_unref (WeftStepCosts *costs)
{
  if (!g_atomic_ref_count_dec (&costs->ref_count))
    return;
  g_array_unref (costs->ops);
  g_free (costs);
}

WeftBound
weft_step_costs_get_bound (const WeftStepCosts *costs, const WeftOpCost *cost)
{
  if (cost->seconds < SHORT)
    return WEFT_BOUND_CALL;
  if (cost->flops >= 0.5 * costs->peak_flops * cost->seconds)
    return WEFT_BOUND_ARITHMETIC;
  if (cost->bytes >= 0.5 * costs->peak_bytes * cost->seconds)
    return WEFT_BOUND_MEMORY;
  return WEFT_BOUND_WORK;
}
