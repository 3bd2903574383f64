/* pack: a whole graph as one value, and back: the edit that makes it out of nothing
 *
 * So whatever an edit can say of a node is kept, ids too, and is read as edits are. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/edit.h"

static void
add_training (GPtrArray *edits, GVariant *training)
{
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_iter_init (&iter, training);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_ptr_array_add (edits, weft_edit_set_training (key, value));
      g_variant_unref (value);
    }
}

GVariant *
weft_graph_serialize (WeftGraph *graph)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftEdit) whole = NULL;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    g_ptr_array_add (edits, weft_edit_add_node (weft_graph_get_node (graph, i)));
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    g_ptr_array_add (edits, weft_edit_add_wire (weft_graph_get_wire (graph, i)));
  add_training (edits, weft_graph_get_training (graph));
  whole = weft_edit_list (edits, NULL);
  return weft_edit_serialize (whole);
}

WeftGraph *
weft_graph_deserialize (GVariant *value, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftEdit) whole = weft_edit_deserialize (value, error);
  g_autoptr (WeftEdit) inverse = NULL;

  if (whole != NULL)
    inverse = weft_graph_apply (graph, whole, error);
  return inverse != NULL ? g_steal_pointer (&graph) : NULL;
}
