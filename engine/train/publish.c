/* publish: the status, for whoever reads it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

void
weft_learner_list_losses (const WeftLearner *learner, WeftLossFigures *losses)
{
  const WeftOutlets *out = &learner->out;
  float values[WEFT_MAX_LOSSES];

  losses->n = 0;
  if (out->n_open <= 1)
    return;
  weft_lesson_list_losses (&learner->lesson, values);
  for (guint i = 1; i < out->n_open; i++)
    losses->figures[losses->n++] = (WeftFigure){ out->open[i].series, (double) values[i] };
}

static void
describe_run (const WeftLearner *learner, WeftStatus *status)
{
  status->step = learner->state->step;
  status->epoch = learner->state->epoch;
  status->cursor = learner->state->cursor;
  status->steps_per_epoch = weft_model_get_steps_per_epoch (learner->model);
  weft_learner_list_losses (learner, &status->losses);
  status->revision = weft_graph_get_revision (learner->model->graph);
  status->rate = weft_lesson_get_rate (&learner->lesson);
  status->is_schedule_over = weft_lesson_is_schedule_over (&learner->lesson, 0);
  status->stopped_early = learner->stopped_early;
  status->is_inside = learner->lesson.stepper != NULL;
  if (status->is_inside)
    status->at = weft_stepper_get_cursor (learner->lesson.stepper);
}

/* What the stop that ran last was given and made, where it is another one. */
static void
publish_sight (WeftLearner *learner)
{
  if (!learner->sight_is_old || learner->lesson.stepper == NULL)
    return;
  learner->sight_is_old = FALSE;
  weft_slot_put (learner->channels->sight,
                 weft_step_sight_new (learner->lesson.stepper, learner->state->step));
}

void
weft_learner_publish (WeftLearner *learner)
{
  WeftStatus *status = g_new0 (WeftStatus, 1);

  status->state = learner->phase;
  status->obeyed = learner->obeyed;
  if (learner->model != NULL && learner->state != NULL)
    describe_run (learner, status);
  status->samples_seen = learner->clock.samples_seen;
  status->seconds = learner->clock.seconds;
  status->earlier = learner->clock.earlier;
  status->samples_per_second = weft_clock_get_samples_per_second (&learner->clock);
  status->loss = learner->lesson.lanes[0].loss;
  status->best_step = learner->frames.best_step;
  status->best_value = learner->frames.best_value;
  status->failed_node = learner->failed_node;
  status->stop = learner->taps.stop;
  g_strlcpy (status->error, learner->error, sizeof status->error);
  publish_sight (learner);
  weft_ring_flush (learner->channels->ring);
  weft_slot_put (learner->channels->status, status);
  weft_outlets_wake (&learner->out);
}
