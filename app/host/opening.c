/* opening: a project into a window; what is large is read in a thread meanwhile */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/opening.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/host/leave.h"
#include "app/host/loading.h"
#include "app/user/files.h"
#include "engine/base/brief.h"
#include "engine/metrics/metric.h"
#include "ui/base/format.h"
#include "ui/window/toasts.h"

static char *
dup_location (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const char *home = g_get_home_dir ();

  if (weft_files_is_draft (path))
    return g_strdup (_ ("draft · kept automatically"));
  if (g_str_has_prefix (folder, home) && strlen (home) > 1)
    return g_strdup_printf (_ ("in ~%s"), folder + strlen (home));
  return g_strdup_printf (_ ("in %s"), folder);
}

static char *
dup_title (WeftStore *store)
{
  g_autofree char *title = weft_store_dup_title (store);
  g_autofree char *base = g_path_get_basename (weft_store_get_path (store));
  char *dot = strrchr (base, '.');

  if (title != NULL && *title != '\0')
    return g_strdup (title);
  if (dot != NULL)
    *dot = '\0';
  return g_strdup (base);
}

/* What to reach, and what a lazy method reaches. */
static char *
dup_goal (const WeftExample *example)
{
  const WeftGoal *goal = g_ptr_array_index (example->goals, 0);
  const WeftMetric *metric = weft_metric_find (weft_goal_get_metric (goal));
  char *(*dup_value) (double) = metric->is_share ? weft_format_share : weft_format_number;
  g_autofree char *target = dup_value (goal->target), *baseline = dup_value (goal->baseline);

  return g_strdup_printf (metric->higher_is_better
                              ? _ ("Goal: %s of at least %s on test data. For comparison: %s, %s.")
                              : _ ("Goal: %s of at most %s on test data. For comparison: %s, %s."),
                          _ (metric->title), target, goal->baseline_name, baseline);
}

static void
say_cb (gpointer user, const char *words)
{
  weft_window_hint (user, words, NULL);
}

static void
moved_cb (gpointer user, const char *path)
{
  WeftStore *store = weft_session_get_store (weft_application_get_session (user));
  g_autofree char *title = dup_title (store);
  g_autofree char *location = dup_location (path);

  weft_files_add_recent (path, title, NULL);
  weft_window_set_title_and_place (user, title, location, weft_files_is_draft (path));
}

static void
show_project (WeftWindow *window, WeftSession *session, const char *notice)
{
  WeftStore *store = weft_session_get_store (session);
  const char *path = weft_store_get_path (store);
  g_autofree char *title = dup_title (store);
  g_autofree char *location = dup_location (path);
  WeftExample *example = weft_session_find_example (session);
  g_autofree char *goal = example != NULL ? dup_goal (example) : NULL;
  g_autofree char *about
      = example != NULL ? g_strdup_printf ("%s\n\n%s", example->summary, example->limits) : NULL;
  const WeftProject project = {
    .graph = weft_session_get_graph (session),
    .history = weft_session_get_history (session),
    .catalog = weft_library_get_catalog (weft_session_get_library (session)),
    .title = title,
    .location = location,
    .is_draft = weft_files_is_draft (path),
    .notice = (char *) notice,
    .about = about,
    .goal = goal,
    .speed = example != NULL ? example->speed : 0,
  };

  weft_session_set_speed (session, project.speed); /* the window may choose another */
  weft_window_show_project (window, &project);
  g_clear_pointer (&example, weft_example_free);
}

static char *
dup_draft_path_of (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  if (g_str_has_suffix (base, ".weft"))
    base[strlen (base) - strlen (".weft")] = '\0';
  return weft_files_dup_draft_path (base);
}

/* A read-only file is worked on as a copy among the drafts. */
static WeftStore *
open_store (const char *path, char **notice, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *draft = NULL, *shown = weft_brief (path, WEFT_BRIEF_PATH);
  gboolean was_cut;
  WeftStore *store = weft_store_open (path, WEFT_STORE_WRITE, &problem);

  if (store != NULL)
    *notice = g_strdup (weft_store_get_notice (store));
  if (store != NULL || !g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_READ_ONLY))
    {
      if (store == NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      return store;
    }
  draft = dup_draft_path_of (path);
  if (!weft_store_copy (path, draft, &was_cut, error))
    return NULL;
  *notice = g_strdup_printf (
      was_cut
          ? _ ("%s cannot be written to; this is a copy, kept as a draft. A program that had it "
               "open was ended: what it had not finished writing is taken back.")
          : _ ("%s cannot be written to; this is a copy, kept as a draft."),
      shown);
  return weft_store_open (draft, WEFT_STORE_WRITE, error);
}

/* --- opening --- */

typedef struct
{
  WeftApplication *application;
  WeftWindow *window; /* owned */
  WeftStore *store;   /* NULL once the session has it */
  WeftLibrary *library;
  char *notice; /* nullable */
  gint64 changed;
  gboolean train;
  gboolean is_new; /* made for the data that are put in: without them there is no project */
} Opening;

static void
give_up (Opening *opening)
{
  if (opening->store != NULL && opening->is_new)
    weft_store_discard (g_steal_pointer (&opening->store));
  if (opening->store != NULL)
    weft_store_close (g_steal_pointer (&opening->store), NULL);
  g_clear_pointer (&opening->library, weft_library_free);
}

static void
opening_free (Opening *opening)
{
  give_up (opening);
  g_object_unref (opening->window);
  g_free (opening->notice);
  g_free (opening);
}

static void
open_again (GtkWindow *window, gpointer path)
{
  WeftApplication *application = WEFT_APPLICATION (gtk_window_get_application (window));
  g_autoptr (GError) error = NULL;

  if (!weft_opening_begin (application, WEFT_WINDOW (window), path, FALSE, &error))
    weft_application_show_refusal (application, WEFT_WINDOW (window), path, error);
}

/* Where there is a question about the project that is open, this one is opened when it is answered.
 */
static gboolean
may_enter (Opening *opening)
{
  return weft_leave (GTK_WINDOW (opening->window), TRUE, open_again,
                     g_strdup (weft_store_get_path (opening->store)), g_free);
}

static gboolean
enter (Opening *opening, GError **error)
{
  GtkWindow *window = GTK_WINDOW (opening->window);
  g_autofree char *title = NULL, *example = NULL;
  WeftSession *session;
  WeftStore *store;

  weft_application_set_session (window, NULL);
  session
      = weft_session_new (g_steal_pointer (&opening->store), g_steal_pointer (&opening->library),
                          weft_window_get_live (opening->window), error);
  if (session == NULL)
    return FALSE;
  weft_application_set_session (window, session);
  if (opening->notice == NULL) /* else it is a copy, or something was put right */
    weft_session_set_changed (session, opening->changed);
  if (opening->notice == NULL)
    opening->notice = g_strdup (weft_session_tell_dropped (session));
  store = weft_session_get_store (session);
  title = dup_title (store);
  example = weft_store_dup_example (store);
  weft_files_add_recent (weft_store_get_path (store), title, example);
  show_project (opening->window, session, opening->notice);
  weft_session_set_moved (session, moved_cb, opening->window);
  weft_session_set_say (session, say_cb, opening->window);
  if (opening->train)
    weft_session_train (session);
  return TRUE;
}

static void
loaded_cb (const GError *problem, gpointer user)
{
  Opening *opening = user;
  gboolean is_closed = gtk_window_get_application (GTK_WINDOW (opening->window)) == NULL;
  g_autoptr (GError) error = problem != NULL ? g_error_copy (problem) : NULL;

  if (error == NULL)
    opening->is_new = FALSE;
  if (is_closed || error != NULL || !may_enter (opening))
    give_up (opening);
  else
    enter (opening, &error);
  if (!is_closed && error != NULL && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_CANCELLED))
    weft_window_show_error (opening->window, _ ("This file was not opened"), error->message);
  opening_free (opening);
}

/* Takes opening. */
static gboolean
load (Opening *opening, WeftDataset *dataset, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_store_load_graph (opening->store, error);
  g_autofree char *title = dup_title (opening->store);
  /* Translators: the name of a project */
  g_autofree char *heading = g_strdup_printf (_ ("Opening “%s”"), title);
  gboolean is_open;

  weft_library_set_store (opening->library, opening->store);
  if (graph != NULL && weft_loading_is_long (opening->store, graph, dataset))
    {
      const WeftLoading loading = {
        GTK_WINDOW (opening->window), heading, opening->store, graph, opening->library, dataset
      };

      weft_loading_begin (&loading, loaded_cb, opening);
      return TRUE;
    }
  is_open
      = graph != NULL && (dataset == NULL || weft_store_put_data (opening->store, dataset, error));
  if (is_open)
    opening->is_new = FALSE;
  is_open = is_open && enter (opening, error);
  opening_free (opening);
  return is_open;
}

static Opening *
opening_new (WeftApplication *application, WeftWindow *window, WeftStore *store)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->application = application;
  opening->window = g_object_ref (window);
  opening->store = store;
  opening->library = weft_library_new ();
  return opening;
}

gboolean
weft_opening_begin (WeftApplication *application, WeftWindow *window, const char *path,
                    gboolean train, GError **error)
{
  GtkWindow *other = weft_application_find_window (application, path);
  gint64 changed = weft_files_get_changed (path);
  g_autofree char *notice = NULL;
  WeftStore *store;
  Opening *opening;

  if (other != NULL)
    {
      gtk_window_present (other);
      return TRUE;
    }
  store = open_store (path, &notice, error);
  if (store == NULL)
    return FALSE;
  opening = opening_new (application, window, store);
  opening->notice = g_steal_pointer (&notice);
  opening->changed = changed;
  opening->train = train;
  if (may_enter (opening))
    return load (opening, NULL, error);
  opening_free (opening);
  return TRUE;
}

gboolean
weft_opening_begin_new (WeftApplication *application, WeftWindow *window, WeftStore *store,
                        WeftDataset *dataset, gboolean train, GError **error)
{
  Opening *opening = opening_new (application, window, store);

  opening->changed = weft_files_get_changed (weft_store_get_path (store));
  opening->is_new = dataset != NULL;
  opening->train = train;
  if (dataset != NULL || may_enter (opening))
    return load (opening, dataset, error);
  opening_free (opening);
  return TRUE;
}
