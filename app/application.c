/* application: one a user; opening a project that is open raises its window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_SETTINGS_ENABLE_BACKEND
#include "app/application.h"

#include <gio/gsettingsbackend.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#include "app/busy.h"
#include "app/files.h"
#include "app/host-table.h"
#include "app/language.h"
#include "app/leave.h"
#include "app/paths.h"
#include "app/unfinished.h"
#include "config.h"
#include "engine/base/brief.h"
#include "engine/metrics/metric.h"
#include "ui/base/format.h"

struct _WeftApplication
{
  AdwApplication parent_instance;
  GSettings *settings;
  WeftHost host;
};

G_DEFINE_FINAL_TYPE (WeftApplication, weft_application, ADW_TYPE_APPLICATION)

static const char session_key[] = "weft-session";

WeftSession *
weft_application_get_session (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), session_key);
}

static void
free_session (gpointer session)
{
  weft_session_free (session);
}

void
weft_application_set_session (GtkWindow *window, WeftSession *session)
{
  g_object_set_data_full (G_OBJECT (window), session_key, session,
                          session != NULL ? free_session : NULL);
}

/* A file in the user's folder, so that settings need no bus and no daemon. */
static GSettings *
make_settings (void)
{
  g_autofree char *path = g_build_filename (weft_paths_get_user_dir (), "settings.ini", NULL);
  g_autoptr (GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory (
      weft_paths_get_schemas (), g_settings_schema_source_get_default (), TRUE, NULL);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, WEFT_APPLICATION_ID, FALSE);
  if (schema == NULL)
    return NULL;
  backend = g_keyfile_settings_backend_new (path, "/org/weft/Weft/", "weft");
  return g_settings_new_full (schema, backend, NULL);
}

GSettings *
weft_application_get_settings (WeftApplication *application)
{
  return application->settings;
}

static void
close_again (GtkWindow *window, gpointer user)
{
  gtk_window_close (window);
}

/* The checkpoint is written and the file closed while the window still stands. */
static gboolean
close_request_cb (GtkWindow *window, gpointer user)
{
  if (!weft_leave (window, TRUE, close_again, NULL, NULL))
    return GDK_EVENT_STOP;
  weft_application_set_session (window, NULL);
  return GDK_EVENT_PROPAGATE;
}

WeftWindow *
weft_application_new_window (WeftApplication *application)
{
  WeftWindow *window = weft_window_new (GTK_APPLICATION (application), &application->host);

  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), NULL);
  return window;
}

/* By device and inode: a linked folder gives one file two paths. */
static GtkWindow *
find_window_of (WeftApplication *application, const char *path)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL;
       l = l->next)
    {
      WeftSession *session = weft_application_get_session (l->data);

      if (session != NULL
          && weft_files_are_same (weft_store_get_path (weft_session_get_store (session)), path))
        return l->data;
    }
  return NULL;
}

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
  const WeftMetric *metric = weft_metric_find (goal->metric);
  char *(*dup_value) (double) = metric->is_share ? weft_format_share : weft_format_number;
  g_autofree char *target = dup_value (goal->target), *baseline = dup_value (goal->baseline);

  return g_strdup_printf (metric->higher_is_better
                              ? _ ("Goal: %s of at least %s on test data. For comparison: %s, %s.")
                              : _ ("Goal: %s of at most %s on test data. For comparison: %s, %s."),
                          _ (metric->title), target, goal->baseline_name, baseline);
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
  const WeftProject project = {
    .graph = weft_session_get_graph (session),
    .history = weft_session_get_history (session),
    .catalog = weft_library_get_catalog (weft_session_get_library (session)),
    .title = title,
    .location = location,
    .is_draft = weft_files_is_draft (path),
    .notice = (char *) notice,
    .about = example != NULL ? example->summary : NULL,
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

static void
open_again (GtkWindow *window, gpointer path)
{
  WeftApplication *application = WEFT_APPLICATION (gtk_window_get_application (window));
  g_autoptr (GError) error = NULL;

  if (!weft_application_open (application, WEFT_WINDOW (window), path, &error))
    weft_application_show_refusal (application, WEFT_WINDOW (window), path, error);
}

gboolean
weft_application_open (WeftApplication *application, WeftWindow *window, const char *path,
                       GError **error)
{
  GtkWindow *other = find_window_of (application, path);
  g_autofree char *notice = NULL, *title = NULL, *example = NULL;
  gint64 changed;
  WeftStore *store;
  WeftSession *session;

  if (other != NULL)
    {
      gtk_window_present (other);
      return TRUE;
    }
  changed = weft_files_get_changed (path);
  store = open_store (path, &notice, error);
  if (store == NULL)
    return FALSE;
  if (!weft_leave (GTK_WINDOW (window), TRUE, open_again, g_strdup (weft_store_get_path (store)),
                   g_free))
    return weft_store_close (store, error);
  weft_application_set_session (GTK_WINDOW (window), NULL);
  session = weft_session_new (store, weft_library_new (), weft_window_get_live (window), error);
  if (session == NULL)
    return FALSE;
  weft_application_set_session (GTK_WINDOW (window), session);
  if (notice == NULL) /* else it is a copy, or something was put right */
    weft_session_set_changed (session, changed);
  if (notice == NULL && weft_session_drops_slots (session))
    notice = g_strdup (_ ("The optimiser is another one than that of the last training; what that "
                          "one kept of each weight begins anew."));
  store = weft_session_get_store (session);
  title = dup_title (store);
  example = weft_store_dup_example (store);
  weft_files_add_recent (weft_store_get_path (store), title, example);
  show_project (window, session, notice);
  weft_session_set_moved (session, moved_cb, window);
  return TRUE;
}

void
weft_application_rebuild (WeftApplication *application)
{
  g_autoptr (GList) old = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  for (GList *l = old; l != NULL; l = l->next)
    {
      WeftSession *session = weft_application_get_session (l->data);
      g_autofree char *path
          = session != NULL ? g_strdup (weft_store_get_path (weft_session_get_store (session)))
                            : NULL;
      gboolean was_training = weft_live_is_training (weft_window_get_live (l->data));
      WeftWindow *window = weft_application_new_window (application);
      int width, height;

      weft_application_set_session (l->data, NULL);
      gtk_window_get_default_size (l->data, &width, &height);
      gtk_window_set_default_size (GTK_WINDOW (window), width, height);
      if (path != NULL && weft_application_open (application, window, path, NULL) && was_training)
        weft_session_train (weft_application_get_session (GTK_WINDOW (window)));
      gtk_window_present (GTK_WINDOW (window));
      gtk_window_destroy (l->data);
    }
}

static void
apply_appearance (WeftApplication *application)
{
  g_autofree char *scheme = NULL;
  AdwColorScheme wanted = ADW_COLOR_SCHEME_DEFAULT;

  if (application->settings == NULL)
    return;
  scheme = g_settings_get_string (application->settings, "color-scheme");
  if (strcmp (scheme, "dark") == 0)
    wanted = ADW_COLOR_SCHEME_FORCE_DARK;
  else if (strcmp (scheme, "light") == 0)
    wanted = ADW_COLOR_SCHEME_FORCE_LIGHT;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), wanted);
}

static gboolean
end_cb (gpointer application)
{
  g_application_quit (application);
  return G_SOURCE_CONTINUE;
}

/* Logging out, closing the terminal and an end that is asked for are all like closing the windows:
 * the projects get their checkpoints. */
static void
end_on_signals (WeftApplication *application)
{
  static const int signals[] = { SIGTERM, SIGHUP, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_unix_signal_add (signals[i], end_cb, application);
}

static void
startup (GApplication *base)
{
  WeftApplication *application = WEFT_APPLICATION (base);

  G_APPLICATION_CLASS (weft_application_parent_class)->startup (base);
  application->settings = make_settings ();
  if (application->settings != NULL)
    {
      g_autofree char *language = g_settings_get_string (application->settings, "language");

      weft_language_set (language);
      g_signal_connect_swapped (application->settings, "changed::color-scheme",
                                G_CALLBACK (apply_appearance), application);
    }
  apply_appearance (application);
  end_on_signals (application);
  application->host = weft_host_make (application);
}

static void
activate (GApplication *base)
{
  WeftApplication *application = WEFT_APPLICATION (base);
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (application));

  gtk_window_present (windows != NULL ? windows->data
                                      : GTK_WINDOW (weft_application_new_window (application)));
}

void
weft_application_show_refusal (WeftApplication *application, WeftWindow *window, const char *path,
                               const GError *error)
{
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_BUSY))
    weft_busy_offer (application, window, path, error->message);
  else if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNFINISHED))
    weft_unfinished_offer (window, path, error->message);
  else
    weft_window_show_error (window, _ ("This file was not opened"), error->message);
}

static void
open_files (GApplication *base, GFile **files, int n, const char *hint)
{
  WeftApplication *application = WEFT_APPLICATION (base);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      g_autoptr (GError) error = NULL;
      GtkWindow *other = path != NULL ? find_window_of (application, path) : NULL;
      WeftWindow *window;

      if (other != NULL)
        {
          gtk_window_present (other);
          continue;
        }
      window = weft_application_new_window (application);
      gtk_window_present (GTK_WINDOW (window));
      if (path == NULL)
        continue;
      if (!g_str_has_suffix (path, ".weft")) /* is looked at first */
        g_action_group_activate_action (G_ACTION_GROUP (window), "open-path",
                                        g_variant_new_string (path));
      else if (!weft_application_open (application, window, path, &error))
        weft_application_show_refusal (application, window, path, error);
    }
}

static void
shutdown (GApplication *base)
{
  WeftApplication *application = WEFT_APPLICATION (base);

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (base)); l != NULL; l = l->next)
    {
      WeftSession *session = weft_application_get_session (l->data);

      /* Nobody can be asked any more. */
      if (session != NULL && !weft_session_settle (session, NULL))
        weft_session_rescue (session, NULL);
      weft_application_set_session (l->data, NULL);
    }
  g_clear_object (&application->settings);
  G_APPLICATION_CLASS (weft_application_parent_class)->shutdown (base);
}

static void
weft_application_class_init (WeftApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->startup = startup;
  application_class->activate = activate;
  application_class->open = open_files;
  application_class->shutdown = shutdown;
}

static void
weft_application_init (WeftApplication *application)
{
}

WeftApplication *
weft_application_new (void)
{
  return g_object_new (WEFT_TYPE_APPLICATION, "application-id", WEFT_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/weft/Weft",
                       "register-session", TRUE, NULL);
}
