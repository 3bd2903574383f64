/* commands: what the trainer is told, one handler each, between two steps */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/inside.h"
#include "engine/train/learner.h"
#include "engine/train/past/way-states.h"

#include <math.h>

void
weft_command_free (WeftCommand *command)
{
  g_clear_pointer (&command->model, weft_model_unref);
  g_clear_pointer (&command->state, weft_state_free);
  g_clear_pointer (&command->entry, weft_journal_entry_free);
  g_clear_pointer (&command->question, weft_question_unref);
  g_clear_pointer (&command->taps, g_array_unref);
  g_clear_pointer (&command->way, weft_way_states_free);
  g_free (command->name);
  g_free (command);
}

void
weft_reply_free (WeftReply *reply)
{
  g_clear_pointer (&reply->state, weft_state_free);
  g_clear_pointer (&reply->tensor, weft_tensor_unref);
  g_clear_pointer (&reply->way, weft_way_states_free);
  g_clear_error (&reply->error);
  g_free (reply);
}

/* What went before is sent off as at a pause. */
static void
close_run (WeftLearner *learner)
{
  if (learner->model == NULL)
    return;
  weft_learner_leave_step (learner);
  weft_outlets_emit_open (&learner->out);
  weft_outlets_flush (&learner->out);
  weft_learner_write_close (learner, FALSE);
}

static void
note_end (WeftLearner *learner)
{
  learner->stop_epoch = learner->channels->options.epoch != NULL ? 0 : learner->clock.end_epoch;
}

static void
set_round (WeftLearner *learner)
{
  weft_clock_set_round (&learner->clock, learner->state->epoch,
                        MAX (1, learner->model->training.epochs));
  note_end (learner);
}

static void
begin_run (WeftLearner *learner, const WeftCommand *command, gint64 from)
{
  learner->out.has_sink = command->has_sink;
  learner->out.sink = command->sink;
  if (command->has_sink)
    weft_notes_load (&learner->notes, command->state, command->seed, from);
  weft_taps_forget (&learner->taps);
  weft_clock_reset (&learner->clock);
  weft_lesson_forget_losses (&learner->lesson);
  learner->frames.next_key = learner->frames.next_best = 0;
  weft_learner_begin_way (learner);
  learner->frames.sent_step = -1;
  learner->looks.seen_step = -1;
  learner->lesson.epoch_ended = FALSE;
}

static gboolean
is_same_run (const WeftLearner *learner, const WeftCommand *command)
{
  return learner->model != NULL && learner->out.has_sink && command->has_sink
         && learner->out.sink.user == command->sink.user;
}

void
weft_command_load (WeftLearner *learner, WeftCommand *command)
{
  g_autoptr (GError) error = NULL;
  gint64 from;

  close_run (learner);
  from = is_same_run (learner, command) ? learner->state->step : -1;
  weft_learner_unload (learner);
  begin_run (learner, command, from);
  weft_learner_set_phase (learner, WEFT_TRAINER_PREPARING);
  weft_learner_take_model (learner, g_steal_pointer (&command->model));
  learner->state = g_steal_pointer (&command->state);
  if (weft_learner_prepare (learner, command->seed, &error))
    {
      learner->frames.closed_step = learner->state->step;
      weft_learner_set_phase (learner, WEFT_TRAINER_PAUSED);
      return;
    }
  weft_learner_unload (learner);
  weft_learner_fail (learner, 0, error->message);
}

void
weft_command_set_best (WeftLearner *learner, WeftCommand *command)
{
  if (learner->model == NULL
      || !weft_series_is_better (weft_model_get_best_series (learner->model), command->number,
                                 learner->frames.best_value))
    return;
  learner->frames.best_step = command->step;
  learner->frames.best_value = command->number;
}

void
weft_command_set_earlier (WeftLearner *learner, WeftCommand *command)
{
  if (learner->model != NULL)
    learner->clock.earlier = MAX (0.0, command->number);
}

void
weft_command_set_parent (WeftLearner *learner, WeftCommand *command)
{
  if (learner->model != NULL && learner->notes.begins)
    learner->notes.parent = command->run;
}

void
weft_command_renew_schedule (WeftLearner *learner, WeftCommand *command)
{
  if (learner->model == NULL || !isnan (learner->lesson.hand_rate)
      || !weft_model_is_schedule_over (learner->model, learner->state))
    return;
  weft_learner_leave_step (learner);
  if (!weft_model_renew_schedule (learner->model, learner->state))
    return;
  weft_lesson_choose_rates (&learner->lesson);
  weft_learner_note (learner, "restart", NULL);
}

static void
mark_changes (WeftLearner *learner)
{
  static const guint32 series[WEFT_N_MARKS]
      = { [WEFT_MARK_DATA] = WEFT_SERIES_DATA, [WEFT_MARK_LOSS] = WEFT_SERIES_LOSS };

  for (int i = 0; i < WEFT_N_MARKS; i++)
    {
      if (learner->marks[i])
        weft_outlets_emit (&learner->out, series[i], learner->state->step, 1);
      learner->marks[i] = FALSE;
    }
}

static void
start (WeftLearner *learner, WeftTrainerState phase)
{
  gint64 now = g_get_monotonic_time ();

  if (!weft_learner_is_busy (learner))
    {
      learner->taps.stop = (WeftStop){ 0 };
      mark_changes (learner);
      weft_learner_note_beginning (learner);
      weft_learner_clear_stash (learner); /* what it learns now, no undo brings back */
      weft_clock_start (&learner->clock, now);
      learner->copies.next_copy = 0;
      weft_frames_start (&learner->frames, now);
    }
  weft_learner_set_phase (learner, phase);
}

void
weft_command_run (WeftLearner *learner, WeftCommand *command)
{
  const WeftLimits *limits = &command->limits;

  if (learner->model == NULL)
    return;
  weft_clock_set_end (&learner->clock,
                      limits->steps > 0 ? learner->state->step + limits->steps : G_MAXINT64,
                      limits->epochs > 0 ? learner->state->epoch + limits->epochs : G_MAXINT64,
                      limits->seconds > 0 ? learner->clock.seconds + limits->seconds : HUGE_VAL);
  learner->clock.outlasts_schedule = limits->outlasts_schedule;
  note_end (learner);
  if (limits->is_round)
    set_round (learner);
  learner->looks.began = learner->state->step;
  learner->looks.stride = 0; /* how often it is validated depends on where it ends */
  weft_learner_plan_validation (learner);
  start (learner, WEFT_TRAINER_RUNNING);
}

void
weft_command_pause (WeftLearner *learner, WeftCommand *command)
{
  weft_slot_take (learner->channels->halt);
  if (weft_learner_is_busy (learner))
    weft_learner_set_phase (learner, WEFT_TRAINER_PAUSED);
}

void
weft_learner_step_alone (WeftLearner *learner, guint lane)
{
  learner->lesson.run.alone
      = lane < weft_recipe_count_lanes (learner->model->recipe) ? lane + 1 : 0;
}

void
weft_command_step_alone (WeftLearner *learner, WeftCommand *command)
{
  if (learner->model == NULL)
    return;
  weft_learner_leave_step (learner);
  weft_command_step (learner, command);
  weft_learner_step_alone (learner, command->lane);
}

void
weft_command_step (WeftLearner *learner, WeftCommand *command)
{
  gboolean epoch = command->unit == WEFT_STEP_EPOCH;

  if (learner->model == NULL
      || (command->unit >= WEFT_STEP_OP && weft_learner_step_op (learner, command->unit)))
    return;
  weft_clock_set_end (&learner->clock, epoch ? G_MAXINT64 : learner->state->step + 1,
                      epoch ? learner->state->epoch + 1 : G_MAXINT64, HUGE_VAL);
  note_end (learner);
  start (learner, WEFT_TRAINER_STEPPING);
}

void
weft_command_set_speed (WeftLearner *learner, WeftCommand *command)
{
  weft_clock_set_speed (&learner->clock, command->number);
}

void
weft_command_set_rate (WeftLearner *learner, WeftCommand *command)
{
  if (learner->model == NULL)
    return;
  weft_learner_leave_step (learner);
  learner->lesson.hand_rate = command->number;
  weft_lesson_choose_rates (&learner->lesson);
  weft_learner_note (learner, "rate", NULL);
}

/* The old model stays when there is no memory for the new one; with none for either, nothing. What
 * the optimiser kept may be lost: the run goes on from that. */
static void
swap_failed (WeftLearner *learner, WeftModel *old, const char *message)
{
  weft_learner_take_model (learner, old);
  if (weft_learner_prepare (learner, 0, NULL))
    {
      weft_notes_load (&learner->notes, learner->state, learner->state->seed, learner->state->step);
      weft_learner_write_close (learner, TRUE);
    }
  else
    weft_learner_unload (learner);
  weft_learner_fail (learner, 0, message);
}

gboolean
weft_learner_exchange (WeftLearner *learner, WeftModel *model, WeftExchange *exchange,
                       GError **error)
{
  g_autoptr (WeftModel) old = weft_model_ref (learner->model);
  const WeftSurgery surgery = { exchange->rule, old->graph, model->graph, exchange->anew };

  weft_learner_take_model (learner, model);
  exchange->has_same_batches = learner->batches != NULL;
  exchange->is_back = exchange->wants_back && weft_learner_unstash (learner);
  if (!weft_learner_prepare_by (learner, 0, &surgery, error))
    return FALSE;
  if (exchange->rule >= WEFT_SURGERY_FITS_NORMS && !exchange->is_back)
    weft_learner_fit_norms (learner, old->graph);
  return TRUE;
}

/* loss: before; NaN: not known. */
static void
note_swap (WeftLearner *learner, const WeftExchange *exchange, gboolean is_stashed, double loss)
{
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);
  gboolean is_alike = exchange->has_same_batches && !learner->marks[WEFT_MARK_LOSS];
  double after = isfinite (loss) && is_alike ? weft_learner_find_loss (learner) : NAN;

  g_variant_dict_insert (&payload, "stashed", "b", is_stashed);
  g_variant_dict_insert (&payload, "back", "b", exchange->is_back);
  g_variant_dict_insert (&payload, "rule", "u", exchange->rule);
  if (exchange->anew->len > 0)
    g_variant_dict_insert_value (&payload, "anew",
                                 g_variant_new_fixed_array (G_VARIANT_TYPE_INT64,
                                                            exchange->anew->data,
                                                            exchange->anew->len, sizeof (gint64)));
  if (isfinite (after))
    g_variant_dict_insert (&payload, "loss", "(dd)", loss, after);
  weft_learner_note (learner, "swap", &payload);
}

void
weft_command_swap (WeftLearner *learner, WeftCommand *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) old = NULL;
  WeftTrainerState phase = learner->phase;
  gboolean was_busy = weft_learner_is_busy (learner), is_stashed;
  g_autoptr (GArray) anew = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftExchange exchange = { .rule = WEFT_SURGERY_NEWEST, .wants_back = !was_busy, .anew = anew };
  double loss;

  if (learner->model == NULL)
    return;
  weft_learner_leave_step (learner);
  weft_learner_note_beginning (learner); /* with the graph that it was loaded with */
  loss = weft_learner_find_loss (learner);
  is_stashed = weft_learner_stash (learner);
  old = weft_model_ref (learner->model);
  weft_outlets_emit_open (&learner->out);
  if (learner->frames.best_waits)
    weft_learner_write_close (learner, FALSE);
  weft_learner_set_phase (learner, WEFT_TRAINER_PREPARING);
  if (!weft_learner_exchange (learner, g_steal_pointer (&command->model), &exchange, &error))
    {
      swap_failed (learner, g_steal_pointer (&old), error->message);
      return;
    }
  if (learner->clock.is_round)
    set_round (learner);
  note_swap (learner, &exchange, is_stashed, loss);
  if (was_busy)
    mark_changes (learner);
  if (!exchange.is_back)
    weft_command_renew_schedule (learner, NULL); /* what is new has to learn */
  weft_learner_set_phase (learner, phase == WEFT_TRAINER_FAILED ? WEFT_TRAINER_PAUSED : phase);
}

void
weft_command_watch (WeftLearner *learner, WeftCommand *command)
{
  learner->looks.watch = command->watch;
  learner->looks.watch_changed = TRUE;
}

void
weft_command_question (WeftLearner *learner, WeftCommand *command)
{
  weft_looks_ask (&learner->looks, g_steal_pointer (&command->question));
}

void
weft_command_write_frame (WeftLearner *learner, WeftCommand *command)
{
  if (learner->model == NULL || learner->phase == WEFT_TRAINER_FAILED)
    return;
  weft_learner_leave_step (learner);
  weft_learner_write_close (learner, TRUE);
}

void
weft_command_wait (WeftLearner *learner, WeftCommand *command)
{
  g_array_append_val (learner->waiting, command->ticket);
  learner->is_urgent |= command->is_urgent;
}

void
weft_command_dup_state (WeftLearner *learner, WeftCommand *command)
{
  WeftReply *reply = g_new0 (WeftReply, 1);

  reply->ticket = command->ticket;
  if (learner->state != NULL)
    reply->state = weft_lesson_dup_state (&learner->lesson);
  weft_mailbox_send (learner->channels->replies, reply);
}

void
weft_command_take_way (WeftLearner *learner, WeftCommand *command)
{
  WeftReply *reply = g_new0 (WeftReply, 1);

  reply->ticket = command->ticket;
  reply->way = g_steal_pointer (&learner->frames.way);
  weft_mailbox_send (learner->channels->replies, reply);
}

void
weft_command_give_way (WeftLearner *learner, WeftCommand *command)
{
  if (command->way->run != learner->frames.loads)
    return;
  g_clear_pointer (&learner->frames.way, weft_way_states_free);
  learner->frames.way = g_steal_pointer (&command->way);
}

void
weft_command_quit (WeftLearner *learner, WeftCommand *command)
{
  weft_learner_set_phase (learner, WEFT_TRAINER_STOPPING);
  close_run (learner);
  learner->quits = TRUE;
}

void
weft_learner_obey (WeftLearner *learner, WeftCommand *command)
{
  command->handler (learner, command);
  weft_command_free (command);
  learner->obeyed++;
  if (!weft_learner_is_busy (learner))
    weft_learner_settle (learner);
}
