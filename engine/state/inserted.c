/* inserted: whether a layer was put in on a wire that there was */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/inserted.h"

#define MOST 64 /* new ones in a row */

/* The only wire that leads out of the node; NULL: there are none, or several. */
static const WeftWire *
find_wire_from (WeftGraph *graph, gint64 node)
{
  const WeftWire *found = NULL;

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->from != node)
        continue;
      if (found != NULL)
        return NULL;
      found = wire;
    }
  return found;
}

/* From a new node to the wire by which the row of new ones is fed. */
static const WeftWire *
find_first (WeftGraph *before, WeftGraph *after, gint64 node)
{
  const WeftWire *wire = weft_graph_find_wire_to (after, node, 0);

  for (int i = 0; i < MOST && wire != NULL && weft_graph_find (before, wire->from) == NULL; i++)
    wire = weft_graph_find_wire_to (after, wire->from, 0);
  return wire;
}

static const WeftWire *
find_last (WeftGraph *before, WeftGraph *after, gint64 node)
{
  const WeftWire *wire = find_wire_from (after, node);

  for (int i = 0; i < MOST && wire != NULL && weft_graph_find (before, wire->to) == NULL; i++)
    wire = find_wire_from (after, wire->to);
  return wire;
}

gboolean
weft_graph_is_inserted (WeftGraph *before, WeftGraph *after, gint64 node)
{
  const WeftWire *first, *last, *was;

  if (weft_graph_find (before, node) != NULL)
    return FALSE;
  first = find_first (before, after, node);
  last = find_last (before, after, node);
  was = last != NULL ? weft_graph_find_wire_to (before, last->to, last->input) : NULL;
  return first != NULL && was != NULL && was->from == first->from && was->output == first->output;
}
