/* jump: what the loss of a batch is, to be compared when the network becomes another one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <math.h>

static gboolean
has_one_loss (const WeftModel *model)
{
  return model->environment == NULL && weft_recipe_count_lanes (model->recipe) == 1
         && model->recipe->judge == NULL;
}

/* As validation finds it: nothing is dropped, and norms go by what they remember. */
double
weft_learner_find_loss (WeftLearner *learner)
{
  const WeftPlanOptions options = { .mode = WEFT_MODE_EVALUATE, .level = learner->level };
  const WeftState *state = learner->state;
  WeftExecs execs = { 0 };
  WeftBinding binding;
  WeftBoundExec *bound;
  double loss = NAN;

  if (learner->out.sink.journal == NULL || !learner->out.has_sink || state->step == 0
      || !has_one_loss (learner->model))
    return NAN;
  binding = weft_batches_gather (learner->batches, state->epoch, state->cursor);
  weft_execs_init (&execs, learner->model, learner->state, learner->pool, &options);
  bound = weft_execs_find (&execs, binding, NULL);
  if (bound != NULL)
    {
      weft_exec_set_inputs (bound->exec, (const void *const *) learner->batches->inputs);
      weft_exec_run (bound->exec, state->seed, state->step);
      loss = (double) weft_exec_get_loss (bound->exec);
    }
  weft_execs_clear (&execs);
  return loss;
}
