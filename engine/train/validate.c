/* validate: loss and metrics over a part that is held out, and when that is done
 *
 * When is decided by steps and epochs alone, never by the clock: the same seed has the same curve
 * and the same best, on any machine. Each of the first epochs is validated at its end, then ever
 * fewer (unless something waits for it: verdict.h); within long ones as often as it costs about a
 * tenth of the time. A run may be shorter than that needs to give a curve: it begins with a
 * validation a step, and they thin out as it goes on; one that is very dear costs as much as the
 * steps at first, or what it takes where a run that is to be short would have too few, unless that
 * took minutes. So any run has points enough to be seen as a curve, on a linear axis and on a
 * logarithmic one. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"
#include "engine/train/verdict.h"

#include <math.h>

#define DENSE_EPOCHS 128
#define DENSE_STEPS 64
#define VALIDATE_SHARE 10
#define STEP_COST 3          /* a step costs what that many forward passes do */
#define CHEAP_FLOPS 50000000 /* of all samples: some milliseconds */
#define FIRST_STEPS 50       /* each of which is validated, unless that takes */
#define FIRST_FLOPS 1e9      /* more than some hundredths of a second */
#define SHORT_FLOPS 2e10     /* what takes more than half a second is not done so for a short run */
#define EARLY_STEPS 32       /* then in each doubling half as many */

/* At most `dense` marks, one a unit, then half as many for each doubling: the next after `at`. */
static gint64
find_next (gint64 at, gint64 dense)
{
  gint64 stride = 1;

  while (at >= dense * stride)
    stride *= 2;
  return (at / stride + 1) * stride;
}

/* At which the run ends as far as it was asked for, wherever it was paused; G_MAXINT64: nowhere. */
static gint64
find_last_step (const WeftLearner *learner)
{
  const WeftClock *clock = &learner->clock;
  gint64 steps = clock->end_epoch == G_MAXINT64
                     ? G_MAXINT64
                     : clock->end_epoch * weft_model_get_steps_per_epoch (learner->model);

  return MIN (steps, clock->end_step);
}

/* At first, `even` steps cost as much as a validation does. */
static gint64
choose_first_stride (const WeftLearner *learner, double flops, gint64 even)
{
  gint64 most = MAX (1, even);

  if (flops <= FIRST_FLOPS)
    return 1;
  return flops <= SHORT_FLOPS ? CLAMP (find_last_step (learner) / FIRST_STEPS, 1, most) : most;
}

/* How many steps cost ten times what a validation does, and at first as much; one when it is cheap.
 */
static void
choose_strides (WeftLearner *learner)
{
  gint64 batch = learner->batches->batch * weft_model_get_accumulate (learner->model),
         count = weft_model_count_judged (learner->model, WEFT_PART_VALIDATION);
  WeftProgram *program = weft_model_get_program (
      learner->model, weft_model_bind (learner->model, learner->batches->batch), NULL);
  gint64 flops = program != NULL
                     ? weft_program_count_flops (program) / learner->batches->batch * count
                     : G_MAXINT64;
  gint64 even = (count + STEP_COST * batch - 1) / (STEP_COST * batch);
  gint64 dear = (VALIDATE_SHARE * count + STEP_COST * batch - 1) / (STEP_COST * batch);

  learner->looks.stride = MAX (1, MIN (dear, flops / CHEAP_FLOPS));
  learner->looks.first_stride = choose_first_stride (learner, (double) flops, even);
}

static gint64
find_early (gint64 at)
{
  return at < FIRST_STEPS ? at + 1 : find_next (at, EARLY_STEPS);
}

/* The next step that is a multiple of either stride, those in hand and those at the beginning. */
static gint64
find_next_step (const WeftLooks *looks, gint64 step)
{
  return MIN (find_next (step / looks->stride, DENSE_STEPS) * looks->stride,
              find_early (step / looks->first_stride) * looks->first_stride);
}

void
weft_learner_plan_validation (WeftLearner *learner)
{
  const WeftState *state = learner->state;
  gint64 batch = learner->batches->batch * weft_model_get_accumulate (learner->model);
  gint64 left = (learner->batches->count - state->cursor + batch - 1) / batch;
  gint64 whole = weft_model_get_steps_per_epoch (learner->model);
  gboolean waits = learner->model->training.stop_patience > 0
                   || weft_schedule_get (learner->model->training.schedule)->is_judged;
  gint64 epoch = waits ? state->epoch + 1 : find_next (state->epoch, DENSE_EPOCHS);

  learner->looks.next_validation = G_MAXINT64;
  if (learner->channels->options.only_steps
      || learner->model->split->count[WEFT_PART_VALIDATION] == 0)
    return;
  if (learner->looks.stride == 0)
    choose_strides (learner);
  learner->looks.next_validation = MIN (state->step + left + (epoch - state->epoch - 1) * whole,
                                        find_next_step (&learner->looks, state->step));
  if (weft_verdict_is_due (learner->model, state))
    learner->looks.next_validation = state->step; /* where the run was left before that */
}

/* FALSE: mail came first. */
static gboolean
validate (WeftLearner *learner, gboolean patient)
{
  guint32 best = weft_model_get_best_series (learner->model);
  WeftFigure figures[WEFT_MAX_FIGURES];
  guint n;

  if (!weft_learner_evaluate (learner, WEFT_PART_VALIDATION, patient))
    return !weft_mailbox_has_mail (learner->channels->commands);
  learner->looks.validated = learner->state->step;
  weft_outlets_emit_open (&learner->out);
  weft_learner_emit_pace (learner);
  n = weft_learner_emit_figures (learner, WEFT_PART_VALIDATION, figures);
  for (guint i = 0; i < n; i++)
    {
      if (figures[i].series != best)
        continue;
      weft_learner_judge (learner, figures[i].value);
      if (weft_series_is_better (best, figures[i].value, learner->frames.best_value))
        weft_learner_keep_best (learner, figures[i].value);
    }
  return TRUE;
}

void
weft_learner_validate_if_due (WeftLearner *learner, gboolean at_end)
{
  gint64 step = learner->state->step;

  if (learner->channels->options.only_steps
      || (step < learner->looks.next_validation && !(at_end && learner->lesson.epoch_ended)))
    return;
  if (step != learner->looks.validated && !validate (learner, at_end))
    return; /* and again before the next step */
  learner->looks.last_validation = g_get_monotonic_time ();
  weft_learner_plan_validation (learner);
}
