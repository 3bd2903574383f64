/* own-data: somebody's data in a project, one of their own or the open one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/own-data.h"

#include <glib/gi18n.h>

#include "app/host/leave.h"
#include "app/host/loading.h"
#include "app/host/opening.h"
#include "app/host/paste.h"
#include "app/session/brought.h"
#include "app/user/files.h"
#include "app/user/sources.h"
#include "engine/data/own-pictures.h"
#include "projects/readers/files/input.h"
#include "projects/readers/starters/starter.h"

gboolean
weft_own_data_open_draft (WeftApplication *application, GtkWindow *window, WeftGraph *graph,
                          const char *stem, const char *title, const char *example, GError **error)
{
  g_autofree char *path = weft_files_dup_draft_path (stem);
  WeftStore *store = weft_store_create (path, graph, title, example, error);

  return store != NULL
         && weft_opening_begin_new (application, WEFT_WINDOW (window), store, NULL, FALSE, error);
}

gboolean
weft_own_data_open_network (WeftApplication *application, GtkWindow *window, const char *from,
                            GError **error)
{
  g_autofree char *path = weft_files_dup_draft_path ("network");
  g_autofree char *stem = weft_input_dup_stem (from);
  WeftStore *store = weft_brought_create (path, from, stem, error);

  return store != NULL
         && weft_opening_begin_new (application, WEFT_WINDOW (window), store, NULL, FALSE, error);
}

/* The classes get their names, and more of them come, in the panel where they are drawn. */
gboolean
weft_own_data_open_drawn (gpointer user, GtkWindow *window, GError **error)
{
  g_auto (GStrv) names = weft_own_pictures_split_names (WEFT_OWN_PICTURES_FIRST);
  WeftShape shape = weft_own_pictures_get_shape (&(WeftDims){ 0 });
  g_autoptr (WeftDataset) dataset = weft_own_pictures_new_like (names, &shape);
  g_autoptr (WeftGraph) graph = weft_starter_new (dataset, error);

  return graph != NULL
         && weft_own_data_open_draft (user, window, graph, "drawn", _ ("My pictures"), NULL, error);
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
  g_autofree char *path = weft_files_dup_draft_path ("data");
  WeftStore *store;

  if (graph == NULL)
    return FALSE;
  if (!may_leave (window, choice, dataset, train))
    return TRUE;
  store = weft_store_create (path, graph, dataset->name, NULL, error);
  if (store == NULL)
    return FALSE;
  weft_sources_remember (store, dataset->sha256, choice);
  return weft_opening_begin_new (user, WEFT_WINDOW (window), store, dataset, train, error);
}

/* --- the open project --- */

typedef struct
{
  GtkWindow *window; /* owned */
  WeftSession *session;
  WeftLibrary *library; /* of its own, for the thread */
  WeftBroughtFunc done;
  gpointer data;
} Bringing;

static void
brought_cb (const GError *error, gpointer user)
{
  Bringing *bringing = user;

  if (error == NULL)
    weft_catalog_take (weft_library_get_catalog (weft_session_get_library (bringing->session)),
                       weft_library_get_catalog (bringing->library));
  weft_library_free (bringing->library);
  bringing->done (error, bringing->data);
  g_object_unref (bringing->window);
  g_free (bringing);
}

/* As it will be with these data. */
static WeftGraph *
make_graph (WeftGraph *graph, gint64 node, WeftDataset *dataset)
{
  WeftGraph *copy = weft_graph_dup (graph);
  g_autoptr (WeftEdit) edit = weft_paste_make_data_edit (copy, node, dataset, 0, 0, NULL);
  g_autoptr (WeftEdit) inverse = edit != NULL ? weft_graph_apply (copy, edit, NULL) : NULL;

  return copy;
}

void
weft_own_data_bring (gpointer user, GtkWindow *window, WeftDataset *dataset, gint64 node,
                     WeftBroughtFunc done, gpointer data)
{
  WeftSession *session = weft_application_get_session (window);
  WeftStore *store = weft_session_get_store (session);
  g_autoptr (WeftGraph) graph = make_graph (weft_session_get_graph (session), node, dataset);
  g_autofree char *title = weft_dataset_dup_title (dataset), *heading = NULL;
  Bringing *bringing;

  if (!weft_loading_is_long (store, graph, dataset))
    {
      done (NULL, data);
      return;
    }
  bringing = g_new (Bringing, 1);
  *bringing = (Bringing){ g_object_ref (window), session, weft_library_new (), done, data };
  weft_library_set_store (bringing->library, store);
  /* Translators: the name of a data set */
  heading = g_strdup_printf (_ ("Keeping “%s” in the project"), title);
  weft_loading_begin (&(WeftLoading){ window, heading, store, graph, bringing->library, dataset },
                      brought_cb, bringing);
}

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
