/* onnx-fold: several nodes that an exporter made of one layer become one again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <string.h>

/* --- what folds ask --- */

gboolean
weft_fold_is (const WeftNode *node, const char *layer)
{
  return node != NULL && strcmp (node->layer->id, layer) == 0;
}

const WeftNode *
weft_fold_get (const WeftOnnxImport *import, const WeftNode *node, int i, int *output)
{
  const WeftWire *wire = weft_graph_find_wire_to (import->graph, node->id, i);

  if (output != NULL)
    *output = wire != NULL ? wire->output : -1;
  return wire != NULL ? weft_graph_find (import->graph, wire->from) : NULL;
}

/* Whether the model tells it. */
static gboolean
is_told (const WeftOnnxImport *import, gint64 node)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;

  for (size_t i = 0; i < graph->n_output; i++)
    {
      const char *name = graph->output[i]->name;
      const WeftOnnxSource *at = name != NULL ? g_hash_table_lookup (import->open, name) : NULL;

      if (at != NULL && at->node == node)
        return TRUE;
    }
  return FALSE;
}

const WeftNode *
weft_fold_find_reader (const WeftOnnxImport *import, const WeftNode *node)
{
  guint n;
  const WeftWire *wire = weft_onnx_import_find_read (import, node->id, &n);

  return n == 1 && wire->output == 0 && !is_told (import, node->id)
             ? weft_graph_find (import->graph, wire->to)
             : NULL;
}

double
weft_fold_get_number (const WeftNode *node, const char *param)
{
  g_autoptr (GVariant) v = weft_node_get_param (node, param);

  if (g_variant_is_of_type (v, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (v);
  return g_variant_is_of_type (v, G_VARIANT_TYPE_INT64) ? (double) g_variant_get_int64 (v)
                                                        : g_variant_get_double (v);
}

gboolean
weft_fold_is_text (const WeftNode *node, const char *param, const char *text)
{
  g_autoptr (GVariant) v = weft_node_get_param (node, param);

  return strcmp (g_variant_get_string (v, NULL), text) == 0;
}

guint
weft_fold_get_list (const WeftNode *node, const char *param, gint64 *v, guint most)
{
  g_autoptr (GVariant) list = weft_node_get_param (node, param);
  gsize n = 0;
  const gint64 *given = list != NULL && g_variant_is_of_type (list, G_VARIANT_TYPE ("ax"))
                            ? g_variant_get_fixed_array (list, &n, sizeof *given)
                            : NULL;

  for (gsize i = 0; i < MIN (n, most); i++)
    v[i] = given[i];
  return (guint) n;
}

WeftShape
weft_fold_get_shape (const WeftOnnxImport *import, gint64 node, int output)
{
  GHashTableIter iter;
  gpointer at;

  g_hash_table_iter_init (&iter, import->open);
  while (g_hash_table_iter_next (&iter, NULL, &at))
    if (((WeftOnnxSource *) at)->node == node && ((WeftOnnxSource *) at)->output == output)
      return ((WeftOnnxSource *) at)->made;
  return (WeftShape){ 0 };
}

char *
weft_fold_dup_stem (const WeftNode *node, const char *end)
{
  return weft_name_dup_before (node->name, end);
}

char *
weft_fold_dup_common (const WeftOnnxImport *import, const WeftNode *a, const WeftNode *b,
                      const char *what)
{
  const char *p = weft_onnx_import_get_scope (import, a->id),
             *q = weft_onnx_import_get_scope (import, b->id);
  gsize n = 0, same = 0;
  g_autofree char *scope = NULL, *stem = NULL;

  if (p == NULL || q == NULL)
    return NULL;
  for (;; n++)
    {
      if ((p[n] == '\0' || p[n] == '/') && (q[n] == '\0' || q[n] == '/'))
        same = n;
      if (p[n] != q[n] || p[n] == '\0')
        break;
    }
  scope = g_strndup (p, same);
  stem = same > 0 ? weft_onnx_import_dup_stem (scope) : NULL;
  if (stem == NULL || !g_ascii_islower (*stem))
    return NULL;
  return what == NULL || g_str_has_suffix (stem, what) ? g_steal_pointer (&stem)
                                                       : g_strdup_printf ("%s_%s", stem, what);
}

/* --- what folds do --- */

gint64
weft_fold_add (WeftOnnxImport *import, const char *layer, GVariant *params, WeftOnnxSource x,
               GError **error)
{
  g_autofree char *name = weft_graph_dup_free_name (import->graph, layer);
  gint64 id = weft_onnx_import_add (import, name, layer, params, error);

  return id != 0 && weft_onnx_import_wire (import, x, id, 0, error) ? id : 0;
}

static void
remove_weights (WeftOnnxImport *import, const char *name)
{
  g_autofree char *prefix = g_strconcat (name, ".", NULL);

  for (guint i = import->weights->len; i-- > 0;)
    if (g_str_has_prefix (((WeftNamedWeight *) import->weights->pdata[i])->name, prefix))
      g_ptr_array_remove_index (import->weights, i);
}

/* What nobody reads any more, from there on upwards. */
static gboolean
prune (WeftOnnxImport *import, gint64 id, GError **error)
{
  const WeftNode *node = weft_graph_find (import->graph, id);
  WeftWire before[WEFT_ONNX_MAX_PORTS];
  guint n, n_before = 0;

  if (node == NULL || weft_onnx_import_find_read (import, id, &n) != NULL || is_told (import, id)
      || id == import->data)
    return TRUE;
  for (int i = 0; i < WEFT_ONNX_MAX_PORTS; i++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (import->graph, id, i);

      if (wire != NULL)
        before[n_before++] = *wire;
    }
  for (guint i = 0; i < n_before; i++)
    if (!weft_onnx_import_unwire (import, &before[i], error))
      return FALSE;
  remove_weights (import, node->name);
  if (!weft_onnx_import_apply (import, weft_edit_remove_node (id), error))
    return FALSE;
  while (n_before > 0)
    if (!prune (import, before[--n_before].from, error))
      return FALSE;
  return TRUE;
}

gboolean
weft_fold_replace (WeftOnnxImport *import, gint64 old, WeftOnnxSource with, const char *name,
                   GError **error)
{
  const WeftOnnxRank *rank = g_hash_table_lookup (import->ranks, &old);
  const WeftWire *wire;
  GHashTableIter iter;
  gpointer at;
  guint n;

  while ((wire = weft_onnx_import_find_read (import, old, &n)) != NULL)
    {
      const WeftWire was = *wire;

      if (!weft_onnx_import_unwire (import, &was, error)
          || !weft_onnx_import_wire (import, with, was.to, was.input, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, import->open);
  while (g_hash_table_iter_next (&iter, NULL, &at))
    if (((WeftOnnxSource *) at)->node == old)
      {
        ((WeftOnnxSource *) at)->node = with.node;
        ((WeftOnnxSource *) at)->output = with.output;
      }
  if (with.node > old) /* it was made for that: it stands where the old one stood */
    weft_onnx_import_set_rank (import, with.node,
                               rank != NULL ? *rank : (WeftOnnxRank){ old, old });
  return prune (import, old, error) && weft_fold_rename (import, with.node, name, error);
}

gboolean
weft_fold_rename (WeftOnnxImport *import, gint64 id, const char *name, GError **error)
{
  const WeftNode *node = weft_graph_find (import->graph, id);
  g_autofree char *prefix = g_strconcat (node->name, ".", NULL);

  if (name == NULL || weft_graph_find_by_name (import->graph, name) != NULL)
    return TRUE;
  for (guint i = 0; i < import->weights->len; i++)
    {
      WeftNamedWeight *weight = import->weights->pdata[i];
      char *renamed;

      if (!g_str_has_prefix (weight->name, prefix))
        continue;
      renamed = g_strdup_printf ("%s.%s", name, weight->name + strlen (prefix));
      g_free (weight->name);
      weight->name = renamed;
    }
  return weft_onnx_import_apply (import, weft_edit_set_name (id, name), error);
}

void
weft_fold_add_weight (WeftOnnxImport *import, gint64 node, const char *name, const WeftShape *shape,
                      const float *numbers)
{
  g_autofree char *full
      = g_strdup_printf ("%s.%s", weft_graph_find (import->graph, node)->name, name);

  g_ptr_array_add (
      import->weights,
      weft_named_weight_new (
          full, shape, g_memdup2 (numbers, (gsize) weft_shape_count (shape) * sizeof *numbers)));
}

const WeftNamedWeight *
weft_fold_find_weight (const WeftOnnxImport *import, const WeftNode *node, const char *name)
{
  g_autofree char *full = g_strdup_printf ("%s.%s", node->name, name);

  for (guint i = 0; i < import->weights->len; i++)
    if (strcmp (((WeftNamedWeight *) import->weights->pdata[i])->name, full) == 0)
      return import->weights->pdata[i];
  return NULL;
}

/* --- all of them --- */

static const WeftFold folds[] = {
  weft_fold_halves,     weft_fold_last_step, weft_fold_states,    weft_fold_layer_norm,
  weft_fold_group_norm, weft_fold_rms_norm,  weft_fold_unit,      weft_fold_attention,
  weft_fold_encoder,    weft_fold_encoders,  weft_fold_positions,
};

gboolean
weft_onnx_import_fold (WeftOnnxImport *import, GError **error)
{
  /* What only a mask of steps that are all real was to be put on is read by nobody. */
  for (gint64 id = weft_graph_get_next_id (import->graph);
       g_hash_table_size (import->of_masks) > 0 && id-- > 1;)
    if (!prune (import, id, error))
      return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (folds); k++)
    for (gint64 id = 1; id < weft_graph_get_next_id (import->graph); id++)
      {
        const WeftNode *node = weft_graph_find (import->graph, id);
        GError *own = NULL;

        g_clear_pointer (&import->scope, g_free);
        if (node != NULL)
          import->scope = g_strdup (weft_onnx_import_get_scope (import, id));
        if (node != NULL && !folds[k](import, node, &own) && own != NULL)
          {
            g_propagate_error (error, own);
            return FALSE;
          }
      }
  g_clear_pointer (&import->scope, g_free);
  return TRUE;
}
