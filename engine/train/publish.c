/* publish: samples, status and snapshots on their way to whoever reads them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <math.h>

#define LOOK_EVERY 100000 /* µs */
#define EVALUATE_EVERY 1000000
#define LOOK_SHARE 200 /* looking takes at most one part in so many, evaluating as much again */

void
weft_learner_wake (WeftLearner *learner)
{
  WeftChannels *channels = learner->channels;

  if (!weft_slot_is_empty (channels->poked))
    return;
  weft_slot_put (channels->poked, channels);
  if (channels->options.wake != NULL)
    channels->options.wake (channels->options.wake_user);
}

static void
send (WeftLearner *learner, const WeftSample *sample)
{
  weft_ring_push (learner->channels->ring, sample);
  if (!learner->has_sink || learner->sink.samples == NULL)
    return;
  if (learner->n_outbox == WEFT_OUTBOX)
    weft_learner_flush_sink (learner);
  learner->outbox[learner->n_outbox++] = *sample;
}

/* What is not a number is no sample: a curve has no place for it. */
void
weft_learner_emit (WeftLearner *learner, guint32 series, double value)
{
  gint64 step = learner->state->step;
  float number = (float) value;

  if (isfinite (number))
    send (learner, &(WeftSample){ series, step, step, 1, number, number, number, value });
}

void
weft_learner_emit_open (WeftLearner *learner)
{
  if (learner->open.count == 0)
    return;
  send (learner, &learner->open);
  learner->open.count = 0;
}

void
weft_learner_flush_sink (WeftLearner *learner)
{
  if (learner->n_outbox > 0)
    learner->sink.samples (learner->sink.user, learner->outbox, learner->n_outbox);
  learner->n_outbox = 0;
}

static void
describe_run (const WeftLearner *learner, WeftStatus *status)
{
  status->step = learner->state->step;
  status->epoch = learner->state->epoch;
  status->cursor = learner->state->cursor;
  status->steps_per_epoch = weft_model_get_steps_per_epoch (learner->model);
  status->revision = weft_graph_get_revision (learner->model->graph);
  status->rate = (double) learner->update.lr;
  status->is_schedule_over = weft_learner_is_schedule_over (learner);
}

void
weft_learner_publish (WeftLearner *learner)
{
  WeftStatus *status = g_new0 (WeftStatus, 1);

  status->state = learner->phase;
  if (learner->model != NULL && learner->state != NULL)
    describe_run (learner, status);
  status->samples_seen = learner->clock.samples_seen;
  status->seconds = learner->clock.seconds;
  status->earlier = learner->clock.earlier;
  status->samples_per_second = weft_clock_get_samples_per_second (&learner->clock);
  status->loss = learner->loss;
  status->best_step = learner->best_step;
  status->best_value = learner->best_value;
  status->failed_node = learner->failed_node;
  g_strlcpy (status->error, learner->error, sizeof status->error);
  weft_ring_flush (learner->channels->ring);
  weft_slot_put (learner->channels->status, status);
  weft_learner_wake (learner);
}

static gboolean
is_watched (const WeftWatch *watch)
{
  return watch->activations || watch->weights_of != 0 || watch->results || watch->grid > 0;
}

/* A changed watch and the end of learning are answered at once; else only a reader that took the
 * last picture gets a new one. */
static gboolean
wants_look (const WeftLearner *learner, gint64 now)
{
  if (!is_watched (&learner->watch))
    return FALSE;
  if (learner->watch_changed)
    return TRUE;
  if (learner->seen_step == learner->state->step)
    return FALSE;
  if (!weft_learner_is_busy (learner))
    return TRUE;
  return now >= learner->next_look && weft_slot_is_empty (learner->channels->snapshot);
}

/* What validation found at the end of an epoch will do for a while. */
static gboolean
has_fresh_evaluation (const WeftLearner *learner, gint64 now)
{
  return weft_learner_get_watched_part (learner) == WEFT_PART_VALIDATION
         && learner->evaluations[WEFT_PART_VALIDATION] != NULL
         && now - learner->last_validation < EVALUATE_EVERY;
}

/* FALSE: mail came first. */
static gboolean
refresh_evaluation (WeftLearner *learner, gint64 now)
{
  gboolean at_once = learner->watch_changed || !weft_learner_is_busy (learner);

  if (!learner->watch.results
      || (!at_once && (now < learner->next_evaluation || has_fresh_evaluation (learner, now))))
    return TRUE;
  if (!weft_learner_evaluate (learner, weft_learner_get_watched_part (learner), FALSE)
      && weft_mailbox_has_mail (learner->channels->commands))
    return FALSE;
  learner->next_evaluation = g_get_monotonic_time ();
  learner->next_evaluation += MAX (EVALUATE_EVERY, LOOK_SHARE * (learner->next_evaluation - now));
  return TRUE;
}

void
weft_learner_look (WeftLearner *learner)
{
  gint64 start = g_get_monotonic_time (), cost;
  WeftSnapshot *snapshot;
  WeftEvaluation *evaluation;

  if (!wants_look (learner, start))
    return;
  if (!refresh_evaluation (learner, start))
    return; /* and again when the mail is read */
  start = g_get_monotonic_time ();
  snapshot = weft_viewer_look (learner->viewer, &learner->watch);
  evaluation = learner->evaluations[weft_learner_get_watched_part (learner)];
  if (learner->watch.results && evaluation != NULL)
    snapshot->evaluation = weft_evaluation_ref (evaluation);
  cost = g_get_monotonic_time () - start;
  learner->next_look = start + MAX (LOOK_EVERY, LOOK_SHARE * cost);
  learner->seen_step = learner->state->step;
  learner->watch_changed = FALSE;
  weft_slot_put (learner->channels->snapshot, snapshot);
  weft_learner_wake (learner);
}
