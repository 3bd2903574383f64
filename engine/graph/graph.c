/* graph: the document; keeps nodes by id and wires by (to, input), and changes through apply alone
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (WeftGraph, weft_graph, G_TYPE_OBJECT)

static guint changed_signal;

static void
weft_graph_finalize (GObject *object)
{
  WeftGraph *graph = WEFT_GRAPH (object);

  g_hash_table_unref (graph->names);
  g_ptr_array_unref (graph->nodes);
  g_array_unref (graph->wires);
  g_variant_unref (graph->training);
  G_OBJECT_CLASS (weft_graph_parent_class)->finalize (object);
}

static void
weft_graph_class_init (WeftGraphClass *class)
{
  G_OBJECT_CLASS (class)->finalize = weft_graph_finalize;
  changed_signal = g_signal_new ("changed", WEFT_TYPE_GRAPH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
weft_graph_init (WeftGraph *graph)
{
  graph->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_node_free);
  graph->names = g_hash_table_new (g_str_hash, g_str_equal);
  graph->wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  graph->training = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  graph->next_id = 1;
}

WeftGraph *
weft_graph_new (void)
{
  return g_object_new (WEFT_TYPE_GRAPH, NULL);
}

WeftGraph *
weft_graph_dup (WeftGraph *graph)
{
  WeftGraph *copy = weft_graph_new ();

  for (guint i = 0; i < graph->nodes->len; i++)
    weft_graph_insert (copy, weft_node_copy (g_ptr_array_index (graph->nodes, i)));
  g_array_append_vals (copy->wires, graph->wires->data, graph->wires->len);
  g_variant_unref (copy->training);
  copy->training = g_variant_ref (graph->training);
  copy->revision = graph->revision;
  copy->next_id = graph->next_id;
  return copy;
}

WeftEdit *
weft_graph_apply (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  gint64 next_id = graph->next_id;
  g_autoptr (WeftEdit) resolved = weft_edit_resolve (edit, &next_id);
  gboolean means = weft_edit_changes_meaning (resolved, graph);
  WeftEdit *inverse = resolved->kind->apply (graph, resolved, error);

  if (!inverse)
    return NULL;
  if (means)
    graph->revision++;
  g_signal_emit (graph, changed_signal, 0, resolved);
  return inverse;
}

/* --- nodes --- */

guint
weft_graph_place_of_node (WeftGraph *graph, gint64 id)
{
  guint low = 0, high = graph->nodes->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const WeftNode *node = g_ptr_array_index (graph->nodes, middle);

      if (node->id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

WeftNode *
weft_graph_lookup (WeftGraph *graph, gint64 id)
{
  guint place = weft_graph_place_of_node (graph, id);
  WeftNode *node = place < graph->nodes->len ? g_ptr_array_index (graph->nodes, place) : NULL;

  return node && node->id == id ? node : NULL;
}

void
weft_graph_insert (WeftGraph *graph, WeftNode *node)
{
  g_ptr_array_insert (graph->nodes, (int) weft_graph_place_of_node (graph, node->id), node);
  g_hash_table_insert (graph->names, node->name, node);
  graph->next_id = MAX (graph->next_id, node->id + 1);
}

void
weft_graph_remove (WeftGraph *graph, gint64 id)
{
  guint place = weft_graph_place_of_node (graph, id);
  WeftNode *node = g_ptr_array_index (graph->nodes, place);

  g_hash_table_remove (graph->names, node->name);
  g_ptr_array_remove_index (graph->nodes, place);
}

void
weft_graph_rename (WeftGraph *graph, WeftNode *node, const char *name)
{
  g_hash_table_remove (graph->names, node->name);
  g_free (node->name);
  node->name = g_strdup (name);
  g_hash_table_insert (graph->names, node->name, node);
}

guint
weft_graph_get_n_nodes (WeftGraph *graph)
{
  return graph->nodes->len;
}

const WeftNode *
weft_graph_get_node (WeftGraph *graph, guint i)
{
  g_return_val_if_fail (i < graph->nodes->len, NULL);
  return g_ptr_array_index (graph->nodes, i);
}

const WeftNode *
weft_graph_find (WeftGraph *graph, gint64 id)
{
  return weft_graph_lookup (graph, id);
}

const WeftNode *
weft_graph_find_by_name (WeftGraph *graph, const char *name)
{
  return g_hash_table_lookup (graph->names, name);
}

/* --- wires --- */

guint
weft_graph_place_of_wire (WeftGraph *graph, gint64 node, int input)
{
  guint low = 0, high = graph->wires->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const WeftWire *wire = &g_array_index (graph->wires, WeftWire, middle);

      if (wire->to < node || (wire->to == node && wire->input < input))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
weft_graph_insert_wire (WeftGraph *graph, const WeftWire *wire)
{
  g_array_insert_vals (graph->wires, weft_graph_place_of_wire (graph, wire->to, wire->input), wire,
                       1);
}

void
weft_graph_remove_wire (WeftGraph *graph, const WeftWire *wire)
{
  g_array_remove_index (graph->wires, weft_graph_place_of_wire (graph, wire->to, wire->input));
}

guint
weft_graph_get_n_wires (WeftGraph *graph)
{
  return graph->wires->len;
}

const WeftWire *
weft_graph_get_wire (WeftGraph *graph, guint i)
{
  g_return_val_if_fail (i < graph->wires->len, NULL);
  return &g_array_index (graph->wires, WeftWire, i);
}

gboolean
weft_graph_is_read (WeftGraph *graph, gint64 node)
{
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    if (weft_graph_get_wire (graph, i)->from == node)
      return TRUE;
  return FALSE;
}

const WeftWire *
weft_graph_find_wire_to (WeftGraph *graph, gint64 node, int input)
{
  guint place = weft_graph_place_of_wire (graph, node, input);
  const WeftWire *wire;

  if (place >= graph->wires->len)
    return NULL;
  wire = &g_array_index (graph->wires, WeftWire, place);
  return wire->to == node && wire->input == input ? wire : NULL;
}

/* --- the rest --- */

GVariant *
weft_graph_get_training (WeftGraph *graph)
{
  return graph->training;
}

guint64
weft_graph_get_revision (WeftGraph *graph)
{
  return graph->revision;
}

gint64
weft_graph_get_next_id (WeftGraph *graph)
{
  return graph->next_id;
}

void
weft_graph_reserve_ids (WeftGraph *graph, gint64 next)
{
  graph->next_id = CLAMP (next, graph->next_id, WEFT_MAX_ID);
}

static gboolean
nodes_equal (const WeftNode *a, const WeftNode *b)
{
  return a->id == b->id && strcmp (a->name, b->name) == 0 && g_strcmp0 (a->title, b->title) == 0
         && a->layer == b->layer && a->parent == b->parent && a->shared == b->shared
         && a->flags == b->flags && a->x == b->x && a->y == b->y
         && g_variant_equal (a->params, b->params);
}

static gboolean
wires_equal (const WeftWire *a, const WeftWire *b)
{
  return a->from == b->from && a->to == b->to && a->output == b->output && a->input == b->input;
}

gboolean
weft_graph_equal (WeftGraph *a, WeftGraph *b)
{
  if (a->nodes->len != b->nodes->len || a->wires->len != b->wires->len)
    return FALSE;
  for (guint i = 0; i < a->nodes->len; i++)
    if (!nodes_equal (a->nodes->pdata[i], b->nodes->pdata[i]))
      return FALSE;
  for (guint i = 0; i < a->wires->len; i++)
    if (!wires_equal (weft_graph_get_wire (a, i), weft_graph_get_wire (b, i)))
      return FALSE;
  return g_variant_equal (a->training, b->training);
}

void
weft_graph_assert (WeftGraph *graph)
{
  g_assert_cmpuint (g_hash_table_size (graph->names), ==, graph->nodes->len);
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const WeftNode *node = graph->nodes->pdata[i];

      g_assert_cmpint (node->id, <,
                       i + 1 < graph->nodes->len ? weft_graph_get_node (graph, i + 1)->id
                                                 : graph->next_id);
      g_assert_true (weft_graph_find_by_name (graph, node->name) == node);
      g_assert_true (weft_graph_check_parent (graph, node, node->parent, NULL));
      g_assert_true (weft_graph_check_shared (graph, node, node->shared, NULL));
    }
  for (guint i = 0; i < graph->wires->len; i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);
      const WeftNode *from = weft_graph_find (graph, wire->from);
      const WeftNode *to = weft_graph_find (graph, wire->to);

      g_assert_true (from && weft_graph_get_output (graph, from, (guint) wire->output));
      g_assert_true (to && weft_graph_get_input (graph, to, (guint) wire->input));
      g_assert_cmpint (from->parent, ==, to->parent);
      g_assert_true (weft_graph_find_wire_to (graph, wire->to, wire->input) == wire);
    }
}
