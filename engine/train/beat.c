/* beat: what is due between steps, and what is due when steps end */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"
#include "engine/train/verdict.h"

#include <math.h>

#define PUBLISH_EVERY 15000 /* µs */
#define EMIT_EVERY 2000     /* a sample of folded steps */
#define SINK_EVERY 250000

gboolean
weft_learner_ends_with_schedule (const WeftLearner *learner)
{
  return !learner->clock.outlasts_schedule && weft_lesson_is_schedule_over (&learner->lesson, 0);
}

static gboolean
is_at_end (const WeftLearner *learner)
{
  return weft_clock_is_at_end (&learner->clock, learner->state->step, learner->state->epoch)
         || weft_learner_ends_with_schedule (learner);
}

static void
send_what_is_due (WeftLearner *learner, gint64 now)
{
  if (now >= learner->out.next_emit)
    {
      weft_outlets_emit_open (&learner->out);
      weft_learner_emit_taps (learner);
      weft_outlets_emit_rate (&learner->out, learner->state->step,
                              weft_lesson_get_rate (&learner->lesson));
      learner->out.next_emit = now + EMIT_EVERY;
    }
  if (now >= learner->out.next_publish)
    {
      weft_learner_publish (learner);
      learner->out.next_publish = now + PUBLISH_EVERY;
    }
  if (now >= learner->out.next_sink)
    {
      weft_outlets_flush (&learner->out);
      learner->out.next_sink = now + SINK_EVERY;
    }
  weft_learner_write_frames (learner, now);
}

/* Also in its midst, where validation was judged. */
static void
tell_epoch (const WeftLearner *learner)
{
  const WeftTrainerOptions *options = &learner->channels->options;
  WeftEpoch epoch = { .epoch = learner->state->epoch,
                      .step = learner->state->step,
                      .seconds = learner->clock.seconds,
                      .loss = learner->lesson.lanes[0].loss,
                      .is_end = learner->lesson.epoch_ended };

  weft_learner_list_losses (learner, &epoch.losses);
  if (learner->looks.validated == learner->state->step)
    epoch.n_figures = weft_evaluation_list_figures (
        learner->looks.evaluations[WEFT_PART_VALIDATION], learner->model, epoch.figures);
  options->epoch (options->epoch_user, &epoch);
}

void
weft_learner_beat (WeftLearner *learner)
{
  gint64 now, validated = learner->looks.validated;
  gboolean at_end, is_stopped;

  if (learner->phase == WEFT_TRAINER_FAILED)
    {
      weft_learner_settle (learner);
      return;
    }
  now = weft_clock_count (&learner->clock);
  at_end = is_at_end (learner);
  weft_learner_validate_if_due (learner, at_end);
  learner->stopped_early = learner->looks.validated != validated && weft_learner_is_stale (learner);
  at_end = at_end || (learner->stopped_early && learner->phase == WEFT_TRAINER_RUNNING);
  if (G_UNLIKELY (learner->taps.n > 0) && learner->looks.validated != validated)
    weft_learner_judge_taps (learner);
  is_stopped = !at_end && learner->taps.stop.point != 0;
  if (learner->channels->options.epoch != NULL
      && (learner->lesson.epoch_ended || learner->looks.validated != validated))
    tell_epoch (learner);
  learner->lesson.epoch_ended = FALSE;
  if (at_end || is_stopped)
    {
      if (weft_lesson_is_schedule_over (&learner->lesson, 0))
        weft_lesson_choose_rates (&learner->lesson); /* 0, which is then in force */
      weft_learner_set_phase (learner, at_end && learner->phase == WEFT_TRAINER_RUNNING
                                           ? WEFT_TRAINER_FINISHED
                                           : WEFT_TRAINER_PAUSED);
      weft_learner_settle (learner);
      return;
    }
  send_what_is_due (learner, now);
  weft_learner_look (learner);
}

void
weft_learner_settle (WeftLearner *learner)
{
  if (learner->model != NULL)
    {
      weft_outlets_emit_open (&learner->out);
      weft_learner_emit_taps (learner);
      weft_outlets_emit_rate (&learner->out, learner->state->step,
                              weft_lesson_get_rate (&learner->lesson));
      weft_outlets_flush (&learner->out);
      weft_learner_write_close (learner, FALSE);
    }
  if (learner->is_urgent)
    weft_learner_answer (learner);
  if (learner->model != NULL)
    weft_learner_look (learner);
  weft_learner_publish (learner);
}
