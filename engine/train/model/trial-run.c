/* trial-run: what a model's recipe does with a state besides making steps */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/trial-run.h"

typedef struct
{
  WeftRunner *runner;
  WeftExecs execs[WEFT_MAX_PLANS];
} Host;

/* Made when the recipe asks for it: it need not want all of its plans. */
static WeftExec *
find_exec_cb (WeftRecipeRun *run, guint plan, const WeftBinding *binding)
{
  Host *host = run->host;
  WeftExecs *execs = &host->execs[plan];
  const WeftRunner *runner = host->runner;
  WeftBoundExec *bound;

  if (execs->model == NULL)
    {
      const WeftPlanOptions options
          = weft_model_get_options (runner->model, plan, runner->execs.options.level);

      weft_execs_init (execs, runner->model, runner->state, runner->execs.pool, &options);
      execs->interrupt = &runner->interrupt;
    }
  bound = weft_execs_get (execs, binding, &run->error);
  return bound != NULL ? bound->exec : NULL;
}

gboolean
weft_runner_try (WeftRunner *runner, WeftTrialFunc func, gpointer user, GError **error)
{
  WeftModel *model = runner->model;
  WeftBinding whole = weft_model_bind (model, weft_model_get_batch (model));
  WeftProgram *program = weft_model_get_program (model, whole, error);
  Host host = { .runner = runner };
  WeftRecipeRun run;
  gboolean done;

  if (program == NULL)
    return FALSE;
  run = weft_model_begin_run (model, program, runner->state);
  run.find_exec = find_exec_cb;
  run.host = &host;
  run.interrupt = &runner->interrupt;
  done = func (&run, user);
  if (run.error != NULL)
    g_propagate_error (error, g_steal_pointer (&run.error));
  for (guint i = 0; i < WEFT_MAX_PLANS; i++)
    weft_execs_clear (&host.execs[i]);
  weft_recipe_clear_run (&run);
  return done;
}

/* --- a figure --- */

typedef struct
{
  const WeftRecipe *recipe;
  WeftPart part;
  double *figure;
} Judging;

static gboolean
judge_cb (WeftRecipeRun *run, gpointer user)
{
  const Judging *judging = user;

  return judging->recipe->judge (run, judging->part, judging->figure);
}

gboolean
weft_runner_judge (WeftRunner *runner, WeftPart part, double *figure, GError **error)
{
  Judging judging = { runner->model->recipe, part, figure };

  return weft_runner_try (runner, judge_cb, &judging, error);
}
