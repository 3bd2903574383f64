/* asking: a trained network with somebody's files in the place of its data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/asking.h"

#include <string.h>

#include "engine/data/outputs.h"

static gint64
find_data (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->id == weft_layer_find ("data")->id)
      return weft_graph_get_node (graph, i)->id;
  return 0;
}

static gboolean
use_asked (WeftGraph *graph, const WeftDataset *asked, GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  weft_data_use_file (find_data (graph), asked, edits);
  for (guint i = 0; i < edits->len; i++)
    {
      g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, edits->pdata[i], error);

      if (inverse == NULL)
        return FALSE;
    }
  return TRUE;
}

/* "NAME=PATH", unless a file is called so. name: transfer full, NULL where there is none. */
static const char *
split_input (const char *text, char **name)
{
  const char *is = strchr (text, '=');
  g_autofree char *before = is != NULL ? g_strndup (text, (gsize) (is - text)) : NULL;

  if (before == NULL || !weft_field_is_name (before) || g_file_test (text, G_FILE_TEST_EXISTS))
    return text;
  *name = g_steal_pointer (&before);
  return is + 1;
}

static gboolean
read_inputs (WeftAsking *asking, char **paths, GError **error)
{
  guint n = g_strv_length (paths);
  g_autofree WeftAskedInput *inputs = g_new0 (WeftAskedInput, n);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      char *name = NULL;

      inputs[i].path = split_input (paths[i], &name);
      inputs[i].name = name;
      g_ptr_array_add (names, name);
    }
  asking->asked = weft_asked_read (asking->like, inputs, n, &asking->samples, error);
  return asking->asked != NULL;
}

gboolean
weft_asking_begin (WeftAsking *asking, char **paths, WeftCatalog *catalog,
                   const WeftReplayed *replayed, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_dup (replayed->model->graph);

  asking->like = replayed->model->dataset;
  asking->state = replayed->state;
  if (!read_inputs (asking, paths, error) || !use_asked (graph, asking->asked, error))
    return FALSE;
  weft_catalog_add (catalog, asking->asked);
  asking->model = weft_model_new (graph, catalog, error);
  return asking->model != NULL && weft_model_scale_as (asking->model, replayed->model, error);
}

void
weft_asking_clear (WeftAsking *asking)
{
  g_clear_pointer (&asking->model, weft_model_unref);
  g_clear_pointer (&asking->asked, weft_dataset_unref);
  g_clear_pointer (&asking->samples, g_array_unref);
}
