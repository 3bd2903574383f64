/* hearing: a run that is long, with an ear for whoever wants it to end, between two slices */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/running.h"

#define LONG_COST                                                                                  \
  2e6 /* ns, guessed from below: of a run that listens, and of what of it does not */

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
  const WeftExecPhase *phase = data;

  phase->run (phase->op, slice);
}

void
weft_exec_run_hearing (WeftExec *exec)
{
  double since = 0;

  exec->is_given_up = FALSE;
  for (guint i = 0; i < exec->phases->len; i++)
    {
      WeftExecPhase *phase = &g_array_index (exec->phases, WeftExecPhase, i);

      since += get_cost (exec, phase);
      if (since < LONG_COST)
        {
          weft_exec_run_phases (exec, i, i + 1);
          continue;
        }
      since = 0;
      if (weft_pool_run_until (phase->is_pooled ? exec->pool : NULL, run_slice_cb, phase,
                               phase->slices, exec->interrupt))
        continue;
      exec->is_given_up = TRUE;
      return;
    }
}
