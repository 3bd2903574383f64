/* kept-frames: the states that outlive the program: the last, the best, the one at the close */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"
#include "engine/train/past/way-states.h"

#include <math.h>

#define KEY_EVERY 80000 /* µs, at least: what making steps again from one to the next takes */
#define WAY_EVERY 25000 /* of those in memory */
#define WAY_SHARE 250
#define REST_EVERY 100000 /* of those that follow when nothing is learnt */
#define ROOM_SHARE 0.9    /* of the budget, up to which they do */
#define LAST_EVERY 5000000
#define BEST_EVERY 2000000
#define BEST_AGAIN 1000000 /* after a refusal */
#define FRAME_SHARE                                                                                \
  100 /* frames take at most one part in so many; work is counted, for what                        \
         others took the processor for would leave long ways without any */

void
weft_frames_start (WeftFrames *frames, gint64 now)
{
  frames->next_key = MAX (frames->next_key, now + KEY_EVERY);
  frames->next_frame = MIN (frames->next_key, now + LAST_EVERY);
}

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

static gint64
get_budget (const WeftLearner *learner)
{
  return (gint64) learner->model->training.frames_mb << 20;
}

void
weft_learner_tell_budget (WeftLearner *learner)
{
  const WeftSink *sink = &learner->out.sink;

  if (takes_frames (learner) && sink->budget != NULL)
    sink->budget (sink->user, get_budget (learner));
}

void
weft_learner_emit_pace (WeftLearner *learner)
{
  const WeftState *state = learner->state;
  double part = learner->batches != NULL && learner->batches->count > 0
                    ? (double) state->cursor / (double) learner->batches->count
                    : 0;

  weft_outlets_emit (&learner->out, WEFT_SERIES_SECONDS, state->step,
                     learner->clock.earlier + learner->clock.seconds);
  weft_outlets_emit (&learner->out, WEFT_SERIES_EPOCH, state->step, (double) state->epoch + part);
}

static gboolean
hand_over (WeftLearner *learner, WeftFrame kind, const WeftState *state, gint64 place)
{
  WeftSink *sink = &learner->out.sink;
  g_autoptr (GBytes) bytes = weft_state_serialize (state);

  if (bytes == NULL || !sink->frame (sink->user, kind, state->step, place, bytes))
    return FALSE;
  if (learner->frames.stays != NULL && (kind == WEFT_FRAME_KEY || kind == WEFT_FRAME_CLOSE))
    g_array_append_val (learner->frames.stays, state->step);
  return TRUE;
}

/* The samples first, the clock's too: a frame must not be ahead of its curve. */
static gboolean
send (WeftLearner *learner, WeftFrame kind, const WeftState *state)
{
  gint64 place;

  weft_learner_emit_pace (learner);
  weft_outlets_flush (&learner->out);
  weft_learner_note_beginning (learner);
  place = kind == WEFT_FRAME_BEST ? learner->frames.best_place : learner->notes.place;
  return hand_over (learner, kind, state, place);
}

static void
send_best (WeftLearner *learner)
{
  WeftFrames *frames = &learner->frames;
  gint64 start = weft_thread_get_work (), cost;

  frames->best_waits = !send (learner, WEFT_FRAME_BEST, frames->best);
  cost = FRAME_SHARE * (weft_thread_get_work () - start);
  frames->next_best
      = g_get_monotonic_time () + MAX (frames->best_waits ? BEST_AGAIN : BEST_EVERY, cost);
}

/* How many of them there is room for. */
static double
count_most (const WeftLearner *learner)
{
  double most = (double) get_budget (learner) / (double) MAX (1, learner->state->block_bytes);

  return CLAMP (most, 2, WEFT_FRAMES_MOST);
}

/* Time between two that stay, so that those of the whole run have room: twice as much as often as
 * the sink has thinned them out. */
static gint64
space_keys (const WeftLearner *learner)
{
  const WeftClock *clock = &learner->clock;
  double most = count_most (learner);
  double trained = (clock->earlier + clock->seconds) * G_USEC_PER_SEC;
  gint64 space = KEY_EVERY;

  while (trained > most * (double) space)
    space *= 2;
  return space;
}

/* One that stays, when that is due, else one that the next replaces. */
static void
send_newest (WeftLearner *learner, gint64 now)
{
  WeftFrames *frames = &learner->frames;
  gboolean stays = now >= frames->next_key, is_sent;
  gint64 start = weft_thread_get_work (), least;

  is_sent = send (learner, stays ? WEFT_FRAME_KEY : WEFT_FRAME_LAST, learner->state);
  least = MAX (KEY_EVERY, FRAME_SHARE * (weft_thread_get_work () - start));
  now = g_get_monotonic_time ();
  if (is_sent)
    frames->sent_step = learner->state->step;
  if (is_sent && stays)
    frames->next_key = now + MAX (least, space_keys (learner));
  frames->next_frame = MAX (now + least, is_sent ? MIN (frames->next_key, now + LAST_EVERY) : now);
}

void
weft_learner_begin_way (WeftLearner *learner)
{
  WeftFrames *frames = &learner->frames;
  gsize room = learner->channels->options.way_room;

  g_clear_pointer (&frames->way, weft_way_states_free);
  g_clear_pointer (&frames->stays, g_array_unref);
  frames->loads++;
  frames->next_way = 0;
  frames->way_step = -1;
  if (room == 0)
    return;
  frames->way = weft_way_states_new (room);
  frames->way->run = frames->loads;
  frames->stays = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* A copy in memory costs little, so that those are denser than what the sink gets. What was loaded
 * is in the journal by then. */
static void
keep_on_way (WeftLearner *learner, gint64 now)
{
  WeftFrames *frames = &learner->frames;
  gint64 start = weft_thread_get_work ();
  WeftState *state;

  if (learner->notes.begins || learner->notes.place == 0 || learner->lesson.stepper != NULL
      || frames->way_step == learner->state->step
      || !weft_way_states_take (frames->way, learner->state))
    return;
  state = weft_state_dup (learner->state, NULL);
  if (state != NULL)
    weft_way_states_add (frames->way, learner->notes.place, state);
  frames->way_step = learner->state->step;
  frames->next_way = now + MAX (WAY_EVERY, WAY_SHARE * (weft_thread_get_work () - start));
}

void
weft_learner_write_frames (WeftLearner *learner, gint64 now)
{
  const WeftFrames *frames = &learner->frames;

  if (frames->way != NULL && now >= frames->next_way)
    keep_on_way (learner, now);
  if (!takes_frames (learner))
    return;
  if (frames->best_waits && now >= frames->next_best)
    send_best (learner);
  else if (now >= frames->next_frame && frames->sent_step != learner->state->step)
    send_newest (learner, now);
}

/* Steps to the nearest that stays. */
static gint64
find_distance (const WeftFrames *frames, gint64 step)
{
  gint64 nearest = G_MAXINT64;

  for (guint i = 0; i < frames->stays->len; i++)
    nearest = MIN (nearest, ABS (step - g_array_index (frames->stays, gint64, i)));
  return nearest;
}

/* Of those in memory the one that lies farthest from those that stay; NULL: steps are made again as
 * soon as it would be read. */
static const WeftKeyFrame *
find_lonely (const WeftLearner *learner)
{
  const WeftFrames *frames = &learner->frames;
  const WeftClock *clock = &learner->clock;
  double since = (clock->earlier + clock->seconds) * G_USEC_PER_SEC; /* it began */
  double step_time
      = clock->step_time > 0 ? clock->step_time : since / (double) MAX (1, learner->state->step);
  gint64 farthest = (gint64) (WAY_EVERY / MAX (step_time, 1));
  const WeftKeyFrame *lonely = NULL;

  for (guint i = 0; i < frames->way->frames->len; i++)
    {
      const WeftKeyFrame *frame = &g_array_index (frames->way->frames, WeftKeyFrame, i);
      gint64 distance = find_distance (frames, frame->step);

      if (distance <= farthest)
        continue;
      farthest = distance;
      lonely = frame;
    }
  return lonely;
}

/* Whoever is not polite is done when it rests, and reads what the sink has. */
gint64
weft_learner_write_way (WeftLearner *learner, gint64 now)
{
  const WeftFrames *frames = &learner->frames;
  const WeftKeyFrame *lonely;
  g_autoptr (WeftState) state = NULL;

  if (!learner->channels->options.polite || frames->way == NULL || learner->state == NULL
      || !takes_frames (learner)
      || (double) frames->stays->len >= ROOM_SHARE * count_most (learner))
    return -1;
  lonely = find_lonely (learner);
  state = lonely != NULL ? weft_way_states_dup (frames->way, lonely) : NULL;
  if (state == NULL)
    return -1;
  hand_over (learner, WEFT_FRAME_KEY, state, lonely->place);
  return now + REST_EVERY;
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
  learner->frames.sent_step = learner->state->step;
  learner->frames.next_key = g_get_monotonic_time () + KEY_EVERY;
  learner->frames.next_frame = learner->frames.next_key;
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
