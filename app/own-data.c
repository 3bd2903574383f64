/* own-data: somebody's data in a project, one of their own or the open one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/own-data.h"

#include <glib/gi18n.h>

#include "app/files.h"
#include "app/leave.h"
#include "app/paste.h"
#include "app/sources.h"
#include "projects/readers/starter.h"

gboolean
weft_own_data_open_draft (WeftApplication *application, GtkWindow *window, WeftGraph *graph,
                          const char *stem, const char *title, const char *example,
                          WeftDataset *dataset, GError **error)
{
  g_autofree char *path = weft_files_dup_draft_path (stem);
  WeftStore *store = weft_store_create (path, graph, title, example, error);

  if (store == NULL)
    return FALSE;
  if (dataset != NULL && !weft_store_put_data (store, dataset, error))
    {
      weft_store_discard (store);
      return FALSE;
    }
  return weft_store_close (store, error)
         && weft_application_open (application, WEFT_WINDOW (window), path, error);
}

/* --- a project of their own --- */

typedef struct
{
  WeftDataChoice *choice;
  WeftDataset *dataset;
  gboolean train;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  weft_data_choice_free (opening->choice);
  weft_dataset_unref (opening->dataset);
  g_free (opening);
}

static void
open_again (GtkWindow *window, gpointer user)
{
  const Opening *opening = user;
  g_autoptr (GError) error = NULL;

  if (!weft_own_data_open (gtk_window_get_application (window), window, opening->choice,
                           opening->dataset, opening->train, &error))
    weft_window_show_error (WEFT_WINDOW (window), _ ("This file was not opened"), error->message);
}

static gboolean
may_leave (GtkWindow *window, const WeftDataChoice *choice, WeftDataset *dataset, gboolean train)
{
  Opening *opening = g_new0 (Opening, 1);

  *opening = (Opening){ weft_data_choice_dup (choice), weft_dataset_ref (dataset), train };
  return weft_leave (window, TRUE, open_again, opening, opening_free);
}

/* The question comes before the project is made: it learns when it is there, not the old one. */
gboolean
weft_own_data_open (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                    WeftDataset *dataset, gboolean train, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_starter_new (dataset, error);
  WeftSession *session;

  if (graph == NULL)
    return FALSE;
  if (!may_leave (window, choice, dataset, train))
    return TRUE;
  if (!weft_own_data_open_draft (user, window, graph, "data", dataset->name, NULL, dataset, error))
    return FALSE;
  session = weft_application_get_session (window);
  weft_sources_remember (weft_session_get_store (session), dataset->sha256, choice);
  if (train)
    weft_session_train (session);
  return TRUE;
}

/* --- the open project --- */

WeftEdit *
weft_own_data_use (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                   WeftDataset *dataset, gint64 node, double x, double y, GError **error)
{
  WeftSession *session = weft_application_get_session (window);

  if (!weft_store_put_data (weft_session_get_store (session), dataset, error))
    return NULL;
  weft_catalog_add (weft_library_get_catalog (weft_session_get_library (session)), dataset);
  weft_sources_remember (weft_session_get_store (session), dataset->sha256, choice);
  return weft_paste_make_data_edit (weft_session_get_graph (session), node, dataset, x, y, error);
}

WeftDataChoice *
weft_own_data_find_choice (gpointer user, GtkWindow *window, const char *sha256)
{
  WeftSession *session = weft_application_get_session (window);

  return session != NULL ? weft_sources_find (weft_session_get_store (session), sha256) : NULL;
}
