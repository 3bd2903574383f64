/* host-table: WeftHost filled in: what the window asks for, done with projects and sessions */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/host-table.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/host/age.h"
#include "app/host/busy.h"
#include "app/host/host-code.h"
#include "app/host/host-export.h"
#include "app/host/host-film.h"
#include "app/host/host-run.h"
#include "app/host/leave.h"
#include "app/host/look-thread.h"
#include "app/host/own-data.h"
#include "app/host/paste.h"
#include "app/user/draft-files.h"
#include "app/user/files.h"
#include "app/user/kept.h"
#include "app/user/language.h"
#include "app/user/paths.h"
#include "projects/formats/file-format.h"
#include "projects/formats/graph-json.h"
#include "projects/formats/output.h"
#include "projects/gallery/gallery.h"
#include "projects/readers/files/input.h"
#include "ui/context/context.h"

#define MAX_JSON (4 << 20) /* bytes */

/* --- gallery --- */

static GPtrArray *
list_examples_cb (gpointer user)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_card_free);
  g_autoptr (GPtrArray) examples = weft_gallery_list (weft_paths_get_gallery (), NULL);

  for (guint i = 0; examples != NULL && i < examples->len; i++)
    {
      const WeftExample *example = g_ptr_array_index (examples, i);
      WeftCard *card = g_new0 (WeftCard, 1);

      card->id = g_strdup (example->id);
      card->title = g_strdup (example->title);
      card->line = g_strdup (example->tagline);
      card->summary = g_strdup_printf ("%s\n%s", example->summary, example->limits);
      card->category = g_strdup (example->category);
      card->picture = g_strdup (example->picture);
      card->picture_dark = g_strdup (example->picture_dark);
      card->seconds = example->seconds;
      g_ptr_array_add (cards, card);
    }
  return cards;
}

static GArray *
list_chapters_cb (gpointer user)
{
  GArray *cards = g_array_new (FALSE, FALSE, sizeof (WeftCardChapter));
  guint n;
  const WeftChapter *chapters = weft_gallery_list_chapters (&n);

  for (guint i = 0; i < n; i++)
    {
      const WeftCardChapter chapter
          = { chapters[i].id, _ (chapters[i].title), _ (chapters[i].teaches) };

      g_array_append_val (cards, chapter);
    }
  return cards;
}

/* Where it lies and when it was changed last. */
static char *
dup_recent_line (const WeftRecentFile *file)
{
  g_autofree char *age = weft_age_dup (file->when);
  g_autofree char *folder = g_path_get_dirname (file->path);
  g_autofree char *name = g_filename_display_basename (folder);

  if (file->is_draft)
    return g_strdup_printf (_ ("draft · changed %s"), age);
  /* Translators: the folder of a project, and "5 min ago" */
  return g_strdup_printf (_ ("%s · changed %s"), name, age);
}

static void
set_pictures (WeftCard *card, const char *example_id)
{
  WeftExample *example
      = example_id != NULL ? weft_gallery_find (weft_paths_get_gallery (), example_id, NULL) : NULL;

  if (example == NULL)
    return;
  card->picture = g_strdup (example->picture);
  card->picture_dark = g_strdup (example->picture_dark);
  weft_example_free (example);
}

static GPtrArray *
list_recent_cb (gpointer user)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_card_free);
  g_autoptr (GPtrArray) files = weft_files_list_recent ();

  for (guint i = 0; i < files->len; i++)
    {
      const WeftRecentFile *file = g_ptr_array_index (files, i);
      WeftCard *card = g_new0 (WeftCard, 1);

      card->id = g_strdup (file->path);
      card->title = file->title != NULL && *file->title != '\0' ? g_strdup (file->title)
                                                                : g_path_get_basename (file->path);
      card->line = dup_recent_line (file);
      card->is_draft = file->is_draft;
      set_pictures (card, file->example);
      card->category = g_strdup ("recent");
      g_ptr_array_add (cards, card);
    }
  return cards;
}

static gboolean
rename_draft_cb (gpointer user, const char *path, const char *title, GError **error)
{
  return weft_drafts_rename (path, title, error);
}

static char *
remove_draft_cb (gpointer user, const char *path, GError **error)
{
  return weft_drafts_remove (path, error);
}

static gboolean
restore_draft_cb (gpointer user, const char *kept, const char *path, GError **error)
{
  return weft_drafts_restore (kept, path, error);
}

static void
forget_draft_cb (gpointer user, const char *kept, const char *path)
{
  weft_drafts_forget (kept, path);
}

static gboolean
open_example_cb (gpointer user, GtkWindow *window, const char *id, GError **error)
{
  WeftExample *example = weft_gallery_find (weft_paths_get_gallery (), id, error);
  g_autoptr (WeftGraph) graph = NULL;
  gboolean is_open = FALSE;

  if (example == NULL)
    return FALSE;
  graph = weft_gallery_load_graph (example, error);
  if (graph != NULL)
    is_open = weft_own_data_open_draft (user, window, graph, id, example->title, id, error);
  weft_example_free (example);
  return is_open;
}

/* A graph's text form becomes a draft that is called like the file. */
static gboolean
open_json (WeftApplication *application, GtkWindow *window, const char *path, GError **error)
{
  g_autofree char *text = NULL, *stem = weft_input_dup_stem (path);
  g_autoptr (WeftGraph) graph = NULL;
  gsize length;

  if (!weft_input_load (path, MAX_JSON, &text, &length, error))
    return FALSE;
  graph = weft_graph_from_json (text, (gssize) length, error);
  return graph != NULL
         && weft_own_data_open_draft (application, window, graph, "network", stem, NULL, error);
}

static gboolean
open_file_cb (gpointer user, GtkWindow *window, const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean is_open = g_str_has_suffix (path, ".json") ? open_json (user, window, path, &problem)
                     : weft_format_find_network_reader (path) != NULL
                         ? weft_own_data_open_network (user, window, path, &problem)
                         : weft_application_open (user, WEFT_WINDOW (window), path, &problem);

  if (g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_BUSY)
      || g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_UNFINISHED))
    {
      weft_application_show_refusal (user, WEFT_WINDOW (window), path, problem);
      return TRUE;
    }
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  if (!is_open && !g_file_test (path, G_FILE_TEST_EXISTS))
    weft_files_forget_recent (path);
  return is_open;
}

static const char *
find_use_cb (gpointer user, const char *path)
{
  const WeftFormat *reader;

  if (weft_is_project_path (path) || weft_format_find_network_reader (path) != NULL)
    return "win.open-path";
  reader = weft_format_find_reader (path);
  /* Arrays of NumPy are data before they are weights. */
  return reader != NULL && strcmp (reader->id, "npz") != 0 ? "win.take-weights-of" : NULL;
}

static gboolean
open_empty_cb (gpointer user, GtkWindow *window, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();

  return weft_own_data_open_draft (user, window, graph, "empty", _ ("My network"), NULL, error);
}

static void close_project_cb (gpointer user, GtkWindow *window);

static void
close_again (GtkWindow *window, gpointer application)
{
  close_project_cb (application, window);
}

static void
close_project_cb (gpointer user, GtkWindow *window)
{
  if (!weft_leave (window, TRUE, close_again, user, NULL))
    return;
  weft_application_set_session (window, NULL);
  weft_window_show_gallery (WEFT_WINDOW (window));
}

/* --- the open project --- */

static gboolean
save_again_cb (gpointer user, GtkWindow *window, GError **error)
{
  WeftSession *session = weft_application_get_session (window);

  return session == NULL || weft_session_try_again (session, error);
}

static gboolean
keep_cb (gpointer user, GtkWindow *window, const char *path, GError **error)
{
  WeftSession *session = weft_application_get_session (window);
  WeftStore *store = weft_session_get_store (session);
  g_autofree char *old = g_strdup (weft_store_get_path (store));
  g_autofree char *example = NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *location = g_strdup_printf (_ ("in %s"), folder);

  if (!weft_session_move_to (session, path, error))
    {
      if (weft_session_get_store (session) == NULL) /* gone with its disk */
        close_project_cb (user, window);
      return FALSE;
    }
  if (g_str_has_suffix (base, ".weft"))
    base[strlen (base) - strlen (".weft")] = '\0';
  weft_store_set_title (weft_session_get_store (session), base);
  weft_files_forget_recent (old);
  example = weft_store_dup_example (weft_session_get_store (session));
  weft_files_add_recent (path, base, example);
  weft_window_set_title_and_place (WEFT_WINDOW (window), base, location, FALSE);
  return TRUE;
}

static gboolean
write_file_cb (gpointer user, const char *path, GBytes *bytes, GError **error)
{
  return weft_output_write (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

static char *
copy_nodes_cb (gpointer user, GtkWindow *window, GArray *ids)
{
  return weft_graph_nodes_to_json (weft_session_get_graph (weft_application_get_session (window)),
                                   ids);
}

static WeftEdit *
paste_nodes_cb (gpointer user, GtkWindow *window, const char *text, gint64 inside, double x,
                double y, gboolean wired, GError **error)
{
  return weft_paste_make_edit (weft_session_get_graph (weft_application_get_session (window)), text,
                               inside, x, y, wired, error);
}

static void
set_view_cb (gpointer user, GtkWindow *window, const char *key, GVariant *value)
{
  WeftSession *session = weft_application_get_session (window);

  if (session != NULL)
    weft_store_set_view (weft_session_get_store (session), key, value);
  else
    g_variant_unref (g_variant_ref_sink (value));
}

static GVariant *
get_view_cb (gpointer user, GtkWindow *window, const char *key)
{
  WeftSession *session = weft_application_get_session (window);

  return session != NULL ? weft_store_get_view (weft_session_get_store (session), key) : NULL;
}

/* --- the program --- */

static gboolean
rebuild_cb (gpointer user)
{
  weft_application_rebuild (user);
  return G_SOURCE_REMOVE;
}

static void set_language_cb (gpointer user, const char *language);

static void
set_language_again (GtkWindow *window, gpointer language)
{
  set_language_cb (gtk_window_get_application (window), language);
}

static void
set_language_cb (gpointer user, const char *language)
{
  GSettings *settings = weft_application_get_settings (user);

  if (!weft_leave_all (user, set_language_again, language))
    return;
  weft_language_set (language);
  if (settings != NULL)
    g_settings_set_string (settings, "language", language);
  g_idle_add (rebuild_cb, user); /* not while the window that asks is in its own handler */
}

static const char *
get_language_cb (gpointer user)
{
  return weft_language_get ();
}

WeftHost
weft_host_make (WeftApplication *application)
{
  WeftHost host = {
    .list_examples = list_examples_cb,
    .list_chapters = list_chapters_cb,
    .list_recent = list_recent_cb,
    .rename_draft = rename_draft_cb,
    .remove_draft = remove_draft_cb,
    .restore_draft = restore_draft_cb,
    .forget_draft = forget_draft_cb,
    .open_example = open_example_cb,
    .open_file = open_file_cb,
    .find_use = find_use_cb,
    .look_at = weft_look_at,
    .open_data = weft_own_data_open,
    .open_empty = open_empty_cb,
    .open_drawn = weft_own_data_open_drawn,
    .close_project = close_project_cb,
    .keep = keep_cb,
    .save_again = save_again_cb,
    .write_file = write_file_cb,
    .copy_nodes = copy_nodes_cb,
    .paste_nodes = paste_nodes_cb,
    .bring_data = weft_own_data_bring,
    .use_data = weft_own_data_use,
    .find_choice = weft_own_data_find_choice,
    .list_kept = weft_kept_list,
    .keep_group = weft_kept_keep,
    .drop_group = weft_kept_drop,
    .set_view = set_view_cb,
    .get_view = get_view_cb,
    .set_language = set_language_cb,
    .get_language = get_language_cb,
    .settings = weft_application_get_settings (application),
    .user = application,
  };

  weft_host_fill_code (&host);
  weft_host_fill_export (&host);
  weft_host_fill_film (&host);
  weft_host_fill_run (&host);
  return host;
}
