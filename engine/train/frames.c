/* frames: the states that outlive the program: the last, the best, the one at the close */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <math.h>

#define LAST_EVERY 5000000 /* µs, at least */
#define BEST_EVERY 2000000
#define AGAIN_AFTER 1000000 /* a refusal */
#define FRAME_SHARE 100     /* frames take at most one part in so many */

void
weft_frames_forget_best (WeftFrames *frames)
{
  frames->best_step = -1;
  frames->best_value = NAN;
}

void
weft_frames_drop_best (WeftFrames *frames)
{
  g_clear_pointer (&frames->best, weft_state_free);
  frames->best_waits = FALSE;
}

static gboolean
takes_frames (const WeftLearner *learner)
{
  return learner->out.has_sink && learner->out.sink.frame != NULL;
}

/* The samples first, the clock's too: a frame must not be ahead of its curve. */
static gboolean
send (WeftLearner *learner, WeftFrame kind, const WeftState *state)
{
  WeftSink *sink = &learner->out.sink;
  g_autoptr (GBytes) bytes = weft_state_serialize (state);
  gint64 place;

  weft_outlets_emit (&learner->out, WEFT_SERIES_SECONDS, learner->state->step,
                     learner->clock.earlier + learner->clock.seconds);
  weft_outlets_flush (&learner->out);
  weft_learner_note_beginning (learner);
  place = kind == WEFT_FRAME_BEST ? learner->frames.best_place : learner->notes.place;
  return bytes != NULL && sink->frame (sink->user, kind, state->step, place, bytes);
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
  if (learner->frames.best_waits && now >= learner->frames.next_best)
    {
      learner->frames.next_best
          = send_timed (learner, WEFT_FRAME_BEST, learner->frames.best, BEST_EVERY, &sent);
      learner->frames.best_waits = !sent;
    }
  else if (now >= learner->frames.next_frame)
    learner->frames.next_frame
        = send_timed (learner, WEFT_FRAME_KEY, learner->state, LAST_EVERY, &sent);
}

void
weft_learner_write_close (WeftLearner *learner, gboolean always)
{
  if (!takes_frames (learner))
    return;
  if (learner->frames.best_waits)
    learner->frames.best_waits = !send (learner, WEFT_FRAME_BEST, learner->frames.best);
  if (always || learner->frames.closed_step != learner->state->step)
    send (learner, WEFT_FRAME_CLOSE, weft_copies_choose_sound (&learner->copies, learner->state));
  learner->frames.closed_step = learner->state->step;
  learner->frames.next_frame = g_get_monotonic_time () + LAST_EVERY;
}

/* A copy in memory is cheap; what the sink gets is spaced. Without memory there is no best. */
void
weft_learner_keep_best (WeftLearner *learner, double value)
{
  learner->frames.best_value = value;
  learner->frames.best_step = learner->state->step;
  learner->frames.best_place = learner->notes.place;
  learner->frames.best_waits
      = takes_frames (learner) && weft_copies_update (&learner->frames.best, learner->state);
}
