/* trainer: the thread that learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What holds between any two commands, steps and beats (assert_invariants):
 *  1. A WeftLearner is touched by its thread alone; what crosses goes through WeftChannels.
 *  2. Model, state, batches, the first exec, optimiser and viewer are there together, or none is.
 *  3. None is there in IDLE; all are in RUNNING, STEPPING, PAUSED and FINISHED.
 *  4. FAILED says why; no other phase does.
 *  5. 0 ≤ cursor < samples of the training part: a whole epoch counts at once.
 *  6. Steps are made in RUNNING and STEPPING only, and while no end is reached.
 *  7. Whoever waits is answered as soon as the phase is not busy (weft_learner_is_busy).
 *  8. `best` waits for the sink only when there is one.
 *  9. In FAILED the state, if there is one, is sound: it went back before the phase changed.
 *
 * Transitions, and who performs them (all by weft_learner_set_phase, which knows them as a table):
 *  any but STOPPING → PREPARING    load, swap (commands.c)
 *  PREPARING → PAUSED              load
 *  PREPARING → what was before     swap; after FAILED: PAUSED
 *  PREPARING → FAILED              weft_learner_fail: not whole, no memory
 *  PAUSED, FINISHED, FAILED, STEPPING → RUNNING    run
 *  PAUSED, FINISHED, FAILED, RUNNING → STEPPING    step
 *  RUNNING, STEPPING → PAUSED      pause; STEPPING also by weft_learner_beat at its end
 *  RUNNING → FINISHED              weft_learner_beat: a limit is reached
 *  RUNNING, STEPPING → FAILED      weft_learner_fail: not a number, or infinite
 *  any → STOPPING                  quit; the thread ends */
#include "engine/base/float.h"
#include "engine/train/learner.h"

#include <math.h>
#include <string.h>

#define BIT(phase) (1u << WEFT_TRAINER_##phase)

static const guint successors[] = {
  [WEFT_TRAINER_IDLE] = BIT (PREPARING) | BIT (STOPPING),
  [WEFT_TRAINER_PREPARING]
  = BIT (PAUSED) | BIT (RUNNING) | BIT (STEPPING) | BIT (FINISHED) | BIT (FAILED),
  [WEFT_TRAINER_RUNNING] = BIT (PREPARING) | BIT (PAUSED) | BIT (STEPPING) | BIT (FINISHED)
                           | BIT (FAILED) | BIT (STOPPING),
  [WEFT_TRAINER_PAUSED] = BIT (PREPARING) | BIT (RUNNING) | BIT (STEPPING) | BIT (STOPPING),
  [WEFT_TRAINER_STEPPING]
  = BIT (PREPARING) | BIT (RUNNING) | BIT (PAUSED) | BIT (FAILED) | BIT (STOPPING),
  [WEFT_TRAINER_STOPPING] = 0,
  [WEFT_TRAINER_FINISHED] = BIT (PREPARING) | BIT (RUNNING) | BIT (STEPPING) | BIT (STOPPING),
  [WEFT_TRAINER_FAILED] = BIT (PREPARING) | BIT (RUNNING) | BIT (STEPPING) | BIT (STOPPING),
};

static gboolean
is_loaded (const WeftLearner *learner)
{
  return learner->lesson.model != NULL;
}

static void
assert_invariants (const WeftLearner *learner)
{
  gboolean loaded = is_loaded (learner);
  gboolean works = learner->phase == WEFT_TRAINER_PAUSED || learner->phase == WEFT_TRAINER_FINISHED
                   || learner->phase == WEFT_TRAINER_RUNNING
                   || learner->phase == WEFT_TRAINER_STEPPING;

  g_assert (loaded == (learner->model != NULL) && loaded == (learner->state != NULL)
            && loaded == (learner->batches != NULL) && loaded == (learner->looks.viewer != NULL));
  g_assert (learner->phase != WEFT_TRAINER_IDLE || !loaded);
  g_assert (!works || loaded);
  g_assert ((learner->phase == WEFT_TRAINER_FAILED) == (learner->error[0] != 0));
  g_assert (!loaded
            || (learner->state->cursor >= 0 && learner->state->cursor < learner->batches->count));
  g_assert (!works || !weft_learner_is_busy (learner)
            || learner->state->step < learner->clock.end_step);
  g_assert (weft_learner_is_busy (learner) || learner->waiting->len == 0);
  g_assert (!learner->frames.best_waits || (learner->frames.best != NULL && learner->out.has_sink));
}

gboolean
weft_learner_is_busy (const WeftLearner *learner)
{
  return learner->phase == WEFT_TRAINER_PREPARING || learner->phase == WEFT_TRAINER_RUNNING
         || learner->phase == WEFT_TRAINER_STEPPING || learner->phase == WEFT_TRAINER_STOPPING;
}

void
weft_learner_set_phase (WeftLearner *learner, WeftTrainerState phase)
{
  if (phase == learner->phase)
    return;
  g_assert (successors[learner->phase] & (1u << phase));
  learner->phase = phase;
  if (phase != WEFT_TRAINER_FAILED)
    {
      learner->error[0] = 0;
      learner->failed_node = 0;
    }
  weft_learner_publish (learner);
}

/* The message may be longer than there is room for: it is cut between characters. */
void
weft_learner_fail (WeftLearner *learner, gint64 node, const char *message)
{
  const char *end = message + MIN (strlen (message), sizeof learner->error - 1);
  gsize bytes;

  if (*end != 0)
    while (((guchar) *end & 0xc0) == 0x80)
      end--;
  bytes = (gsize) (end - message);
  memcpy (learner->error, message, bytes);
  learner->error[bytes] = 0;
  learner->failed_node = node;
  weft_learner_set_phase (learner, WEFT_TRAINER_FAILED);
}

void
weft_learner_answer (WeftLearner *learner)
{
  for (guint i = 0; i < learner->waiting->len; i++)
    {
      WeftReply *reply = g_new0 (WeftReply, 1);

      reply->ticket = g_array_index (learner->waiting, guint, i);
      weft_mailbox_send (learner->channels->replies, reply);
    }
  g_array_set_size (learner->waiting, 0);
  learner->is_urgent = FALSE;
}

/* Has nothing to do until there is mail, but what is done for later. */
static void
rest (WeftLearner *learner)
{
  WeftCommand *command = NULL;

  weft_learner_answer (learner);
  assert_invariants (learner);
  while (command == NULL)
    {
      gint64 next = weft_learner_write_way (learner, g_get_monotonic_time ());

      command = weft_mailbox_wait (learner->channels->commands, next);
    }
  weft_learner_obey (learner, command);
}

/* Makes steps, or waits until the next may come; mail ends both. */
static void
work (WeftLearner *learner)
{
  gint64 pause = weft_clock_get_pause (&learner->clock);
  WeftCommand *command = NULL;

  assert_invariants (learner);
  if (pause > 0)
    command = weft_mailbox_wait (learner->channels->commands, g_get_monotonic_time () + pause);
  else
    weft_learner_run_chunk (learner);
  if (command != NULL)
    weft_learner_obey (learner, command);
  else
    weft_learner_beat (learner);
}

static void
loop (WeftLearner *learner)
{
  while (!learner->quits)
    {
      WeftCommand *command = weft_mailbox_receive (learner->channels->commands);

      if (command != NULL)
        weft_learner_obey (learner, command);
      else if (weft_learner_is_busy (learner))
        work (learner);
      else
        rest (learner);
    }
}

void *
weft_trainer_thread_main (void *user)
{
  WeftLearner *learner = g_new0 (WeftLearner, 1);
  const WeftTrainerOptions *options;

  weft_float_prepare_thread ();
  learner->channels = user;
  options = &learner->channels->options;
  learner->pool = weft_pool_new (
      options->threads > 0 ? options->threads : weft_pool_default_threads (), options->polite);
  learner->level = options->level >= 0 ? options->level : weft_kernel_best_level ();
  learner->waiting = g_array_new (FALSE, FALSE, sizeof (guint));
  weft_lesson_forget_losses (&learner->lesson);
  learner->lesson.hand_rate = NAN;
  weft_learner_listen (learner);
  weft_frames_forget_best (&learner->frames);
  learner->out.channels = learner->channels;
  weft_learner_publish (learner);
  loop (learner);
  weft_learner_unload (learner);
  weft_taps_clear (&learner->taps);
  weft_looks_ask (&learner->looks, NULL);
  g_clear_pointer (&learner->frames.way, weft_way_states_free);
  g_clear_pointer (&learner->frames.stays, g_array_unref);
  weft_pool_free (learner->pool);
  g_array_unref (learner->waiting);
  g_free (learner);
  return NULL;
}
