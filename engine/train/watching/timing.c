/* timing: what the steps of a lesson take by the clock */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/timing.h"

void
weft_lesson_set_timed (WeftLesson *lesson, WeftTimed timed)
{
  for (guint i = 0; i < WEFT_MAX_PLANS; i++)
    weft_execs_set_timed (&lesson->execs[i], timed);
}

/* An exec runs in every step, in some, or several times in one. */
static void
list_exec (const WeftExec *exec, gint64 steps, GArray *ops)
{
  guint before = ops->len;
  double runs = (double) weft_exec_count_timed (exec) / (double) steps;

  weft_exec_list_costs (exec, ops);
  for (guint i = before; i < ops->len; i++)
    {
      WeftOpCost *cost = &g_array_index (ops, WeftOpCost, i);

      cost->seconds *= runs;
      cost->flops *= runs;
      cost->bytes *= runs;
    }
}

void
weft_lesson_list_costs (const WeftLesson *lesson, gint64 steps, GArray *ops)
{
  for (guint i = 0; i < WEFT_MAX_PLANS; i++)
    for (guint k = 0; k < WEFT_MAX_EXECS; k++)
      if (lesson->execs[i].bound[k].exec != NULL)
        list_exec (lesson->execs[i].bound[k].exec, steps, ops);
}

void
weft_timing_clear (WeftTiming *timing)
{
  g_clear_pointer (&timing->costs, weft_step_costs_unref);
  timing->is_on = FALSE;
}

void
weft_timing_stop (WeftTiming *timing, WeftLesson *lesson)
{
  if (timing->is_on)
    weft_lesson_set_timed (lesson, WEFT_TIMED_NOT);
  weft_timing_clear (timing);
}

/* Of the steps since then. */
static void
add_up (WeftTiming *timing, const WeftLesson *lesson, double step_seconds)
{
  gint64 steps = lesson->state->step - timing->since;
  g_autoptr (WeftStepCosts) costs = weft_step_costs_new ();

  if (steps <= 0)
    return;
  weft_lesson_list_costs (lesson, steps, costs->ops);
  if (costs->ops->len == 0)
    return;
  costs->step_seconds = step_seconds;
  costs->samples = (double) lesson->run.samples;
  costs->peak_flops = timing->peak_flops;
  costs->peak_bytes = timing->peak_bytes;
  g_clear_pointer (&timing->costs, weft_step_costs_unref);
  timing->costs = g_steal_pointer (&costs);
}

/* Without memory for it nothing is bounded by anything but its own work. */
static void
measure_machine (WeftTiming *timing, WeftPool *pool)
{
  g_autoptr (WeftStepCosts) costs = weft_step_costs_new ();

  if (timing->peak_flops > 0 || !weft_step_costs_find_peaks (costs, pool, NULL))
    return;
  timing->peak_flops = costs->peak_flops;
  timing->peak_bytes = costs->peak_bytes;
}

WeftStepCosts *
weft_timing_look (WeftTiming *timing, WeftLesson *lesson, WeftPool *pool, double step_seconds)
{
  if (timing->is_on)
    add_up (timing, lesson, step_seconds);
  else
    measure_machine (timing, pool);
  if (!timing->is_on || lesson->state->step != timing->since)
    weft_lesson_set_timed (lesson, WEFT_TIMED_OPS);
  timing->is_on = TRUE;
  timing->since = lesson->state->step;
  return timing->costs;
}
