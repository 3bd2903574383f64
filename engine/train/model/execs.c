/* execs: the execs of one state, one for each binding that comes along */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/execs.h"

void
weft_execs_init (WeftExecs *execs, WeftModel *model, WeftState *state, WeftPool *pool,
                 const WeftPlanOptions *options)
{
  *execs = (WeftExecs){ .model = model, .state = state, .pool = pool, .options = *options };
}

static void
drop_all (WeftExecs *execs)
{
  for (guint i = 0; i < WEFT_MAX_EXECS; i++)
    {
      g_clear_pointer (&execs->bound[i].exec, weft_exec_free);
      execs->bound[i].used = 0;
    }
}

void
weft_execs_clear (WeftExecs *execs)
{
  drop_all (execs);
  *execs = (WeftExecs){ NULL };
}

static WeftBoundExec *
find_bound (WeftExecs *execs, WeftBinding binding)
{
  for (guint i = 0; i < WEFT_MAX_EXECS; i++)
    if (execs->bound[i].exec != NULL && weft_binding_equal (execs->bound[i].binding, binding))
      return &execs->bound[i];
  return NULL;
}

/* An empty place, else the one that was not used for longest. */
static WeftBoundExec *
find_place (WeftExecs *execs)
{
  WeftBoundExec *oldest = &execs->bound[0];

  for (guint i = 1; i < WEFT_MAX_EXECS; i++)
    if (execs->bound[i].used < oldest->used)
      oldest = &execs->bound[i];
  return oldest;
}

static WeftBoundExec *
bind_anew (WeftExecs *execs, WeftPlan *plan, WeftBinding binding, GError **error)
{
  WeftBoundExec *bound = find_place (execs);

  g_clear_pointer (&bound->exec, weft_exec_free);
  *bound = (WeftBoundExec){ .binding = binding };
  bound->exec = weft_exec_new (plan, execs->state, execs->pool, error);
  bound->program = weft_plan_get_program (plan);
  if (bound->exec != NULL)
    {
      weft_exec_set_interrupt (bound->exec, execs->interrupt);
      weft_exec_set_timed (bound->exec, execs->timed);
    }
  return bound->exec != NULL ? bound : NULL;
}

/* Where there is no memory for one more, there may be for one alone. */
static WeftBoundExec *
bind (WeftExecs *execs, WeftBinding binding, GError **error)
{
  WeftPlan *plan = weft_model_get_plan (execs->model, binding, &execs->options, error);
  g_autoptr (GError) cause = NULL;
  WeftBoundExec *bound = plan != NULL ? bind_anew (execs, plan, binding, &cause) : NULL;

  if (bound != NULL || plan == NULL)
    return bound;
  if (!g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_MEMORY))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  drop_all (execs);
  return bind_anew (execs, plan, binding, error);
}

WeftBoundExec *
weft_execs_find (WeftExecs *execs, WeftBinding binding, GError **error)
{
  execs->last = find_bound (execs, binding);
  if (execs->last == NULL)
    execs->last = bind (execs, binding, error);
  if (execs->last != NULL)
    execs->last->used = ++execs->clock;
  return execs->last;
}

void
weft_execs_set_timed (WeftExecs *execs, WeftTimed timed)
{
  execs->timed = timed;
  for (guint i = 0; i < WEFT_MAX_EXECS; i++)
    if (execs->bound[i].exec != NULL)
      weft_exec_set_timed (execs->bound[i].exec, timed);
}
