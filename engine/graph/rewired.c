/* rewired: whether an edit changes what leads where, points on wires left out of account */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/rewired.h"

#include <string.h>

#include "engine/graph/graph-private.h"

typedef struct
{
  WeftGraph *graph;
  GArray *wires;     /* WeftWire, as they are after what was looked at */
  GHashTable *added; /* gint64: points that are not in the graph yet */
  guint n;           /* points that came or went */
} Rewiring;

static gboolean
is_point (const Rewiring *it, gint64 id)
{
  const WeftNode *node = weft_graph_find (it->graph, id);

  return node != NULL ? node->layer->grouping == WEFT_GROUPING_POINT
                      : g_hash_table_contains (it->added, &id);
}

static gboolean
add_node (Rewiring *it, WeftEdit *edit)
{
  const WeftLayer *layer = weft_layer_find (weft_edit_get_text (edit, "layer"));
  gint64 id = weft_edit_get_id (edit, "node");

  if (layer == NULL || layer->grouping != WEFT_GROUPING_POINT || id <= 0)
    return FALSE;
  g_hash_table_add (it->added, g_memdup2 (&id, sizeof id));
  it->n++;
  return TRUE;
}

static gboolean
remove_node (Rewiring *it, WeftEdit *edit)
{
  gint64 id = weft_edit_get_id (edit, "node");

  if (!is_point (it, id))
    return FALSE;
  for (guint i = it->wires->len; i > 0; i--)
    {
      const WeftWire *wire = &g_array_index (it->wires, WeftWire, i - 1);

      if (wire->from == id || wire->to == id)
        g_array_remove_index_fast (it->wires, i - 1);
    }
  it->n++;
  return TRUE;
}

static WeftWire
read_wire (WeftEdit *edit)
{
  return (WeftWire){ .from = weft_edit_get_id (edit, "from"),
                     .to = weft_edit_get_id (edit, "to"),
                     .output = weft_edit_get_int (edit, "output"),
                     .input = weft_edit_get_int (edit, "input") };
}

static gboolean
add_wire (Rewiring *it, WeftEdit *edit)
{
  WeftWire wire = read_wire (edit);

  g_array_append_val (it->wires, wire);
  return TRUE;
}

static WeftWire *
find_to (GArray *wires, gint64 to, int input)
{
  for (guint i = 0; i < wires->len; i++)
    {
      WeftWire *wire = &g_array_index (wires, WeftWire, i);

      if (wire->to == to && wire->input == input)
        return wire;
    }
  return NULL;
}

static gboolean
remove_wire (Rewiring *it, WeftEdit *edit)
{
  WeftWire wire = read_wire (edit);
  WeftWire *there = find_to (it->wires, wire.to, wire.input);

  if (there != NULL)
    g_array_remove_index_fast (it->wires, (guint) (there - (WeftWire *) (void *) it->wires->data));
  return there != NULL;
}

/* FALSE: it does something else to the network. */
static gboolean
follow (Rewiring *it, WeftEdit *edit)
{
  static const struct
  {
    const char *kind;
    gboolean (*follow) (Rewiring *it, WeftEdit *edit);
  } kinds[] = { { "add-node", add_node },
                { "remove-node", remove_node },
                { "add-wire", add_wire },
                { "remove-wire", remove_wire } };
  guint n = weft_edit_get_n_children (edit);

  for (guint i = 0; i < n; i++)
    if (!follow (it, weft_edit_get_child (edit, i)))
      return FALSE;
  for (gsize i = 0; n == 0 && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (weft_edit_get_kind (edit), kinds[i].kind) == 0)
      return kinds[i].follow (it, edit);
  return n > 0 || !weft_edit_means (edit, it->graph);
}

/* What leads to it in the end; from 0: nothing does, or a ring of points. */
static WeftWire
resolve (const Rewiring *it, GArray *wires, const WeftWire *wire)
{
  WeftWire at = *wire;

  for (guint i = 0; i <= wires->len; i++)
    {
      const WeftWire *before = is_point (it, at.from) ? find_to (wires, at.from, 0) : NULL;

      if (!is_point (it, at.from))
        return (WeftWire){ at.from, wire->to, at.output, wire->input };
      if (before == NULL)
        break;
      at = *before;
    }
  return (WeftWire){ 0, wire->to, 0, wire->input };
}

/* Whether each input of a node that is no point is led into by b as it is by a. */
static gboolean
covers (const Rewiring *it, GArray *a, GArray *b)
{
  for (guint i = 0; i < a->len; i++)
    {
      const WeftWire *wire = &g_array_index (a, WeftWire, i);
      const WeftWire *other = is_point (it, wire->to) ? NULL : find_to (b, wire->to, wire->input);
      WeftWire one, two;

      if (is_point (it, wire->to))
        continue;
      if (other == NULL)
        return FALSE;
      one = resolve (it, a, wire);
      two = resolve (it, b, other);
      if (one.from != two.from || one.output != two.output)
        return FALSE;
    }
  return TRUE;
}

/* Most edits have nothing to do with points: they are told from the others without a look at the
 * wires, of which there may be many. */
static gboolean
has_point (WeftEdit *edit, WeftGraph *graph)
{
  const char *id = weft_edit_get_text (edit, "layer");
  const WeftNode *node
      = id == NULL ? weft_graph_find (graph, weft_edit_get_id (edit, "node")) : NULL;
  const WeftLayer *layer = id != NULL ? weft_layer_find (id) : node != NULL ? node->layer : NULL;

  for (guint i = 0; i < weft_edit_get_n_children (edit); i++)
    if (has_point (weft_edit_get_child (edit, i), graph))
      return TRUE;
  return layer != NULL && layer->grouping == WEFT_GROUPING_POINT;
}

static gboolean
is_same (WeftEdit *edit, WeftGraph *graph)
{
  guint n = weft_graph_get_n_wires (graph);
  g_autoptr (GArray) before = g_array_sized_new (FALSE, FALSE, sizeof (WeftWire), n);
  g_autoptr (GArray) after = g_array_sized_new (FALSE, FALSE, sizeof (WeftWire), n + 2);
  g_autoptr (GHashTable) added = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Rewiring it = { graph, after, added, 0 };

  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (before, *weft_graph_get_wire (graph, i));
      g_array_append_val (after, *weft_graph_get_wire (graph, i));
    }
  return follow (&it, edit) && it.n > 0 && covers (&it, before, after)
         && covers (&it, after, before);
}

gboolean
weft_rewired_is_same (WeftEdit *edit, WeftGraph *graph)
{
  return has_point (edit, graph) && is_same (edit, graph);
}
