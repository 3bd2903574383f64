/* import-repeats: groups that are alike and stand behind each other are one that is repeated */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <string.h>

#include "engine/graph/group.h"

static GArray *
list_inside (const WeftOnnxImport *import, gint64 group)
{
  GArray *inside = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < weft_graph_get_n_nodes (import->graph); i++)
    if (weft_graph_get_node (import->graph, i)->parent == group)
      g_array_append_val (inside, weft_graph_get_node (import->graph, i)->id);
  return inside;
}

static int
find (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return (int) i;
  return -1;
}

/* Weights of a node, in their order. */
static GPtrArray *
list_weights (const WeftOnnxImport *import, const WeftNode *node)
{
  GPtrArray *list = g_ptr_array_new ();
  g_autofree char *prefix = g_strconcat (node->name, ".", NULL);

  for (guint i = 0; i < import->weights->len; i++)
    if (g_str_has_prefix (((WeftNamedWeight *) import->weights->pdata[i])->name, prefix))
      g_ptr_array_add (list, import->weights->pdata[i]);
  return list;
}

/* Of repeats of a the first only. */
static gboolean
has_same_weights (const WeftOnnxImport *import, const WeftNode *a, const WeftNode *b)
{
  g_autoptr (GPtrArray) q = list_weights (import, b);

  for (guint i = 0; i < q->len; i++)
    {
      const WeftNamedWeight *of_b = q->pdata[i];
      const WeftNamedWeight *of_a
          = weft_fold_find_weight (import, a, of_b->name + strlen (b->name) + 1);

      if (of_a == NULL || !weft_shape_same_dims (&of_a->shape, &of_b->shape, 0))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_alike (const WeftOnnxImport *import, gint64 p, gint64 q)
{
  const WeftNode *a = weft_graph_find (import->graph, p), *b = weft_graph_find (import->graph, q);

  return a->layer == b->layer && a->shared == 0 && b->shared == 0
         && a->layer->grouping != WEFT_GROUPING_GROUP && g_variant_equal (a->params, b->params)
         && has_same_weights (import, a, b);
}

static guint
count_wires (const WeftOnnxImport *import, const GArray *inside)
{
  guint n = 0;

  for (guint i = 0; i < weft_graph_get_n_wires (import->graph); i++)
    n += find (inside, weft_graph_get_wire (import->graph, i)->to) >= 0;
  return n;
}

/* Whether the nodes of both are the same, one by one, and their wires. */
static gboolean
are_alike (const WeftOnnxImport *import, const GArray *a, const GArray *b)
{
  if (a->len != b->len || count_wires (import, a) != count_wires (import, b))
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!is_alike (import, g_array_index (a, gint64, i), g_array_index (b, gint64, i)))
      return FALSE;
  for (guint i = 0; i < weft_graph_get_n_wires (import->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (import->graph, i), *other;
      int to = find (a, wire->to), from = find (a, wire->from);

      if (to < 0)
        continue;
      other = weft_graph_find_wire_to (import->graph, g_array_index (b, gint64, to), wire->input);
      if (from < 0 || other == NULL || other->output != wire->output
          || other->from != g_array_index (b, gint64, from))
        return FALSE;
    }
  return TRUE;
}

/* b's weights as those of a's next time. */
static void
move_weights (WeftOnnxImport *import, const GArray *a, const GArray *b, gint64 times)
{
  for (guint i = 0; i < a->len; i++)
    {
      const WeftNode *to = weft_graph_find (import->graph, g_array_index (a, gint64, i));
      const WeftNode *from = weft_graph_find (import->graph, g_array_index (b, gint64, i));
      g_autoptr (GPtrArray) list = list_weights (import, from);

      for (guint k = 0; k < list->len; k++)
        {
          WeftNamedWeight *weight = list->pdata[k];
          char *name = g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%s", to->name, times,
                                        weight->name + strlen (from->name) + 1);

          g_free (weight->name);
          weight->name = name;
        }
    }
}

/* The group that alone reads this one, by its only port. */
static const WeftNode *
find_next (const WeftOnnxImport *import, const WeftNode *group)
{
  const WeftNode *next = weft_fold_find_reader (import, group);

  return next != NULL && next->layer->grouping == WEFT_GROUPING_GROUP
                 && next->parent == group->parent
                 && weft_graph_count_inputs (import->graph, next) == 1
                 && weft_graph_count_inputs (import->graph, group) == 1
                 && weft_graph_count_outputs (import->graph, next) == 1
                 && weft_graph_count_outputs (import->graph, group) == 1
             ? next
             : NULL;
}

/* FALSE where the group behind is another; it goes where it is the same. */
static gboolean
repeat (WeftOnnxImport *import, gint64 id, GError **error)
{
  const WeftNode *group = weft_graph_find (import->graph, id), *next;
  g_autoptr (GArray) a = NULL, b = NULL;
  gint64 times;

  next = group != NULL ? find_next (import, group) : NULL;
  if (next == NULL || weft_fold_get_number (next, "repeat") != 1)
    return FALSE;
  a = list_inside (import, id);
  b = list_inside (import, next->id);
  if (!are_alike (import, a, b))
    return FALSE;
  times = (gint64) weft_fold_get_number (group, "repeat") + 1;
  move_weights (import, a, b, times);
  return weft_onnx_import_apply (
             import, weft_edit_set_param (id, "repeat", g_variant_new_int64 (times)), error)
         && weft_fold_replace (import, next->id, (WeftOnnxSource){ .node = id }, NULL, error);
}

/* A group that is left with nothing but another in it: the inner one stands for both. */
static void
open_shell (WeftOnnxImport *import, gint64 id)
{
  const WeftNode *group = weft_graph_find (import->graph, id);
  g_autoptr (GArray) inside = NULL;
  g_autofree char *name = NULL, *title = NULL;
  gint64 inner = 0;
  guint n = 0;
  WeftEdit *edit;

  if (group == NULL || group->layer->grouping != WEFT_GROUPING_GROUP
      || weft_fold_get_number (group, "repeat") != 1)
    return;
  inside = list_inside (import, id);
  for (guint i = 0; i < inside->len; i++)
    {
      const WeftNode *node = weft_graph_find (import->graph, g_array_index (inside, gint64, i));

      if (node->layer->grouping == WEFT_GROUPING_INPUT
          || node->layer->grouping == WEFT_GROUPING_OUTPUT)
        continue;
      inner = node->id;
      n += node->layer->grouping == WEFT_GROUPING_GROUP ? 1 : 2;
    }
  name = g_strdup (group->name);
  title = g_strdup (group->title);
  edit = n == 1 ? weft_ungroup_make_edit (import->graph, id, NULL) : NULL;
  if (edit == NULL || !weft_onnx_import_apply (import, edit, NULL))
    return;
  weft_fold_rename (import, inner, name, NULL);
  weft_onnx_import_apply (import, weft_edit_set_title (inner, title), NULL);
}

gboolean
weft_onnx_import_repeat (WeftOnnxImport *import, GError **error)
{
  gint64 last = weft_graph_get_next_id (import->graph);

  for (gint64 id = 1; id < last; id++)
    {
      GError *own = NULL;

      while (repeat (import, id, &own))
        ;
      if (own != NULL)
        {
          g_propagate_error (error, own);
          return FALSE;
        }
    }
  for (gint64 id = 1; id < last; id++)
    open_shell (import, id);
  return TRUE;
}
