/* frames: the states that outlive the program: the last, the best, the one at the close */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#define LAST_EVERY 5000000 /* µs, at least */
#define BEST_EVERY 2000000
#define AGAIN_AFTER 1000000 /* a refusal */
#define FRAME_SHARE 100     /* frames take at most one part in so many */

static gboolean
takes_frames (const WeftLearner *learner)
{
  return learner->has_sink && learner->sink.frame != NULL;
}

/* The samples first, the clock's too: a frame must not be ahead of its curve. */
static gboolean
send (WeftLearner *learner, WeftFrame kind, const WeftState *state)
{
  g_autoptr (GBytes) bytes = weft_state_serialize (state);

  weft_learner_emit (learner, WEFT_SERIES_SECONDS, learner->clock.earlier + learner->clock.seconds);
  weft_learner_flush_sink (learner);
  return bytes != NULL && learner->sink.frame (learner->sink.user, kind, state->step, bytes);
}

/* Returns when the next of this kind may come. */
static gint64
send_timed (WeftLearner *learner, WeftFrame kind, const WeftState *state, gint64 every,
            gboolean *sent)
{
  gint64 start = g_get_monotonic_time (), now;

  *sent = send (learner, kind, state);
  now = g_get_monotonic_time ();
  return now + MAX (*sent ? every : AGAIN_AFTER, FRAME_SHARE * (now - start));
}

void
weft_learner_write_frames (WeftLearner *learner, gint64 now)
{
  gboolean sent;

  if (!takes_frames (learner))
    return;
  if (learner->best_waits && now >= learner->next_best)
    {
      learner->next_best = send_timed (learner, WEFT_FRAME_BEST, learner->best, BEST_EVERY, &sent);
      learner->best_waits = !sent;
    }
  else if (now >= learner->next_frame)
    learner->next_frame = send_timed (learner, WEFT_FRAME_LAST, learner->state, LAST_EVERY, &sent);
}

void
weft_learner_write_close (WeftLearner *learner, gboolean always)
{
  if (!takes_frames (learner))
    return;
  if (learner->best_waits)
    learner->best_waits = !send (learner, WEFT_FRAME_BEST, learner->best);
  if (always || learner->closed_step != learner->state->step)
    send (learner, WEFT_FRAME_CLOSE, weft_learner_choose_sound (learner));
  learner->closed_step = learner->state->step;
  learner->next_frame = g_get_monotonic_time () + LAST_EVERY;
}

/* A copy in memory is cheap; what the sink gets is spaced. Without memory there is no best. */
void
weft_learner_keep_best (WeftLearner *learner, double value)
{
  learner->best_value = value;
  learner->best_step = learner->state->step;
  learner->best_waits = takes_frames (learner) && weft_learner_copy_state (learner, &learner->best);
}
