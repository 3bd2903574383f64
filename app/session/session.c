/* session: one open project: its file, graph, history and trainer, behind one window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/session-private.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <utime.h>

#include "app/user/files.h"
#include "app/user/paths.h"
#include "projects/gallery/gallery.h"

#define SWAP_DELAY 120 /* ms: a gesture's edits reach the trainer together */
#define READ_EVERY (G_USEC_PER_SEC / 10)

/* --- what the trainer tells --- */

static void
wake_cb (gpointer user)
{
  g_source_set_ready_time (user, 0);
}

/* Within a step: what its last op was given and made. */
static void
take_sight (WeftSession *session, const WeftStatus *status)
{
  g_autoptr (WeftStepSight) sight = weft_trainer_take_sight (session->trainer);

  if (!status->is_inside || session->visit != NULL)
    weft_live_set_sight (session->live, NULL);
  else if (sight != NULL)
    weft_live_set_sight (session->live, g_steal_pointer (&sight));
}

/* At most ten times a second, so that all that is new is drawn in one frame, and the processor that
 * the trainer is on is left to it. Until it reads, the trainer does not wake it again. */
static gboolean
read_cb (gpointer user)
{
  WeftSession *session = user;
  WeftSample samples[512];
  WeftSnapshot *snapshot;
  WeftStatus status;
  gint64 now = g_get_monotonic_time ();
  guint n;

  g_source_set_ready_time (session->wake, now < session->next_read ? session->next_read : -1);
  if (now < session->next_read)
    return G_SOURCE_CONTINUE;
  session->next_read = now + READ_EVERY;
  weft_trainer_begin_read (session->trainer);
  while ((n = weft_trainer_read_samples (session->trainer, samples, G_N_ELEMENTS (samples))) > 0)
    weft_live_push_samples (session->live, samples, n);
  snapshot = weft_trainer_take_snapshot (session->trainer);
  if (snapshot != NULL && session->visit != NULL)
    weft_snapshot_unref (snapshot);
  else if (snapshot != NULL)
    weft_live_set_snapshot (session->live, snapshot);
  weft_marks_take (session->marks);
  weft_trainer_get_status (session->trainer, &status);
  if (session->visit == NULL)
    weft_live_set_status (session->live, &status);
  take_sight (session, &status);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_cb (GSource *source, GSourceFunc callback, gpointer user)
{
  return callback (user);
}

static GSourceFuncs wake_funcs = { .dispatch = dispatch_cb };

static void
start_trainer (WeftSession *session)
{
  session->wake = g_source_new (&wake_funcs, sizeof (GSource));
  g_source_set_callback (session->wake, read_cb, session, NULL);
  g_source_attach (session->wake, NULL);
  session->trainer = weft_trainer_new (&(WeftTrainerOptions){ .level = -1,
                                                              .polite = TRUE,
                                                              .wake = wake_cb,
                                                              .wake_user = session->wake,
                                                              .way_room = weft_visit_get_room () });
}

void
weft_session_set_say (WeftSession *session, WeftSessionSayFunc func, gpointer user)
{
  weft_marks_set_say (session->marks, func, user);
}

/* --- the graph's way to the trainer --- */

static void
take_model (WeftSession *session, WeftModel *model)
{
  g_clear_pointer (&session->model, weft_model_unref);
  session->model = model;
  weft_live_set_model (session->live, model);
}

/* Of the graph as it is; nullable. */
static WeftModel *
make_model (WeftSession *session)
{
  if (session->checked != NULL)
    return g_steal_pointer (&session->checked);
  return weft_model_new (session->graph, weft_library_get_catalog (session->library), NULL);
}

static gboolean
swap_cb (gpointer user)
{
  WeftSession *session = user;
  WeftModel *model;

  session->swap_timeout = 0;
  if (session->making != NULL || session->checking != NULL)
    return G_SOURCE_REMOVE;
  weft_session_forget_before (session);
  model = make_model (session);
  if (model == NULL)
    return G_SOURCE_REMOVE;
  take_model (session, model);
  if (session->run > 0)
    weft_trainer_swap (session->trainer, model);
  else
    weft_trainer_load (session->trainer, model, NULL, session->seed, NULL);
  return G_SOURCE_REMOVE;
}

static void
swap_soon (WeftSession *session)
{
  if (session->visit == NULL && session->swap_timeout == 0
      && weft_live_get_report (session->live)->can_train)
    session->swap_timeout = g_timeout_add (SWAP_DELAY, swap_cb, session);
}

static void
check (WeftSession *session)
{
  g_clear_pointer (&session->checking, weft_checking_cancel);
  weft_live_set_report (session->live,
                        weft_check (session->graph, weft_library_get_catalog (session->library)));
}

static void check_in_thread (WeftSession *session);

/* Of a network that was edited meanwhile what is known is newer than what is shown. */
static void
checked_cb (WeftReport *report, WeftModel *model, gpointer user)
{
  WeftSession *session = user;
  gboolean is_newest = report->revision == weft_graph_get_revision (session->graph);
  WeftReport *before = weft_report_ref (weft_live_get_report (session->live));

  session->checking = NULL;
  weft_live_set_report (session->live, report);
  weft_checking_forget (before, is_newest ? NULL : model);
  if (!is_newest)
    {
      check_in_thread (session);
      return;
    }
  session->checked = model;
  swap_soon (session);
}

static void
check_in_thread (WeftSession *session)
{
  if (session->checking == NULL)
    session->checking = weft_checking_begin (
        session->graph, weft_library_get_catalog (session->library), checked_cb, session);
}

static void
follow (WeftSession *session)
{
  if (session->checked != NULL)
    weft_checking_forget (NULL, g_steal_pointer (&session->checked));
  if (weft_checking_is_due (session->graph, weft_library_get_catalog (session->library)))
    {
      check_in_thread (session);
      return;
    }
  check (session);
  swap_soon (session);
}

static gboolean
are_same_taps (const GArray *a, const GArray *b)
{
  return a != NULL && a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (WeftTap)) == 0;
}

/* Of the document, whatever is looked at. */
static void
listen (WeftSession *session)
{
  g_autoptr (GArray) taps = session->visit == NULL ? weft_taps_list (session->graph) : NULL;

  if (taps == NULL || are_same_taps (session->taps, taps)
      || (session->taps == NULL && taps->len == 0))
    return;
  weft_trainer_set_taps (session->trainer, taps);
  g_clear_pointer (&session->taps, g_array_unref);
  session->taps = g_steal_pointer (&taps);
}

static void
graph_changed_cb (WeftGraph *graph, WeftEdit *edit, WeftSession *session)
{
  const WeftReport *report = weft_live_get_report (session->live);

  if (session->visit == NULL)
    session->is_edited = TRUE;
  listen (session);
  if (report != NULL && report->revision == weft_graph_get_revision (graph))
    return; /* only looks changed */
  follow (session);
}

/* --- sets that take long to be made --- */

static void later_cb (gpointer user, GVariant *params, int batch_size, guint64 seed);

void
weft_session_make_later (WeftSession *session, gboolean later)
{
  weft_catalog_set_later (weft_library_get_catalog (session->library), later ? later_cb : NULL,
                          session);
}

/* What cannot be made is tried once more at once, for the error to be said. */
static void
made_cb (WeftDataset *dataset, const GError *error, gpointer user)
{
  WeftSession *session = user;

  session->making = NULL;
  weft_session_make_later (session, dataset != NULL);
  follow (session);
  weft_session_make_later (session, TRUE);
}

/* The one that was asked for last is what somebody waits for. */
static void
later_cb (gpointer user, GVariant *params, int batch_size, guint64 seed)
{
  WeftSession *session = user;

  if (session->making != NULL && weft_set_making_is_of (session->making, params, batch_size, seed))
    return;
  g_clear_pointer (&session->making, weft_set_making_cancel);
  session->making = weft_set_making_begin (weft_library_get_catalog (session->library), params,
                                           batch_size, seed, made_cb, session);
}

/* Somebody waits for the trainer: at once. */
static void
finish_making (WeftSession *session)
{
  weft_set_making_cancel (session->making);
  made_cb (NULL, NULL, session);
}

void
weft_session_finish_swap (WeftSession *session)
{
  if (session->making != NULL)
    finish_making (session);
  if (session->checking != NULL)
    {
      check (session);
      swap_soon (session);
    }
  if (session->swap_timeout == 0)
    return;
  g_source_remove (session->swap_timeout);
  swap_cb (session);
}

/* --- the file --- */

static guint64
get_graph_seed (WeftSession *session)
{
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (session->graph));
  return (guint64) training.seed;
}

static void
open_run (WeftSession *session)
{
  session->seed = get_graph_seed (session);
  check (session);
  if (weft_live_get_report (session->live)->can_train)
    take_model (session,
                weft_model_new (session->graph, weft_library_get_catalog (session->library), NULL));
  if (!weft_session_restore_run (session))
    weft_session_load_untrained (session);
}

WeftSession *
weft_session_new (WeftStore *store, WeftLibrary *library, WeftLive *live, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_store_load_graph (store, error);
  WeftSession *session;

  if (graph == NULL)
    {
      weft_store_close (store, NULL);
      weft_library_free (library);
      return NULL;
    }
  session = g_new0 (WeftSession, 1);
  session->store = store;
  session->library = library;
  session->live = g_object_ref (live);
  session->marks = weft_marks_new (live);
  session->graph = g_steal_pointer (&graph);
  session->history = weft_history_new (session->graph);
  weft_library_set_store (library, store);
  weft_store_load_history (store, session->history, NULL);
  weft_session_attend (session);
  weft_live_clear_series (live);
  weft_live_set_snapshot (live, NULL);
  g_signal_connect (session->graph, "changed", G_CALLBACK (graph_changed_cb), session);
  start_trainer (session);
  listen (session);
  open_run (session);
  weft_session_make_later (session, TRUE);
  return session;
}

void
weft_session_set_changed (WeftSession *session, gint64 changed)
{
  session->changed = changed;
}

/* Looking at a project writes who had it open and what was seen, which is no change of it. */
static void
close_store (WeftSession *session)
{
  g_autofree char *path = g_strdup (weft_store_get_path (session->store));
  gboolean is_same = session->changed > 0 && !session->is_edited;
  struct utimbuf times = { session->changed, session->changed };

  weft_store_set_listener (session->store, NULL, NULL);
  if (session->is_edited)
    weft_store_empty_bin (session->store);
  if (weft_store_close (session->store, NULL) && is_same)
    g_utime (path, &times);
}

void
weft_session_free (WeftSession *session)
{
  g_signal_handlers_disconnect_by_data (session->graph, session);
  weft_session_come_back (session);
  weft_session_make_later (session, FALSE);
  g_clear_pointer (&session->making, weft_set_making_cancel);
  g_clear_pointer (&session->checking, weft_checking_cancel);
  if (session->swap_timeout != 0)
    g_source_remove (session->swap_timeout);
  g_clear_pointer (&session->checked, weft_model_unref);
  if (session->rescue_source != 0)
    g_source_remove (session->rescue_source);
  weft_trainer_free (session->trainer);
  weft_marks_free (session->marks);
  g_source_destroy (session->wake);
  g_source_unref (session->wake);
  if (session->store != NULL)
    close_store (session);
  g_clear_pointer (&session->taps, g_array_unref);
  g_clear_pointer (&session->runs, g_hash_table_unref);
  weft_live_set_model (session->live, NULL);
  g_clear_pointer (&session->before, weft_state_free);
  g_clear_pointer (&session->best, weft_state_free);
  g_clear_pointer (&session->question, weft_question_unref);
  g_clear_pointer (&session->model, weft_model_unref);
  g_object_unref (session->history);
  g_object_unref (session->graph);
  g_object_unref (session->live);
  weft_library_free (session->library);
  g_free (session->rescued);
  g_free (session);
}

/* --- its place --- */

/* Opens the copy and lets the original go, else takes the copy away again. Nullable. */
static WeftStore *
open_copy (const char *old, const char *path, GError **error)
{
  WeftStore *store;

  if (!weft_files_copy (old, path, error))
    return NULL;
  store = weft_store_open (path, WEFT_STORE_WRITE, error);
  if (!weft_files_are_same (old, path))
    g_unlink (store != NULL ? old : path);
  return store;
}

static void
take_store (WeftSession *session, WeftStore *store)
{
  session->store = store;
  weft_library_set_store (session->library, store);
  if (store == NULL)
    return;
  weft_session_attend (session);
  weft_live_clear_series (session->live);
  if (!weft_session_restore_run (session))
    weft_session_load_untrained (session);
}

/* Not before all is written: where there is no room, the project stays open as it is. */
gboolean
weft_session_move_to (WeftSession *session, const char *path, GError **error)
{
  g_autofree char *old = g_strdup (weft_store_get_path (session->store));
  WeftStore *store = NULL;
  gboolean is_moved;

  weft_session_come_back (session);
  if (!weft_session_settle (session, NULL))
    return weft_session_keep_elsewhere (session, path, error);
  weft_session_load_untrained (
      session); /* the trainer lets go of the file, its newest state written */
  weft_trainer_halt (session->trainer);
  weft_store_set_listener (session->store, NULL, NULL);
  if (weft_store_close (g_steal_pointer (&session->store), error))
    store = open_copy (old, path, error);
  is_moved = store != NULL;
  take_store (session, is_moved ? store : weft_store_open (old, WEFT_STORE_WRITE, NULL));
  return is_moved;
}

WeftExample *
weft_session_find_example (WeftSession *session)
{
  g_autofree char *id = weft_store_dup_example (session->store);

  return id != NULL ? weft_gallery_find (weft_paths_get_gallery (), id, NULL) : NULL;
}

WeftGraph *
weft_session_get_graph (WeftSession *session)
{
  return session->graph;
}

WeftHistory *
weft_session_get_history (WeftSession *session)
{
  return session->history;
}

WeftLibrary *
weft_session_get_library (WeftSession *session)
{
  return session->library;
}

WeftStore *
weft_session_get_store (WeftSession *session)
{
  return session->store;
}
