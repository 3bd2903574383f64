/* bring: another document's network, put into this one to stand still there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/bring.h"

#include <glib/gi18n-lib.h>

#include "engine/graph/making.h"
#include "engine/graph/room.h"

#define BELOW 140 /* px from the lowest node that is there */

typedef struct
{
  WeftMaking making;
  WeftGraph *from;
  const WeftNode *data; /* of the graph that it is brought to */
  GHashTable *ids;      /* gint64 there → gint64 here */
  double dx, dy;
} Bring;

static const WeftNode *
find_data (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->family == WEFT_FAMILY_DATA)
      return weft_graph_get_node (graph, i);
  return NULL;
}

/* What the first loss judges; nullable. */
static const WeftWire *
find_answer (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftWire *wire = node->layer->is_loss && node->parent == 0
                                 ? weft_graph_find_wire_to (graph, node->id, 0)
                                 : NULL;

      if (wire != NULL)
        return wire;
    }
  return NULL;
}

static gboolean
is_taken (const Bring *bring, gint64 id)
{
  return g_hash_table_contains (bring->ids, &id);
}

static gint64
get_id (const Bring *bring, gint64 id)
{
  const gint64 *found = g_hash_table_lookup (bring->ids, &id);

  return found != NULL ? *found : 0;
}

static void
mark (Bring *bring, gint64 id)
{
  gint64 none = 0;

  g_hash_table_insert (bring->ids, g_memdup2 (&id, sizeof id), g_memdup2 (&none, sizeof none));
}

/* What leads to the answer, at the top; until nothing is added any more. */
static void
mark_all (Bring *bring, gint64 answer)
{
  guint n = 0;

  mark (bring, answer);
  while (n != g_hash_table_size (bring->ids))
    {
      n = g_hash_table_size (bring->ids);
      for (guint i = 0; i < weft_graph_get_n_wires (bring->from); i++)
        {
          const WeftWire *wire = weft_graph_get_wire (bring->from, i);

          if (is_taken (bring, wire->to) && !is_taken (bring, wire->from)
              && weft_graph_find (bring->from, wire->from)->layer->family != WEFT_FAMILY_DATA)
            mark (bring, wire->from);
        }
      for (guint i = 0; i < weft_graph_get_n_nodes (bring->from); i++)
        {
          const WeftNode *node = weft_graph_get_node (bring->from, i);

          if (node->parent != 0 && is_taken (bring, node->parent) && !is_taken (bring, node->id))
            mark (bring, node->id);
        }
    }
}

static void
find_place (Bring *bring, WeftGraph *graph)
{
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE, low = -G_MAXDOUBLE;

  for (guint i = 0; i < weft_graph_get_n_nodes (bring->from); i++)
    {
      const WeftNode *node = weft_graph_get_node (bring->from, i);

      if (!is_taken (bring, node->id) || node->parent != 0)
        continue;
      left = MIN (left, node->x);
      top = MIN (top, node->y);
    }
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->parent == 0)
      low = MAX (low, weft_graph_get_node (graph, i)->y);
  bring->dx = bring->data->x + WEFT_ROOM_PITCH - left;
  bring->dy = low + BELOW - top;
}

/* By id: groups, and whose weights are used, stand before those who ask for them as a rule; what
 * does not is said to be of its own. */
static void
add_nodes (Bring *bring)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (bring->from) && !bring->making.failed; i++)
    {
      const WeftNode *node = weft_graph_get_node (bring->from, i);
      g_autofree char *name = g_strconcat (WEFT_BROUGHT, node->name, NULL);
      WeftNode brought = *node;
      gint64 id;

      if (!is_taken (bring, node->id))
        continue;
      brought.name = name;
      brought.parent = get_id (bring, node->parent);
      brought.shared = get_id (bring, node->shared);
      brought.flags |= node->parent == 0 ? WEFT_NODE_FROZEN : 0;
      brought.x += node->parent == 0 ? bring->dx : 0;
      brought.y += node->parent == 0 ? bring->dy : 0;
      id = weft_making_add_node (&bring->making, &brought);
      g_hash_table_insert (bring->ids, g_memdup2 (&node->id, sizeof id),
                           g_memdup2 (&id, sizeof id));
    }
}

static void
add_wires (Bring *bring)
{
  for (guint i = 0; i < weft_graph_get_n_wires (bring->from) && !bring->making.failed; i++)
    {
      const WeftWire *wire = weft_graph_get_wire (bring->from, i);
      const WeftNode *source = weft_graph_find (bring->from, wire->from);
      WeftWire brought
          = { get_id (bring, wire->from), get_id (bring, wire->to), wire->output, wire->input };

      if (brought.to == 0)
        continue;
      if (source->layer->family == WEFT_FAMILY_DATA)
        {
          brought.from = bring->data->id;
          brought.output = weft_node_find_output (
              bring->data, weft_graph_get_output (bring->from, source, (guint) wire->output));
        }
      if (brought.output >= 0)
        weft_making_add (&bring->making, weft_edit_add_wire (&brought));
    }
}

static void
add_answer (Bring *bring, const WeftWire *answer, gint64 node, const char *input)
{
  WeftGraph *graph = bring->making.graph;
  int port = weft_graph_find_input (graph, weft_graph_find (graph, node), input);
  const WeftWire *old = weft_graph_find_wire_to (graph, node, port);

  if (old != NULL)
    weft_making_add (&bring->making, weft_edit_remove_wire (&(WeftWire){
                                         old->from, old->to, old->output, old->input }));
  weft_making_add (&bring->making, weft_edit_add_wire (&(WeftWire){ get_id (bring, answer->from),
                                                                    node, answer->output, port }));
}

WeftEdit *
weft_bring_dup_edit (WeftGraph *graph, gint64 node, const char *input, WeftGraph *from,
                     GError **error)
{
  const WeftWire *answer = find_answer (from);
  Bring bring = { .from = from, .data = find_data (graph) };
  WeftEdit *edit;

  if (answer == NULL || bring.data == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           answer == NULL
                               ? _ ("That project has no network with a loss.")
                               : _ ("There is no data yet that both networks could read."));
      return NULL;
    }
  bring.ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  mark_all (&bring, answer->from);
  find_place (&bring, graph);
  weft_making_begin (&bring.making, graph, error);
  bring.data = weft_graph_find (bring.making.graph, bring.data->id);
  add_nodes (&bring);
  bring.data = find_data (bring.making.graph); /* nodes may have moved */
  add_wires (&bring);
  if (!bring.making.failed)
    add_answer (&bring, answer, node, input);
  edit = weft_making_end (&bring.making, N_ ("Bring a network"));
  g_hash_table_unref (bring.ids);
  return edit;
}
