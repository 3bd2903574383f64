/* inside: a step of a lesson taken op by op, and what is written in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/inside.h"

#include <math.h>

/* The plan of the lesson's only one, with every value kept. */
static WeftPlan *
find_plan (WeftLesson *lesson, GError **error)
{
  const WeftRecipe *recipe = lesson->model->recipe;
  WeftPlanOptions options = lesson->execs[0].options;

  if (recipe->plans[0].mode != WEFT_MODE_TRAIN || recipe->plans[1].name != NULL
      || weft_recipe_count_lanes (recipe) != 1 || lesson->run.n_batches > 1)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           _ ("A step of this way to learn cannot be taken op by op."));
      return NULL;
    }
  options.keep_all = TRUE;
  return weft_model_get_plan (lesson->model, lesson->run.binding, &options, error);
}

gboolean
weft_lesson_enter (WeftLesson *lesson, GError **error)
{
  WeftStepSetup setup = { .state = lesson->state,
                          .pool = lesson->execs[0].pool,
                          .optimizer = lesson->lanes[0].optimizer,
                          .update = &lesson->lanes[0].update,
                          .seed = lesson->state->seed,
                          .step = lesson->state->step };

  if (lesson->stepper != NULL)
    return TRUE;
  weft_lesson_prepare_step (lesson);
  setup.inputs = lesson->run.inputs;
  setup.plan = find_plan (lesson, error);
  if (setup.plan == NULL)
    return FALSE;
  lesson->stepper = weft_stepper_new (&setup, error);
  return lesson->stepper != NULL;
}

/* As before the step: what is written at its beginning too is taken back. */
static void
take_back (WeftStepper *stepper)
{
  weft_stepper_set_edits (stepper, NULL, 0, NULL);
  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_FORWARD, 0 });
}

void
weft_lesson_leave (WeftLesson *lesson)
{
  if (lesson->stepper == NULL)
    return;
  take_back (lesson->stepper);
  g_clear_pointer (&lesson->stepper, weft_stepper_free);
}

WeftState *
weft_lesson_dup_state (const WeftLesson *lesson)
{
  WeftStepper *stepper = lesson->stepper;
  g_autofree WeftStepEdit *edits = NULL;
  const WeftStepEdit *written;
  WeftStepCursor at;
  WeftState *state;
  guint n;

  if (stepper == NULL)
    return weft_state_dup (lesson->state, NULL);
  at = weft_stepper_get_cursor (stepper);
  written = weft_stepper_get_edits (stepper, &n);
  edits = g_memdup2 (written, n * sizeof *edits);
  take_back (stepper);
  state = weft_state_dup (lesson->state, NULL);
  weft_stepper_set_edits (stepper, edits, n, NULL);
  weft_stepper_seek (stepper, at);
  return state;
}

gboolean
weft_lesson_finish_inside (WeftLesson *lesson)
{
  WeftStepper *stepper = lesson->stepper;
  const WeftExec *exec = weft_stepper_get_exec (stepper);
  float loss;

  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_UPDATE, G_MAXINT });
  loss = weft_exec_get_loss (exec);
  if (isfinite (loss) && isfinite (weft_exec_get_gradient_norm2 (exec)))
    {
      lesson->lanes[0].loss = loss;
      if (lesson->model->n_judges > 1)
        weft_lesson_note_losses (lesson, exec);
      g_clear_pointer (&lesson->stepper, weft_stepper_free);
      return TRUE;
    }
  g_set_error_literal (&lesson->run.error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("With what was written in it the step gives numbers that are infinite or "
                          "not numbers. It was taken back."));
  weft_lesson_leave (lesson);
  return FALSE;
}
