/* client: the trainer as its owner sees it: commands out, answers in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <math.h>

#define RING_SIZE 16384

struct _WeftTrainer
{
  WeftChannels channels;
  WeftThread *thread;
  WeftStatus status; /* the newest that was read */
  guint ticket;      /* the last that was given */
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
  channels->poked = weft_slot_new (NULL);
  trainer->status.loss = NAN;
  trainer->status.best_step = -1;
  trainer->status.best_value = NAN;
  trainer->thread
      = weft_thread_start ("weft-trainer", options->polite, weft_trainer_thread_main, channels);
  return trainer;
}

static WeftCommand *
new_command (WeftCommandKind kind)
{
  WeftCommand *command = g_new0 (WeftCommand, 1);

  command->kind = kind;
  return command;
}

static void
send (WeftTrainer *trainer, WeftCommand *command)
{
  weft_mailbox_send (trainer->channels.commands, command);
}

void
weft_trainer_free (WeftTrainer *trainer)
{
  WeftChannels *channels = &trainer->channels;

  send (trainer, new_command (WEFT_COMMAND_QUIT));
  weft_thread_join (trainer->thread);
  weft_mailbox_free (channels->commands);
  weft_mailbox_free (channels->replies);
  weft_ring_free (channels->ring);
  weft_slot_free (channels->status);
  weft_slot_free (channels->snapshot);
  weft_slot_free (channels->poked);
  g_free (trainer);
}

void
weft_trainer_load (WeftTrainer *trainer, WeftModel *model, WeftState *state, guint64 seed,
                   const WeftSink *sink)
{
  WeftCommand *command = new_command (WEFT_COMMAND_LOAD);

  command->model = weft_model_ref (model);
  command->state = state;
  command->seed = seed;
  command->has_sink = sink != NULL;
  if (sink != NULL)
    command->sink = *sink;
  send (trainer, command);
}

void
weft_trainer_set_best (WeftTrainer *trainer, gint64 step, double value)
{
  WeftCommand *command = new_command (WEFT_COMMAND_BEST);

  command->step = step;
  command->number = value;
  send (trainer, command);
}

void
weft_trainer_renew_schedule (WeftTrainer *trainer)
{
  send (trainer, new_command (WEFT_COMMAND_RENEW));
}

void
weft_trainer_run (WeftTrainer *trainer, const WeftLimits *limits)
{
  WeftCommand *command = new_command (WEFT_COMMAND_RUN);

  if (limits != NULL)
    command->limits = *limits;
  send (trainer, command);
}

void
weft_trainer_pause (WeftTrainer *trainer)
{
  send (trainer, new_command (WEFT_COMMAND_PAUSE));
}

void
weft_trainer_step (WeftTrainer *trainer, WeftStepUnit unit)
{
  WeftCommand *command = new_command (WEFT_COMMAND_STEP);

  command->unit = unit;
  send (trainer, command);
}

static void
send_number (WeftTrainer *trainer, WeftCommandKind kind, double number)
{
  WeftCommand *command = new_command (kind);

  command->number = number;
  send (trainer, command);
}

void
weft_trainer_set_earlier (WeftTrainer *trainer, double seconds)
{
  send_number (trainer, WEFT_COMMAND_EARLIER, seconds);
}

void
weft_trainer_set_speed (WeftTrainer *trainer, double steps_per_second)
{
  send_number (trainer, WEFT_COMMAND_SPEED, steps_per_second);
}

void
weft_trainer_set_rate (WeftTrainer *trainer, double rate)
{
  send_number (trainer, WEFT_COMMAND_RATE, rate);
}

void
weft_trainer_swap (WeftTrainer *trainer, WeftModel *model)
{
  WeftCommand *command = new_command (WEFT_COMMAND_SWAP);

  command->model = weft_model_ref (model);
  send (trainer, command);
}

void
weft_trainer_watch (WeftTrainer *trainer, const WeftWatch *watch)
{
  WeftCommand *command = new_command (WEFT_COMMAND_WATCH);

  command->watch = *watch;
  send (trainer, command);
}

void
weft_trainer_write_frame (WeftTrainer *trainer)
{
  send (trainer, new_command (WEFT_COMMAND_FRAME));
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

/* Answers to questions that were given up are passed over. */
static WeftReply *
ask (WeftTrainer *trainer, WeftCommandKind kind, gint64 until)
{
  WeftCommand *command = new_command (kind);
  WeftReply *reply;

  command->ticket = ++trainer->ticket;
  send (trainer, command);
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
  WeftReply *reply = ask (trainer, WEFT_COMMAND_WAIT, until);

  if (reply == NULL)
    return FALSE;
  weft_reply_free (reply);
  return TRUE;
}

WeftState *
weft_trainer_dup_state (WeftTrainer *trainer)
{
  WeftReply *reply = ask (trainer, WEFT_COMMAND_DUP_STATE, -1);
  WeftState *state = g_steal_pointer (&reply->state);

  weft_reply_free (reply);
  return state;
}
