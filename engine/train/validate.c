/* validate: loss and metrics over the validation part, at most a tenth of the time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/evaluate-private.h"
#include "engine/train/learner.h"

#include <math.h>

#define VALIDATE_EVERY 100000 /* µs, at least */
#define VALIDATE_SHARE 10

static gboolean
can_evaluate (WeftLearner *learner)
{
  if (learner->model->split->count[WEFT_PART_VALIDATION] == 0)
    return FALSE;
  if (learner->validation == NULL)
    learner->validation = weft_evaluation_new_runner (
        learner->model, learner->state, WEFT_PART_VALIDATION, learner->pool, learner->level, NULL);
  return learner->validation != NULL;
}

gboolean
weft_learner_evaluate (WeftLearner *learner, gboolean patient)
{
  WeftEvaluation *evaluation;

  if (learner->evaluation != NULL && learner->evaluation->step == learner->state->step)
    return TRUE;
  if (!can_evaluate (learner))
    return FALSE;
  learner->validation->interrupt = patient ? NULL : learner->channels->commands;
  evaluation = weft_evaluation_run (learner->validation, WEFT_PART_VALIDATION, NULL);
  if (evaluation == NULL)
    return FALSE;
  g_clear_pointer (&learner->evaluation, weft_evaluation_unref);
  learner->evaluation = evaluation;
  return TRUE;
}

void
weft_learner_validate (WeftLearner *learner, gboolean patient)
{
  gint64 start = g_get_monotonic_time (), now;

  if (weft_learner_evaluate (learner, patient))
    {
      weft_learner_emit_open (learner);
      weft_learner_emit (learner, WEFT_SERIES_VALIDATION_LOSS, learner->evaluation->loss);
      for (guint i = 0; learner->model->metrics[i] != NULL; i++)
        weft_learner_emit (learner, WEFT_SERIES_METRIC + i, learner->evaluation->metrics[i]);
      if (learner->evaluation->loss < learner->best_loss)
        weft_learner_keep_best (learner, learner->evaluation->loss);
    }
  else if (weft_mailbox_has_mail (learner->channels->commands))
    return; /* and again at the next end of an epoch */
  now = g_get_monotonic_time ();
  learner->next_validation = now + MAX (VALIDATE_EVERY, VALIDATE_SHARE * (now - start));
  learner->validation_due = FALSE;
}
