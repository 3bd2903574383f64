/* run: a session's run: begun, gone on with, put back to its best, begun anew */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/session/runs.h"
#include "app/session/session-private.h"
#include "app/session/weights.h"
#include "engine/graph/difference.h"
#include "engine/train/model/average.h"

#define GESTURE_PAUSE (2 * G_USEC_PER_SEC)

/* --- from the file --- */

static void
restore_curves (WeftSession *session, gint64 last_step)
{
  g_autoptr (GArray) samples = weft_store_load_samples (session->store, session->run);

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);

      if (sample->first <= last_step)
        weft_live_push_samples (session->live, sample, 1);
    }
  weft_marks_restore (session->marks, session->store, session->run, last_step);
}

static guint64
get_run_seed (WeftSession *session, gint64 id)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (session->store);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    if (((const WeftRunInfo *) g_ptr_array_index (runs, i))->id == id)
      return ((const WeftRunInfo *) g_ptr_array_index (runs, i))->seed;
  return session->seed;
}

/* The run that there is goes on from a state, taken, of its own. */
static void
go_on_from (WeftSession *session, WeftState *state)
{
  WeftSink sink
      = weft_marks_tap (session->marks, weft_store_get_sink (session->store, session->run));
  gint64 at = state->step;

  g_clear_pointer (&session->best, weft_state_free); /* that step may be made otherwise */
  weft_trainer_load (session->trainer, session->model, state, session->seed, &sink);
  weft_runs_restore_past (session->store, session->run, at, session->model, session->trainer);
}

gboolean
weft_session_restore_run (WeftSession *session)
{
  gint64 id = weft_runs_find_newest (session->store);
  WeftState *state;

  if (id == 0 || session->model == NULL)
    return FALSE;
  state = weft_store_load_state (session->store, id, -1, NULL);
  if (state == NULL)
    return FALSE;
  session->run = id;
  session->dropped = weft_model_tell_dropped (session->model, state);
  session->seed = get_run_seed (session, id);
  restore_curves (session, state->step);
  go_on_from (session, state);
  return TRUE;
}

const char *
weft_session_tell_dropped (WeftSession *session)
{
  return session->dropped;
}

void
weft_session_load_untrained (WeftSession *session)
{
  if (session->model != NULL)
    weft_trainer_load (session->trainer, session->model, NULL, session->seed, NULL);
}

void
weft_session_forget_before (WeftSession *session)
{
  g_clear_pointer (&session->before, weft_state_free);
  weft_live_set_taken (session->live, -1, NULL, NULL);
}

/* --- by hand --- */

/* Begins a run in the file unless one is going on. */
static gboolean
ensure_run (WeftSession *session)
{
  WeftSink sink;

  weft_session_come_back (session);
  weft_session_finish_swap (session);
  weft_session_forget_before (session);
  if (session->model == NULL)
    return FALSE;
  if (session->run > 0)
    return TRUE;
  session->run = weft_store_begin_run (session->store, session->seed, NULL, NULL);
  sink = weft_marks_tap (session->marks, weft_store_get_sink (session->store, session->run));
  weft_trainer_load (session->trainer, session->model, NULL, session->seed,
                     session->run > 0 ? &sink : NULL);
  return TRUE;
}

void
weft_session_train (WeftSession *session)
{
  session->is_edited = TRUE;
  if (!ensure_run (session))
    return;
  weft_trainer_renew_schedule (session->trainer);
  weft_trainer_run (session->trainer, &(WeftLimits){ .is_round = TRUE });
}

void
weft_session_pause (WeftSession *session)
{
  weft_trainer_pause (session->trainer);
}

/* At an earlier step: on to the next, as it was. */
static void
step_in_past (WeftSession *session, WeftStepUnit unit)
{
  const WeftStatus *status = weft_live_get_status (session->live);
  gint64 step = weft_visit_get_wanted (session->visit);
  gint64 per_epoch = MAX (status->steps_per_epoch, 1);

  weft_session_look_at (
      session, unit == WEFT_STEP_EPOCH ? (step / per_epoch + 1) * per_epoch : step + 1, NULL);
}

void
weft_session_step (WeftSession *session, WeftStepUnit unit)
{
  if (session->visit != NULL)
    {
      step_in_past (session, unit);
      return;
    }
  session->is_edited = TRUE;
  if (!ensure_run (session))
    return;
  weft_trainer_renew_schedule (session->trainer);
  weft_trainer_step (session->trainer, unit);
}

void
weft_session_step_alone (WeftSession *session, guint lane)
{
  session->is_edited = TRUE;
  if (!ensure_run (session))
    return;
  weft_trainer_renew_schedule (session->trainer);
  weft_trainer_step_alone (session->trainer, lane);
}

void
weft_session_start_over (WeftSession *session, gboolean new_seed)
{
  gboolean was_training = weft_live_is_training (session->live);

  weft_session_come_back (session);
  session->is_edited = TRUE;
  weft_session_finish_swap (session);
  weft_trainer_pause (session->trainer);
  weft_session_forget_before (session);
  weft_live_clear_series (session->live);
  weft_live_set_snapshot (session->live, NULL);
  session->run = 0;
  session->seed = new_seed ? g_random_int () >> 1 : session->seed;
  weft_session_load_untrained (session);
  if (was_training)
    weft_session_train (session);
}

/* Takes state; the file's last checkpoint is then of it. */
static void
replace_state (WeftSession *session, WeftState *state)
{
  weft_marks_take (session->marks); /* what was done before still counts */
  go_on_from (session, state);
  weft_trainer_write_frame (session->trainer);
}

gboolean
weft_session_take_best (WeftSession *session, GError **error)
{
  WeftState *best;

  weft_session_come_back (session);
  session->is_edited = TRUE;
  weft_session_finish_swap (session);
  if (session->run == 0 || session->model == NULL)
    return FALSE;
  weft_trainer_halt (session->trainer); /* a step, and the best is on its way to the file */
  if (!weft_store_flush (session->store, error))
    return FALSE;
  best = weft_store_load_state (session->store, session->run, -2, error);
  if (best == NULL)
    return FALSE;
  weft_session_forget_before (session);
  session->before = weft_trainer_dup_state (session->trainer);
  weft_live_set_taken (session->live, best->step, NULL, NULL);
  replace_state (session, best);
  return TRUE;
}

WeftState *
weft_session_load_best (WeftSession *session, GError **error)
{
  WeftStatus status;

  if (session->run == 0)
    return NULL;
  weft_trainer_get_status (session->trainer, &status);
  if (session->best == NULL || session->best_run != session->run
      || session->best->step != status.best_step)
    {
      g_clear_pointer (&session->best, weft_state_free);
      session->best_run = session->run;
      if (weft_store_flush (session->store, error))
        session->best = weft_store_load_state (session->store, session->run, -2, error);
    }
  return session->best != NULL ? weft_state_dup (session->best, error) : NULL;
}

/* prefix: as weft_weights_take has it. */
static gboolean
take_weights (WeftSession *session, const char *prefix, const char *path, GError **error)
{
  g_auto (WeftWeightsTaken) taken = { 0 };
  g_autoptr (WeftState) before = NULL, state = NULL;
  g_autofree char *words = NULL;

  weft_session_come_back (session);
  weft_session_finish_swap (session);
  weft_trainer_halt (session->trainer);
  before = session->model != NULL ? weft_trainer_dup_state (session->trainer) : NULL;
  if (before == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("Something does not fit yet, so there are no weights to be taken "
                              "in place of."));
      return FALSE;
    }
  state = weft_state_dup (before, error);
  if (state == NULL
      || !weft_weights_take (state, session->model->graph, prefix, path, &taken, error))
    return FALSE;
  weft_average_forget (session->model->training.ema_decay, state);
  session->is_edited = TRUE;
  words = weft_graft_dup_words (&taken.graft);
  ensure_run (session);
  session->before = g_steal_pointer (&before);
  weft_live_set_taken (session->live, state->step, words, taken.rows);
  weft_marks_take (session->marks);
  go_on_from (session, g_steal_pointer (&state));
  return weft_runs_keep_first (session->store, session->trainer, error);
}

gboolean
weft_session_dup_learnt (WeftSession *session, WeftModel **model, WeftState **state, GError **error)
{
  if (session->visit != NULL)
    {
      *state = weft_visit_dup_state (session->visit, error);
      *model = *state != NULL ? weft_model_ref (weft_visit_get_model (session->visit)) : NULL;
      return *state != NULL;
    }
  weft_session_finish_swap (session);
  if (session->model != NULL && weft_live_get_report (session->live)->can_train)
    *state = weft_trainer_dup_state (session->trainer);
  if (*state != NULL)
    {
      *model = weft_model_ref (session->model);
      return TRUE;
    }
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("Something does not fit yet, so there are no weights to be exported."));
  return FALSE;
}

gboolean
weft_session_take_weights (WeftSession *session, const char *path, GError **error)
{
  return take_weights (session, "", path, error);
}

gboolean
weft_session_bring_network (WeftSession *session, const char *path, GError **error)
{
  g_autoptr (WeftEdit) edit = NULL;

  weft_session_come_back (session);
  edit = weft_weights_dup_bringing (session->graph, path, error);
  return edit != NULL && weft_history_do (session->history, edit, 0, error)
         && take_weights (session, WEFT_BROUGHT, path, error);
}

void
weft_session_untake_best (WeftSession *session)
{
  WeftState *before = g_steal_pointer (&session->before);

  weft_session_come_back (session);
  session->is_edited = TRUE;
  weft_session_forget_before (session);
  if (before == NULL)
    return;
  weft_trainer_halt (session->trainer);
  replace_state (session, before);
}

/* --- back to another run --- */

/* Its curves and its newest weights; takes state. */
static void
take_run (WeftSession *session, gint64 run, WeftState *state)
{
  session->run = run;
  weft_runs_set_racing (session->store, run, FALSE);
  session->seed = get_run_seed (session, run);
  weft_live_clear_series (session->live);
  weft_live_set_snapshot (session->live, NULL);
  restore_curves (session, state->step);
  go_on_from (session, state);
}

/* All that the run at hand has is in the file. */
static gboolean
settle_run (WeftSession *session, GError **error)
{
  weft_session_come_back (session);
  weft_session_finish_swap (session);
  weft_trainer_halt (session->trainer);
  return weft_store_flush (session->store, error);
}

/* The trainer lets go of the run at hand, its newest state written. edit: nullable. */
static gboolean
take_graph (WeftSession *session, WeftEdit *edit, GError **error)
{
  weft_session_forget_before (session);
  session->run = 0;
  weft_session_load_untrained (session);
  if (edit != NULL && !weft_history_do (session->history, edit, 0, error))
    return FALSE;
  weft_session_finish_swap (session);
  return TRUE;
}

gboolean
weft_session_go_back (WeftSession *session, gint64 run, GError **error)
{
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEdit) edit = NULL;
  g_autoptr (GError) cause = NULL;

  if (!settle_run (session, error))
    return FALSE;
  graph = weft_store_load_run_graph (session->store, run, error);
  state = graph != NULL ? weft_store_load_state (session->store, run, -1, error) : NULL;
  if (state == NULL)
    return FALSE;
  session->is_edited = TRUE;
  edit = weft_graph_dup_edit_to (session->graph, graph, N_ ("Go back to a run"), &cause);
  if (cause != NULL || !take_graph (session, edit, &cause))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (session->model != NULL)
    take_run (session, run, g_steal_pointer (&state));
  return TRUE;
}

/* It has a state in the file before anything is done to it: there its journal says whose it is. */
static gboolean
begin_fork (WeftSession *session, gint64 parent, WeftState *state, GError **error)
{
  WeftSink sink;

  session->seed = state->seed;
  session->run = weft_store_begin_run (session->store, session->seed, NULL, error);
  if (session->run <= 0)
    {
      weft_state_free (state);
      session->run = 0;
      return FALSE;
    }
  weft_live_clear_series (session->live);
  weft_live_set_snapshot (session->live, NULL);
  sink = weft_marks_tap (session->marks, weft_store_get_sink (session->store, session->run));
  weft_trainer_load (session->trainer, session->model, state, session->seed, &sink);
  weft_trainer_set_parent (session->trainer, parent);
  return weft_runs_keep_first (session->store, session->trainer, error);
}

gboolean
weft_session_begin_branch (WeftSession *session, WeftState *state, WeftGraph *graph, GError **error)
{
  g_autoptr (WeftState) held = state;
  g_autoptr (WeftEdit) edit = NULL;
  g_autoptr (GError) cause = NULL;
  gint64 parent = session->run;

  if (!settle_run (session, error))
    return FALSE;
  session->is_edited = TRUE;
  edit = weft_graph_dup_edit_to (session->graph, graph, N_ ("Branch"), &cause);
  if (cause != NULL || !take_graph (session, edit, &cause))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  return session->model != NULL && begin_fork (session, parent, g_steal_pointer (&held), error);
}

void
weft_session_set_speed (WeftSession *session, double steps_per_second)
{
  weft_trainer_set_speed (session->trainer, steps_per_second);
}

/* Changes that follow each other quickly are one gesture, and one undo. */
void
weft_session_set_rate (WeftSession *session, double rate)
{
  g_autoptr (WeftEdit) edit = weft_edit_set_training ("lr", g_variant_new_double (rate));
  gint64 now = g_get_monotonic_time ();

  if (session->rate_gesture == 0 || now - session->rate_changed > GESTURE_PAUSE)
    session->rate_gesture = weft_history_new_gesture (session->history);
  session->rate_changed = now;
  if (weft_history_do (session->history, edit, session->rate_gesture, NULL))
    weft_trainer_set_rate (session->trainer, rate);
}

void
weft_session_set_number (WeftSession *session, gint64 node, const char *name, gsize offset,
                         float number)
{
  if (session->visit != NULL)
    return;
  session->is_edited = TRUE;
  if (ensure_run (session))
    weft_trainer_set_number (session->trainer, node, name, offset, number);
}

gboolean
weft_session_write_step (WeftSession *session, WeftStepPlace place, gsize offset, float number,
                         GError **error)
{
  if (session->visit != NULL || !ensure_run (session))
    return TRUE;
  session->is_edited = TRUE;
  return weft_trainer_write (session->trainer, place, offset, number, error);
}

void
weft_session_watch (WeftSession *session, const WeftWatch *watch)
{
  session->watch = *watch;
  if (session->visit != NULL)
    weft_visit_watch (session->visit, watch);
  else
    weft_trainer_watch (session->trainer, watch);
}

void
weft_session_ask (WeftSession *session, WeftQuestion *question)
{
  if (question != NULL)
    weft_question_ref (question);
  g_clear_pointer (&session->question, weft_question_unref);
  session->question = question;
  if (session->visit != NULL)
    weft_visit_ask (session->visit, question);
  else
    weft_trainer_ask (session->trainer, question);
}
