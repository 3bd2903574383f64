/* validate: loss and metrics over a part that is held out; of validation at most a tenth of the
 * time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/evaluate-private.h"
#include "engine/train/learner.h"

#include <math.h>

#define VALIDATE_EVERY 100000 /* µs, at least */
#define VALIDATE_SHARE 10

static gboolean
can_evaluate (WeftLearner *learner, WeftPart part)
{
  if (learner->model->split->count[part] == 0)
    return FALSE;
  if (learner->evaluators[part] == NULL)
    learner->evaluators[part] = weft_evaluation_new_runner (learner->model, learner->state, part,
                                                            learner->pool, learner->level, NULL);
  return learner->evaluators[part] != NULL;
}

gboolean
weft_learner_evaluate (WeftLearner *learner, WeftPart part, gboolean patient)
{
  WeftEvaluation *before = learner->evaluations[part], *evaluation;

  if (before != NULL && before->step == learner->state->step)
    return TRUE;
  if (!can_evaluate (learner, part))
    return FALSE;
  learner->evaluators[part]->interrupt = patient ? NULL : learner->channels->commands;
  evaluation = weft_evaluation_run (learner->evaluators[part], part, NULL);
  if (evaluation == NULL)
    return FALSE;
  g_clear_pointer (&learner->evaluations[part], weft_evaluation_unref);
  learner->evaluations[part] = evaluation;
  return TRUE;
}

WeftPart
weft_learner_get_watched_part (const WeftLearner *learner)
{
  const gint64 *count = learner->model->split->count;

  if (learner->watch.on_test)
    return count[WEFT_PART_TEST] > 0 ? WEFT_PART_TEST : WEFT_PART_VALIDATION;
  return count[WEFT_PART_VALIDATION] > 0 ? WEFT_PART_VALIDATION : WEFT_PART_TEST;
}

void
weft_learner_validate (WeftLearner *learner, gboolean patient)
{
  gint64 start = g_get_monotonic_time (), now;

  if (weft_learner_evaluate (learner, WEFT_PART_VALIDATION, patient))
    {
      const WeftEvaluation *evaluation = learner->evaluations[WEFT_PART_VALIDATION];

      weft_learner_emit_open (learner);
      weft_learner_emit (learner, WEFT_SERIES_VALIDATION_LOSS, evaluation->loss);
      for (guint i = 0; learner->model->metrics[i] != NULL; i++)
        weft_learner_emit (learner, WEFT_SERIES_METRIC + i, evaluation->metrics[i]);
      if (evaluation->loss < learner->best_loss)
        weft_learner_keep_best (learner, evaluation->loss);
    }
  else if (weft_mailbox_has_mail (learner->channels->commands))
    return; /* and again at the next end of an epoch */
  learner->last_validation = now = g_get_monotonic_time ();
  learner->next_validation = now + MAX (VALIDATE_EVERY, VALIDATE_SHARE * (now - start));
  learner->validation_due = FALSE;
}
