/* sort: the order in which a graph is walked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph.h"

/* For each node, by its place: the places that it feeds, as one flat list with offsets. */
typedef struct
{
  GHashTable *places; /* id → place */
  guint *offset;      /* n + 1 */
  guint *target;
  guint *waits; /* how many wires into it are not yet walked */
} Fans;

static guint
place_of (const Fans *fans, gint64 id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (fans->places, &id));
}

static void
fans_init (Fans *fans, WeftGraph *graph)
{
  guint n = weft_graph_get_n_nodes (graph);
  guint n_wires = weft_graph_get_n_wires (graph);
  g_autofree guint *next = g_new0 (guint, n + 1);

  fans->places = g_hash_table_new (g_int64_hash, g_int64_equal);
  fans->offset = g_new0 (guint, n + 1);
  fans->target = g_new0 (guint, n_wires + 1);
  fans->waits = g_new0 (guint, n + 1);
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (fans->places, (gpointer) &weft_graph_get_node (graph, i)->id,
                         GUINT_TO_POINTER (i));
  for (guint i = 0; i < n_wires; i++)
    fans->offset[place_of (fans, weft_graph_get_wire (graph, i)->from) + 1]++;
  for (guint i = 0; i < n; i++)
    next[i + 1] = fans->offset[i + 1] += fans->offset[i];
  for (guint i = 0; i < n_wires; i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);
      guint to = place_of (fans, wire->to);

      fans->target[next[place_of (fans, wire->from)]++] = to;
      fans->waits[to]++;
    }
}

static void
fans_clear (Fans *fans)
{
  g_hash_table_unref (fans->places);
  g_free (fans->offset);
  g_free (fans->target);
  g_free (fans->waits);
}

GArray *
weft_graph_sort (WeftGraph *graph)
{
  guint n = weft_graph_get_n_nodes (graph);
  GArray *order = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  g_autofree guint *queue = g_new (guint, n + 1);
  guint head = 0, tail = 0;
  Fans fans;

  fans_init (&fans, graph);
  for (guint i = 0; i < n; i++)
    if (fans.waits[i] == 0)
      queue[tail++] = i;
  while (head < tail)
    {
      guint place = queue[head++];

      g_array_append_val (order, weft_graph_get_node (graph, place)->id);
      for (guint k = fans.offset[place]; k < fans.offset[place + 1]; k++)
        if (--fans.waits[fans.target[k]] == 0)
          queue[tail++] = fans.target[k];
    }
  fans_clear (&fans);
  return order;
}
