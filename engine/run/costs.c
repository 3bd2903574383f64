/* costs: what the runs of an exec take by the clock, op by op */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/costs.h"

#include <string.h>
#include <time.h>

#include "engine/run/running.h"

struct _WeftExecTimes
{
  gint64 runs;
  WeftTimed timed;
  double update;   /* seconds, of all runs, as the others are */
  double *by_step; /* of the plan */
  double *slices;  /* of all phases; NULL: not by slices */
};

static double
read_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

void
weft_exec_times_free (WeftExecTimes *times)
{
  g_free (times->by_step);
  g_free (times->slices);
  g_free (times);
}

static gsize
count_slices (const WeftExec *exec)
{
  gsize n = 0;

  for (guint i = 0; i < exec->phases->len; i++)
    n += g_array_index (exec->phases, WeftExecPhase, i).slices;
  return n;
}

void
weft_exec_set_timed (WeftExec *exec, WeftTimed timed)
{
  g_clear_pointer (&exec->times, weft_exec_times_free);
  if (timed == WEFT_TIMED_NOT)
    return;
  exec->times = g_new0 (WeftExecTimes, 1);
  exec->times->timed = timed;
  exec->times->by_step = g_new0 (double, exec->plan->steps->len + 1);
  if (timed == WEFT_TIMED_SLICES)
    exec->times->slices = g_new0 (double, count_slices (exec) + 1);
}

gint64
weft_exec_count_timed (const WeftExec *exec)
{
  return exec->times != NULL ? exec->times->runs : 0;
}

static void
run_slices (WeftExec *exec)
{
  double *slices = exec->times->slices, before = read_clock ();

  for (guint i = 0; i < exec->phases->len; i++)
    {
      const WeftExecPhase *phase = &g_array_index (exec->phases, WeftExecPhase, i);

      for (guint slice = 0; slice < phase->slices; slice++)
        {
          double now;

          phase->run (phase->op, slice);
          now = read_clock ();
          *slices++ += now - before;
          before = now;
        }
    }
}

/* FALSE: who waits for it was heard, between two phases. */
static gboolean
run_ops (WeftExec *exec)
{
  double before = read_clock ();

  for (guint i = 0; i < exec->phases->len; i++)
    {
      double now;

      if (exec->interrupt != NULL && weft_interrupt_is_due (exec->interrupt))
        return FALSE;
      weft_exec_run_phases (exec, i, i + 1);
      now = read_clock ();
      exec->times->by_step[g_array_index (exec->phases, WeftExecPhase, i).step] += now - before;
      before = now;
    }
  return TRUE;
}

void
weft_exec_run_timed (WeftExec *exec)
{
  exec->is_given_up = FALSE;
  if (exec->times->slices != NULL)
    run_slices (exec);
  else if (!run_ops (exec))
    exec->is_given_up = TRUE;
  exec->times->runs += !exec->is_given_up;
}

void
weft_exec_update_timed (WeftExec *exec)
{
  double before = read_clock ();

  weft_exec_run_update (exec);
  exec->times->update += read_clock () - before;
}

static double
count_bytes (const WeftStep *step)
{
  double bytes = 0;

  for (guint i = 0; i < step->n_in; i++)
    bytes += ((step->in[i] >= 0) + (step->d_in[i] >= 0))
             * (double) weft_shape_bytes (&step->in_shape[i]);
  for (guint i = 0; i < step->n_out; i++)
    bytes += ((step->out[i] >= 0) + (step->d_out[i] >= 0))
             * (double) weft_shape_bytes (&step->out_shape[i]);
  return bytes;
}

/* A product has two factors; the gradient of each is one more product of the same size. */
static double
count_flops (const WeftStep *step)
{
  const void *attrs = step->application != NULL ? step->application->attrs : NULL;
  WeftOpShapes shapes = { attrs, step->n_in, step->n_out, step->in_shape, step->out_shape, NULL };
  double factors = 0;

  if (step->application == NULL || step->op->flops == NULL)
    return 0;
  for (guint i = 0; i < MIN (step->n_in, 2); i++)
    factors += step->d_in[i] >= 0;
  return (double) step->op->flops (&shapes) * (step->backward ? factors : 1);
}

static void
add_update (const WeftExec *exec, GArray *costs)
{
  WeftOpCost cost = { .seconds = exec->times->update / (double) exec->times->runs };

  for (guint i = 0; i < exec->chunks->len; i++)
    {
      const WeftChunk *chunk = &g_array_index (exec->chunks, WeftChunk, i);

      cost.bytes += 3.0 * (double) chunk->n * sizeof (float); /* w, g, and w again */
      for (int s = 0; s < WEFT_MAX_SLOTS; s++)
        if (chunk->slot[s] != NULL)
          cost.bytes += 2.0 * (double) chunk->n * sizeof (float);
    }
  g_array_append_val (costs, cost);
}

void
weft_exec_list_costs (const WeftExec *exec, GArray *costs)
{
  if (weft_exec_count_timed (exec) == 0 || exec->times->timed != WEFT_TIMED_OPS)
    return;
  for (guint i = 0; i < exec->plan->steps->len; i++)
    {
      const WeftStep *step = weft_plan_step (exec->plan, i);
      const WeftProgramOp *application = step->application;

      g_array_append_val (
          costs, ((WeftOpCost){ .node = application != NULL ? application->node : 0,
                                .op = step->op->id,
                                .backward = step->backward || application == NULL,
                                .seconds = exec->times->by_step[i] / (double) exec->times->runs,
                                .flops = count_flops (step),
                                .bytes = count_bytes (step) }));
    }
  if (exec->times->update > 0)
    add_update (exec, costs);
}

/* --- on more threads than there are --- */

/* As threads that are free take the next slice: when the last one is done. */
static double
find_end (const double *slices, guint n, guint threads)
{
  g_autofree double *busy = g_new0 (double, threads);
  double end = 0;

  for (guint i = 0; i < n; i++)
    {
      guint next = 0;

      for (guint k = 1; k < threads; k++)
        if (busy[k] < busy[next])
          next = k;
      busy[next] += slices[i];
      end = MAX (end, busy[next]);
    }
  return end;
}

/* A chunk takes as its share of the weights. */
static double
find_end_of_update (const WeftExec *exec, guint threads)
{
  guint n = exec->chunks->len;
  g_autofree double *shares = g_new0 (double, n + 1);
  double all = 0;

  for (guint i = 0; i < n; i++)
    all += (double) g_array_index (exec->chunks, WeftChunk, i).n;
  for (guint i = 0; i < n; i++)
    shares[i] = exec->times->update * (double) g_array_index (exec->chunks, WeftChunk, i).n / all;
  return find_end (shares, n, exec->update_is_pooled ? threads : 1);
}

double
weft_exec_get_path (const WeftExec *exec, guint threads)
{
  const double *slices = exec->times->slices;
  double sum = 0;

  for (guint i = 0; i < exec->phases->len; i++)
    {
      const WeftExecPhase *phase = &g_array_index (exec->phases, WeftExecPhase, i);

      sum += find_end (slices, phase->slices, phase->is_pooled ? threads : 1);
      slices += phase->slices;
    }
  sum += find_end_of_update (exec, threads);
  return sum / (double) MAX (1, exec->times->runs);
}
