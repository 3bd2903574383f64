/* execs: the execs of one state, one for each binding that comes along */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/execs.h"

void
weft_execs_init (WeftExecs *execs, WeftModel *model, WeftState *state, WeftPool *pool,
                 const WeftPlanOptions *options)
{
  *execs = (WeftExecs){ .model = model, .state = state, .pool = pool, .options = *options };
}

void
weft_execs_clear (WeftExecs *execs)
{
  for (guint i = 0; i < WEFT_MAX_EXECS; i++)
    g_clear_pointer (&execs->bound[i].exec, weft_exec_free);
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
bind_anew (WeftExecs *execs, WeftBinding binding, GError **error)
{
  WeftPlan *plan = weft_model_get_plan (execs->model, binding, &execs->options, error);
  WeftBoundExec *bound = find_place (execs);

  g_clear_pointer (&bound->exec, weft_exec_free);
  *bound = (WeftBoundExec){ .binding = binding };
  if (plan == NULL)
    return NULL;
  bound->exec = weft_exec_new (plan, execs->state, execs->pool, error);
  bound->program = weft_plan_get_program (plan);
  return bound->exec != NULL ? bound : NULL;
}

WeftBoundExec *
weft_execs_find (WeftExecs *execs, WeftBinding binding, GError **error)
{
  execs->last = find_bound (execs, binding);
  if (execs->last == NULL)
    execs->last = bind_anew (execs, binding, error);
  if (execs->last != NULL)
    execs->last->used = ++execs->clock;
  return execs->last;
}
