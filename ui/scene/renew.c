/* renew: layers that begin anew: others of their kind stand where they stood
 *
 * What was learnt is kept by the node, so another one knows nothing; and undoing brings back the
 * old one with all that it had learnt. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/scene/edits.h"

/* Whose weights are nobody else's. */
static gboolean
can_renew (const WeftNode *node)
{
  return node != NULL && node->shared == 0 && node->layer->grouping == WEFT_GROUPING_NONE;
}

/* The id that takes its place; itself where it stays. */
static gint64
find_new (GHashTable *news, gint64 id)
{
  const gint64 *new = g_hash_table_lookup (news, &id);

  return new != NULL ? *new : id;
}

static void
put_nodes (GPtrArray *edits, WeftGraph *graph, GHashTable *news, const gint64 *nodes, guint n)
{
  for (guint i = 0; i < n; i++)
    if (find_new (news, nodes[i]) != nodes[i])
      g_ptr_array_add (edits, weft_edit_remove_node (nodes[i]));
  for (guint i = 0; i < n; i++)
    if (find_new (news, nodes[i]) != nodes[i])
      {
        WeftNode new = *weft_graph_find (graph, nodes[i]);

        new.id = find_new (news, nodes[i]);
        g_ptr_array_add (edits, weft_edit_add_node (&new));
      }
}

/* What hung on the old ones hangs on the new ones. */
static void
put_ties (GPtrArray *edits, WeftGraph *graph, GHashTable *news)
{
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      WeftWire wire = *weft_graph_get_wire (graph, i);
      gint64 from = find_new (news, wire.from), to = find_new (news, wire.to);

      if (from == wire.from && to == wire.to)
        continue;
      wire.from = from;
      wire.to = to;
      g_ptr_array_add (edits, weft_edit_add_wire (&wire));
    }
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->shared != 0 && find_new (news, node->shared) != node->shared)
        g_ptr_array_add (edits, weft_edit_set_shared (node->id, find_new (news, node->shared)));
    }
}

WeftEdit *
weft_edits_renew (WeftGraph *graph, const gint64 *nodes, guint n, GArray *ids)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GHashTable) news = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  gint64 next = weft_graph_get_next_id (graph);

  for (guint i = 0; i < n; i++)
    if (can_renew (weft_graph_find (graph, nodes[i])))
      {
        g_hash_table_insert (news, g_memdup2 (&nodes[i], sizeof *nodes),
                             g_memdup2 (&next, sizeof next));
        g_array_append_val (ids, next);
        next++;
      }
  if (ids->len == 0)
    return NULL;
  put_nodes (edits, graph, news, nodes, n);
  put_ties (edits, graph, news);
  return weft_edit_list (edits, N_ ("Begin anew"));
}
