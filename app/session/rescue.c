/* rescue: what a session says and does when its file cannot be written, or is not where it was */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/session/session-private.h"
#include "app/user/files.h"

/* What could not be written stays said until it is. */
static void
say_saved (WeftSession *session)
{
  g_autoptr (GError) problem = weft_store_dup_problem (session->store);
  gint64 when;

  weft_store_get_acknowledged (session->store, &when);
  weft_live_set_saved (session->live, when, problem != NULL ? problem->message : session->rescued,
                       problem != NULL);
  if (problem == NULL)
    session->is_rescue_tried = FALSE;
}

/* A full disk may get room again; what cannot be written for another reason is not waited for. */
static gboolean
needs_rescue (const GError *error)
{
  static const WeftErrorCode codes[]
      = { WEFT_ERROR_LOST, WEFT_ERROR_DAMAGED, WEFT_ERROR_IO, WEFT_ERROR_READ_ONLY };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, WEFT_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
rescue_cb (gpointer user)
{
  WeftSession *session = user;

  session->rescue_source = 0;
  weft_session_rescue (session, NULL);
  return G_SOURCE_REMOVE;
}

/* Not within the store's own call, for it is closed then. */
static void
store_cb (gpointer user, const GError *error)
{
  WeftSession *session = user;

  say_saved (session);
  if (!needs_rescue (error) || session->is_rescue_tried)
    return;
  session->is_rescue_tried = TRUE;
  session->rescue_source = g_idle_add (rescue_cb, session);
}

/* why: what happened to the file, of which path is a rescue copy; NULL: it was moved there. */
static void
moved_cb (gpointer user, const char *path, const GError *why)
{
  WeftSession *session = user;

  if (why != NULL)
    {
      g_free (session->rescued);
      session->rescued
          = g_strdup_printf (_ ("%s. All of it goes on in a rescue copy, %s."), why->message, path);
    }
  say_saved (session);
  if (session->moved != NULL)
    session->moved (session->moved_user, path);
}

void
weft_session_attend (WeftSession *session)
{
  g_autofree char *folder = weft_files_dup_rescue_folder ();

  weft_store_follow (session->store, session->history);
  weft_store_set_listener (session->store, store_cb, session);
  weft_store_set_moved (session->store, moved_cb, session);
  weft_store_set_rescue (session->store, folder);
  say_saved (session); /* not what was the matter with another project */
}

void
weft_session_set_moved (WeftSession *session, WeftSessionMovedFunc func, gpointer user)
{
  session->moved = func;
  session->moved_user = user;
}

/* The net as it is learnt now, in a run of its own. */
static void
store_state (WeftSession *session)
{
  g_autoptr (WeftState) state = weft_trainer_dup_state (session->trainer);
  gboolean was_training = weft_live_is_training (session->live);
  g_autoptr (GBytes) bytes = NULL;
  WeftSink sink;

  if (state == NULL || session->model == NULL || session->run == 0)
    return;
  session->run = weft_store_begin_run (session->store, session->seed, NULL, NULL);
  if (session->run == 0)
    return;
  sink = weft_marks_tap (session->marks, weft_store_get_sink (session->store, session->run));
  bytes = weft_state_serialize (state);
  if (bytes != NULL)
    sink.frame (sink.user, WEFT_FRAME_CLOSE, state->step, 0, bytes);
  weft_trainer_load (session->trainer, session->model, g_steal_pointer (&state), session->seed,
                     &sink);
  if (was_training)
    weft_trainer_run (session->trainer, NULL);
}

/* Graph, history, data and the newest weights, as they are in memory: nothing of the file. */
static gboolean
write_anew (WeftSession *session, const char *path, GError **error)
{
  g_autofree char *title = weft_store_dup_title (session->store);
  g_autofree char *example = weft_store_dup_example (session->store);
  WeftStore *old = session->store,
            *store = weft_store_create (path, session->graph, title, example, error);

  if (store == NULL)
    return FALSE;
  weft_library_copy_data (session->library, session->graph, store, NULL);
  weft_trainer_halt (session->trainer);
  weft_store_set_listener (old, NULL, NULL);
  weft_store_set_moved (old, NULL, NULL);
  session->store = store;
  weft_library_set_store (session->library, store);
  weft_store_unfollow (old);
  weft_session_attend (session);
  store_state (session);
  weft_store_close (old, NULL);
  return weft_store_settle (store, error);
}

/* The pages of the file, if they can be had, and what waits; else what is in memory. */
gboolean
weft_session_keep_elsewhere (WeftSession *session, const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean is_kept;

  weft_session_come_back (session);
  is_kept = weft_store_go_to (session->store, path, &problem);
  if (!is_kept && g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_EXISTS))
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (!is_kept)
    is_kept = write_anew (session, path, error);
  if (is_kept)
    g_clear_pointer (&session->rescued, g_free);
  say_saved (session);
  return is_kept;
}

gboolean
weft_session_rescue (WeftSession *session, GError **error)
{
  g_autoptr (GError) why = weft_store_dup_problem (session->store);
  g_autofree char *path = weft_files_dup_rescue_path (weft_store_get_path (session->store));
  g_autofree char *name = g_filename_display_basename (weft_store_get_path (session->store));

  if (why == NULL || !weft_session_keep_elsewhere (session, path, error))
    return FALSE;
  session->rescued = g_strdup_printf (
      _ ("“%s” cannot be written any more. All of it goes on in a rescue copy, %s."), name, path);
  moved_cb (session, path, NULL);
  return TRUE;
}

gboolean
weft_session_try_again (WeftSession *session, GError **error)
{
  gboolean is_saved = weft_store_try_again (session->store, error);

  say_saved (session);
  return is_saved;
}

gboolean
weft_session_settle (WeftSession *session, GError **error)
{
  weft_trainer_halt (session->trainer);
  return weft_store_settle (session->store, NULL) || weft_store_try_again (session->store, error);
}
