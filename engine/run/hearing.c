/* hearing: a run that is long, with an ear for whoever wants it to end
 *
 * What it costs is guessed from below, so a piece takes some tens of times as long as its guess at
 * the most. Between phases asking is free. Slices of one phase may be handed out in several lots,
 * for they run in any order anyway; but then a thread no longer has the share whose data lie in its
 * cache, and with few slices a lot none has any beside it: only a phase that is long itself is. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/running.h"

#include <math.h>

#define LONG_COST                                                                                  \
  2e6                /* ns, guessed: of a run that listens, and of what is done between two looks */
#define LOT_COST 5e7 /* ns, guessed: of what is done of one phase between two looks */
#define LOT_SHARES 4 /* slices of a lot for each thread, at least */

typedef struct
{
  const WeftExecPhase *phase;
  guint first;
} Lot;

static double
get_cost (const WeftExec *exec, const WeftExecPhase *phase)
{
  return weft_plan_step (exec->plan, phase->step)->cost;
}

void
weft_exec_set_interrupt (WeftExec *exec, const WeftInterrupt *interrupt)
{
  double cost = 0;

  for (guint i = 0; i < exec->plan->steps->len; i++)
    cost += weft_plan_step (exec->plan, i)->cost;
  exec->interrupt = cost > LONG_COST ? interrupt : NULL;
}

gboolean
weft_exec_is_given_up (const WeftExec *exec)
{
  return exec->is_given_up;
}

static void
run_slice_cb (gpointer data, guint slice)
{
  const Lot *lot = data;

  lot->phase->run (lot->phase->op, lot->first + slice);
}

/* FALSE: given up. */
static gboolean
run_in_lots (WeftExec *exec, const WeftExecPhase *phase)
{
  guint threads = exec->pool != NULL ? weft_pool_get_threads (exec->pool) : 1;
  guint most = MAX (1, phase->slices / (threads * LOT_SHARES));
  guint lots = (guint) CLAMP (ceil (get_cost (exec, phase) / LOT_COST), 1.0, most);

  for (guint k = 0; k < lots; k++)
    {
      guint begin = (guint) ((guint64) phase->slices * k / lots);
      guint end = (guint) ((guint64) phase->slices * (k + 1) / lots);
      Lot lot = { phase, begin };

      if (weft_interrupt_is_due (exec->interrupt))
        return FALSE;
      if (phase->is_pooled)
        weft_pool_run (exec->pool, run_slice_cb, &lot, end - begin);
      else
        for (guint slice = 0; slice < end - begin; slice++)
          run_slice_cb (&lot, slice);
    }
  return TRUE;
}

void
weft_exec_run_hearing (WeftExec *exec)
{
  double since = 0;

  exec->is_given_up = FALSE;
  for (guint i = 0; i < exec->phases->len; i++)
    {
      const WeftExecPhase *phase = &g_array_index (exec->phases, WeftExecPhase, i);

      since += get_cost (exec, phase);
      if (since < LONG_COST)
        {
          weft_exec_run_phases (exec, i, i + 1);
          continue;
        }
      since = 0;
      if (run_in_lots (exec, phase))
        continue;
      exec->is_given_up = TRUE;
      return;
    }
}
