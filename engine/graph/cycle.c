/* cycle: finds the circles of wires: the strongly connected parts of what cannot be sorted
 *
 * Tarjan 1972, with a stack of its own, so that ten thousand nodes in a row are no deeper than one.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

typedef struct
{
  guint place;
  guint wire; /* the next one into the node */
} Frame;

typedef struct
{
  WeftGraph *graph;
  GArray *frames; /* Frame: the way down to where we are */
  GArray *open;   /* places whose circle is not yet known */
  guint *number;  /* by place: 0 not seen, else the order of seeing */
  guint *low;     /* by place: the lowest number that it leads back to */
  gboolean *is_open;
  guint n_seen;
  GPtrArray *cycles;
} Search;

static void
enter (Search *search, guint place)
{
  const WeftNode *node = weft_graph_get_node (search->graph, place);
  Frame frame = { place, weft_graph_place_of_wire (search->graph, node->id, 0) };

  search->number[place] = search->low[place] = ++search->n_seen;
  search->is_open[place] = TRUE;
  g_array_append_val (search->open, place);
  g_array_append_val (search->frames, frame);
}

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gboolean
feeds_itself (WeftGraph *graph, gint64 id)
{
  for (guint i = weft_graph_place_of_wire (graph, id, 0); i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->to != id)
        return FALSE;
      if (wire->from == id)
        return TRUE;
    }
  return FALSE;
}

/* Takes the part that place began from the open ones; it counts when it is a circle. */
static void
close_part (Search *search, guint place)
{
  GArray *part = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint last;

  do
    {
      last = g_array_index (search->open, guint, search->open->len - 1);
      g_array_set_size (search->open, search->open->len - 1);
      search->is_open[last] = FALSE;
      g_array_append_val (part, weft_graph_get_node (search->graph, last)->id);
    }
  while (last != place);
  g_array_sort (part, compare_ids_cb);
  if (part->len > 1 || feeds_itself (search->graph, g_array_index (part, gint64, 0)))
    g_ptr_array_add (search->cycles, part);
  else
    g_array_unref (part);
}

/* One wire further at the deepest node, or back up from it. */
static void
advance (Search *search)
{
  Frame *frame = &g_array_index (search->frames, Frame, search->frames->len - 1);
  guint place = frame->place;
  const WeftNode *node = weft_graph_get_node (search->graph, place);
  const WeftWire *wire = frame->wire < weft_graph_get_n_wires (search->graph)
                             ? weft_graph_get_wire (search->graph, frame->wire)
                             : NULL;

  frame->wire++;
  if (wire && wire->to == node->id)
    {
      guint from = weft_graph_place_of_node (search->graph, wire->from);

      if (search->number[from] == 0)
        enter (search, from);
      else if (search->is_open[from])
        search->low[place] = MIN (search->low[place], search->number[from]);
      return;
    }
  if (search->low[place] == search->number[place])
    close_part (search, place);
  g_array_set_size (search->frames, search->frames->len - 1);
  if (search->frames->len > 0)
    {
      guint above = g_array_index (search->frames, Frame, search->frames->len - 1).place;

      search->low[above] = MIN (search->low[above], search->low[place]);
    }
}

GPtrArray *
weft_graph_find_cycles (WeftGraph *graph, GArray *sorted)
{
  guint n = weft_graph_get_n_nodes (graph);
  Search search = {
    .graph = graph,
    .frames = g_array_new (FALSE, FALSE, sizeof (Frame)),
    .open = g_array_new (FALSE, FALSE, sizeof (guint)),
    .number = g_new0 (guint, n + 1),
    .low = g_new0 (guint, n + 1),
    .is_open = g_new0 (gboolean, n + 1),
    .cycles = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref),
  };

  for (guint i = 0; i < sorted->len; i++)
    search.number[weft_graph_place_of_node (graph, g_array_index (sorted, gint64, i))] = G_MAXUINT;
  for (guint i = 0; i < n; i++)
    {
      if (search.number[i] == 0)
        enter (&search, i);
      while (search.frames->len > 0)
        advance (&search);
    }
  g_array_unref (search.frames);
  g_array_unref (search.open);
  g_free (search.number);
  g_free (search.low);
  g_free (search.is_open);
  return search.cycles;
}
