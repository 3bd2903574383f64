/* client: the trainer as its owner sees it: commands out, answers in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/platform.h"
#include "engine/train/two-sides.h"

#include <math.h>

#define RING_SIZE 16384

struct _WeftTrainer
{
  WeftChannels channels;
  WeftThread *thread;
  WeftStatus status; /* the newest that was read */
  guint ticket;      /* the last that was given */
  guint64 sent;      /* commands */
};

WeftTrainer *
weft_trainer_new (const WeftTrainerOptions *options)
{
  WeftTrainer *trainer = g_new0 (WeftTrainer, 1);
  WeftChannels *channels = &trainer->channels;

  channels->options = *options;
  channels->commands = weft_mailbox_new ((GDestroyNotify) weft_command_free);
  channels->replies = weft_mailbox_new ((GDestroyNotify) weft_reply_free);
  channels->ring = weft_ring_new (RING_SIZE);
  channels->status = weft_slot_new (g_free);
  channels->snapshot = weft_slot_new ((GDestroyNotify) weft_snapshot_unref);
  channels->sight = weft_slot_new ((GDestroyNotify) weft_step_sight_unref);
  channels->halt = weft_slot_new (NULL);
  channels->poked = weft_slot_new (NULL);
  trainer->status.loss = NAN;
  trainer->status.best_step = -1;
  trainer->status.best_value = NAN;
  trainer->thread
      = weft_thread_start ("weft-trainer", options->polite, weft_trainer_thread_main, channels);
  return trainer;
}

static void
send (WeftTrainer *trainer, const WeftCommand *command)
{
  trainer->sent++;
  weft_mailbox_send (trainer->channels.commands, g_memdup2 (command, sizeof *command));
}

/* A command by its row, and what it carries. */
#define SEND(trainer, row, ...)                                                                    \
  send (trainer, &(WeftCommand){ .handler = weft_command_##row, __VA_ARGS__ })

/* What is long is given up, before the command itself is read. */
static void
halt (WeftTrainer *trainer)
{
  weft_slot_put (trainer->channels.halt, trainer);
}

/* Somebody waits for it: beside others that are busy a polite thread gets next to nothing. */
static void
hurry (WeftTrainer *trainer)
{
  if (trainer->channels.options.polite)
    weft_thread_set_polite (trainer->thread, FALSE);
}

void
weft_trainer_free (WeftTrainer *trainer)
{
  WeftChannels *channels = &trainer->channels;

  halt (trainer);
  hurry (trainer);
  SEND (trainer, quit);
  weft_thread_join (trainer->thread);
  weft_mailbox_free (channels->commands);
  weft_mailbox_free (channels->replies);
  weft_ring_free (channels->ring);
  weft_slot_free (channels->status);
  weft_slot_free (channels->snapshot);
  weft_slot_free (channels->sight);
  weft_slot_free (channels->halt);
  weft_slot_free (channels->poked);
  g_free (trainer);
}

void
weft_trainer_load (WeftTrainer *trainer, WeftModel *model, WeftState *state, guint64 seed,
                   const WeftSink *sink)
{
  SEND (trainer, load, .model = weft_model_ref (model), .state = state, .seed = seed,
        .has_sink = sink != NULL, .sink = sink != NULL ? *sink : (WeftSink){ NULL });
}

void
weft_trainer_set_best (WeftTrainer *trainer, gint64 step, double value)
{
  SEND (trainer, set_best, .step = step, .number = value);
}

void
weft_trainer_set_earlier (WeftTrainer *trainer, double seconds)
{
  SEND (trainer, set_earlier, .number = seconds);
}

void
weft_trainer_set_parent (WeftTrainer *trainer, gint64 run)
{
  SEND (trainer, set_parent, .run = run);
}

void
weft_trainer_renew_schedule (WeftTrainer *trainer)
{
  SEND (trainer, renew_schedule);
}

void
weft_trainer_run (WeftTrainer *trainer, const WeftLimits *limits)
{
  SEND (trainer, run, .limits = limits != NULL ? *limits : (WeftLimits){ 0 });
}

void
weft_trainer_pause (WeftTrainer *trainer)
{
  halt (trainer);
  SEND (trainer, pause);
}

void
weft_trainer_step (WeftTrainer *trainer, WeftStepUnit unit)
{
  SEND (trainer, step, .unit = unit);
}

void
weft_trainer_step_alone (WeftTrainer *trainer, guint lane)
{
  SEND (trainer, step_alone, .unit = WEFT_STEP_BATCH, .lane = lane);
}

void
weft_trainer_set_speed (WeftTrainer *trainer, double steps_per_second)
{
  SEND (trainer, set_speed, .number = steps_per_second);
}

void
weft_trainer_set_rate (WeftTrainer *trainer, double rate)
{
  SEND (trainer, set_rate, .number = rate);
}

void
weft_trainer_set_number (WeftTrainer *trainer, gint64 node, const char *name, gsize offset,
                         float number)
{
  SEND (trainer, set_number, .node = node, .name = g_strdup (name), .offset = offset,
        .number = (double) number);
}

void
weft_trainer_swap (WeftTrainer *trainer, WeftModel *model)
{
  SEND (trainer, swap, .model = weft_model_ref (model));
}

void
weft_trainer_do_again (WeftTrainer *trainer, const WeftJournalEntry *entry, WeftModel *model)
{
  SEND (trainer, do_again, .model = model != NULL ? weft_model_ref (model) : NULL,
        .entry = weft_journal_entry_copy (entry));
}

void
weft_trainer_restore (WeftTrainer *trainer, WeftModel *model, WeftState *state, guint64 seed)
{
  SEND (trainer, restore, .model = weft_model_ref (model), .state = state, .seed = seed);
}

void
weft_trainer_watch (WeftTrainer *trainer, const WeftWatch *watch)
{
  SEND (trainer, watch, .watch = *watch);
}

void
weft_trainer_set_taps (WeftTrainer *trainer, const GArray *taps)
{
  SEND (trainer, set_taps, .taps = g_array_copy ((GArray *) taps));
}

void
weft_trainer_ask (WeftTrainer *trainer, WeftQuestion *question)
{
  SEND (trainer, question, .question = question != NULL ? weft_question_ref (question) : NULL);
}

void
weft_trainer_write_frame (WeftTrainer *trainer)
{
  SEND (trainer, write_frame);
}

void
weft_trainer_begin_read (WeftTrainer *trainer)
{
  weft_slot_take (trainer->channels.poked);
}

guint
weft_trainer_read_samples (WeftTrainer *trainer, WeftSample *samples, guint max)
{
  return weft_ring_pop (trainer->channels.ring, samples, max);
}

WeftStepSight *
weft_trainer_take_sight (WeftTrainer *trainer)
{
  return weft_slot_take (trainer->channels.sight);
}

WeftSnapshot *
weft_trainer_take_snapshot (WeftTrainer *trainer)
{
  return weft_slot_take (trainer->channels.snapshot);
}

void
weft_trainer_get_status (WeftTrainer *trainer, WeftStatus *status)
{
  g_autofree WeftStatus *newest = weft_slot_take (trainer->channels.status);

  if (newest != NULL)
    trainer->status = *newest;
  *status = trainer->status;
}

gboolean
weft_trainer_is_at_rest (WeftTrainer *trainer, WeftStatus *status)
{
  weft_trainer_get_status (trainer, status);
  return status->obeyed == trainer->sent
         && (status->state == WEFT_TRAINER_IDLE || status->state == WEFT_TRAINER_PAUSED
             || status->state == WEFT_TRAINER_FINISHED || status->state == WEFT_TRAINER_FAILED);
}

/* Answers to questions that were given up are passed over. */
static WeftReply *
wait_for_answer (WeftTrainer *trainer, gint64 until)
{
  WeftReply *reply;

  while ((reply = weft_mailbox_wait (trainer->channels.replies, until)) != NULL)
    {
      if (reply->ticket == trainer->ticket)
        return reply;
      weft_reply_free (reply);
    }
  return NULL;
}

gboolean
weft_trainer_wait (WeftTrainer *trainer, double seconds)
{
  gint64 until = seconds < 0 ? -1 : g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  WeftReply *reply;

  SEND (trainer, wait, .ticket = ++trainer->ticket);
  reply = wait_for_answer (trainer, until);
  if (reply == NULL)
    return FALSE;
  weft_reply_free (reply);
  return TRUE;
}

void
weft_trainer_halt (WeftTrainer *trainer)
{
  hurry (trainer);
  weft_trainer_pause (trainer);
  SEND (trainer, wait, .ticket = ++trainer->ticket, .is_urgent = TRUE);
  weft_reply_free (wait_for_answer (trainer, -1));
  if (trainer->channels.options.polite)
    weft_thread_set_polite (trainer->thread, TRUE);
}

gboolean
weft_trainer_write (WeftTrainer *trainer, WeftStepPlace place, gsize offset, float number,
                    GError **error)
{
  WeftReply *reply;
  GError *cause;

  SEND (trainer, write, .place = place, .offset = offset, .number = (double) number,
        .ticket = ++trainer->ticket);
  reply = wait_for_answer (trainer, -1);
  cause = g_steal_pointer (&reply->error);
  weft_reply_free (reply);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, cause);
  return FALSE;
}

WeftTensor *
weft_trainer_dup_tensor (WeftTrainer *trainer, WeftStepPlace place)
{
  WeftReply *reply;
  WeftTensor *tensor;

  SEND (trainer, dup_tensor, .place = place, .ticket = ++trainer->ticket);
  reply = wait_for_answer (trainer, -1);
  tensor = g_steal_pointer (&reply->tensor);
  weft_reply_free (reply);
  return tensor;
}

WeftWayStates *
weft_trainer_take_way (WeftTrainer *trainer)
{
  WeftReply *reply;
  WeftWayStates *way;

  SEND (trainer, take_way, .ticket = ++trainer->ticket);
  reply = wait_for_answer (trainer, -1);
  way = g_steal_pointer (&reply->way);
  weft_reply_free (reply);
  return way;
}

void
weft_trainer_give_way (WeftTrainer *trainer, WeftWayStates *way)
{
  if (way != NULL)
    SEND (trainer, give_way, .way = way);
}

WeftState *
weft_trainer_dup_state (WeftTrainer *trainer)
{
  WeftReply *reply;
  WeftState *state;

  SEND (trainer, dup_state, .ticket = ++trainer->ticket);
  reply = wait_for_answer (trainer, -1);
  state = g_steal_pointer (&reply->state);
  weft_reply_free (reply);
  return state;
}
