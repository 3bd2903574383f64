/* library: every data set that a graph may name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/library.h"

#include <string.h>

#include "app/user/paths.h"
#include "projects/gallery/gallery.h"
#include "projects/readers/reader.h"

struct _WeftLibrary
{
  WeftCatalog *catalog;
  WeftStore *store;
};

static WeftDataset *
load_cb (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  WeftLibrary *library = user;

  if (strcmp (source, "file") != 0)
    return weft_gallery_load_data (weft_paths_get_gallery (), source, error);
  if (library->store != NULL && sha256 != NULL && *sha256 != '\0')
    return weft_store_load_data (library->store, sha256, error);
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, name); /* worded by the catalog */
  return NULL;
}

static char **
list_cb (gpointer user)
{
  return weft_gallery_list_data (weft_paths_get_gallery ());
}

static const char *
title_cb (gpointer user, const char *source)
{
  return weft_gallery_get_data_title (source);
}

WeftLibrary *
weft_library_new (void)
{
  WeftLibrary *library = g_new0 (WeftLibrary, 1);
  const WeftCatalogHost host = {
    .load = load_cb,
    .list = list_cb,
    .title = title_cb,
    .user = library,
  };

  library->catalog = weft_catalog_new (&host);
  return library;
}

void
weft_library_free (WeftLibrary *library)
{
  weft_catalog_unref (library->catalog);
  g_free (library);
}

WeftCatalog *
weft_library_get_catalog (WeftLibrary *library)
{
  return library->catalog;
}

void
weft_library_set_store (WeftLibrary *library, WeftStore *store)
{
  library->store = store;
}

static gboolean
copy_node_data (WeftLibrary *library, const WeftNode *node, WeftStore *store, GError **error)
{
  g_autoptr (GVariant) source = weft_node_get_param (node, "source");
  g_autoptr (WeftDataset) dataset = NULL;

  if (source == NULL || strcmp (g_variant_get_string (source, NULL), "file") != 0)
    return TRUE;
  dataset = weft_catalog_lookup (library->catalog, node->params, 1, 0, NULL);
  return dataset == NULL || weft_store_put_data (store, dataset, error);
}

gboolean
weft_library_copy_data (WeftLibrary *library, WeftGraph *graph, WeftStore *store, GError **error)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->layer->family == WEFT_FAMILY_DATA && !copy_node_data (library, node, store, error))
        return FALSE;
    }
  return TRUE;
}

/* What the loss at the labels' wire takes says how the target is to be read. */
static WeftTask
find_task (WeftGraph *graph, const WeftNode *data)
{
  int labels = weft_node_find_output (data, "y");

  for (guint w = 0; w < weft_graph_get_n_wires (graph); w++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, w);
      const WeftNode *to = weft_graph_find (graph, wire->to);

      if (wire->from == data->id && wire->output == labels && to->layer->is_loss)
        return weft_layer_takes (to->layer, (guint) wire->input, WEFT_KIND_CLASS)
                   ? WEFT_TASK_CLASS
                   : WEFT_TASK_NUMBER;
    }
  return WEFT_TASK_AUTO;
}

WeftDataset *
weft_library_read_for (WeftLibrary *library, const char *path, WeftGraph *graph,
                       const WeftNode *node, const WeftReadOptions *options, GError **error)
{
  WeftReadOptions asked = options != NULL ? *options : (WeftReadOptions){ 0 };
  g_autoptr (GVariant) target = weft_node_get_param (node, "target");
  g_autoptr (GVariant) source = weft_node_get_param (node, "source");

  if (asked.target == NULL && g_strcmp0 (g_variant_get_string (source, NULL), "file") == 0)
    asked.target = g_variant_get_string (target, NULL);
  if (asked.task == WEFT_TASK_AUTO)
    asked.task = find_task (graph, node);
  return weft_library_read_as (library, path, &asked, NULL, error);
}

WeftDataset *
weft_library_read (WeftLibrary *library, const char *path, GError **error)
{
  return weft_library_read_as (library, path, NULL, NULL, error);
}

WeftDataset *
weft_library_read_as (WeftLibrary *library, const char *path, const WeftReadOptions *options,
                      WeftColumns **columns, GError **error)
{
  WeftDataset *dataset = weft_reader_read_as (path, options, columns, error);

  if (dataset != NULL)
    weft_catalog_add (library->catalog, dataset);
  return dataset;
}
