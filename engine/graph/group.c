/* group: nodes put into a group, and a group taken apart, out of the edits that there are
 *
 * No wire leads over a group's edge, and a node that is wired does not move from group to group: so
 * wires are taken off first, and put on again when every node stands where it shall. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/graph-private.h"
#include "engine/graph/making.h"

#define BESIDE 174 /* px: a port node's distance from what is inside */

static gint64
add_node (WeftMaking *making, const char *layer, gint64 parent, double x, double y)
{
  return weft_making_add_node (
      making, &(WeftNode){ .layer = weft_layer_find (layer), .parent = parent, .x = x, .y = y });
}

/* Takes the wires off that lead to a node of `nodes`, and gives them back. */
static GArray *
take_wires (WeftMaking *making, GHashTable *nodes)
{
  GArray *wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));

  for (guint i = 0; i < weft_graph_get_n_wires (making->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (making->graph, i);

      if (g_hash_table_contains (nodes, &wire->from) || g_hash_table_contains (nodes, &wire->to))
        g_array_append_vals (wires, wire, 1);
    }
  for (guint i = 0; i < wires->len; i++)
    weft_making_add (making, weft_edit_remove_wire (&g_array_index (wires, WeftWire, i)));
  return wires;
}

/* --- grouping --- */

/* The nodes that are meant, as a set; NULL with error when they do not stand together. */
static GHashTable *
find_members (WeftGraph *graph, GArray *ids, gint64 *parent, GError **error)
{
  g_autoptr (GHashTable) members
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      const WeftNode *node = weft_graph_find (graph, g_array_index (ids, gint64, i));

      if (!node || node->layer->grouping == WEFT_GROUPING_INPUT
          || node->layer->grouping == WEFT_GROUPING_OUTPUT)
        continue;
      if (g_hash_table_size (members) > 0 && node->parent != *parent)
        {
          weft_edit_refuse (error, _ ("%s stands in another group than the rest"), node->name);
          return NULL;
        }
      *parent = node->parent;
      g_hash_table_add (members, g_memdup2 (&node->id, sizeof node->id));
    }
  if (g_hash_table_size (members) == 0)
    {
      weft_edit_refuse (error, _ ("there is nothing to group"));
      return NULL;
    }
  return g_steal_pointer (&members);
}

/* A node outside that members lead to and that leads to one, for which their group would wait as it
 * does for the group; nullable. */
static const WeftNode *
find_between (WeftGraph *graph, GHashTable *members)
{
  g_autoptr (GArray) sorted = weft_graph_sort (graph);
  g_autoptr (GHashTable) behind = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < sorted->len; i++)
    {
      gint64 *id = &g_array_index (sorted, gint64, i);
      gboolean is_member = g_hash_table_contains (members, id);

      for (guint k = weft_graph_place_of_wire (graph, *id, 0);
           k < graph->wires->len && weft_graph_get_wire (graph, k)->to == *id; k++)
        {
          const gint64 *from = &weft_graph_get_wire (graph, k)->from;
          gboolean is_behind = g_hash_table_contains (behind, from);

          if (is_member && is_behind)
            return weft_graph_find (graph, *from);
          if (!is_member && (is_behind || g_hash_table_contains (members, from)))
            g_hash_table_add (behind, id);
        }
    }
  return NULL;
}

typedef struct
{
  double left, right, top;
} Box;

static Box
find_box (WeftGraph *graph, GHashTable *members)
{
  Box box = { 1e9, -1e9, 1e9 };
  GHashTableIter iter;
  gint64 *id;

  g_hash_table_iter_init (&iter, members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      const WeftNode *node = weft_graph_find (graph, *id);

      box.left = MIN (box.left, node->x);
      box.right = MAX (box.right, node->x);
      box.top = MIN (box.top, node->y);
    }
  return box;
}

/* A port of the new group, and where its wire outside comes from. */
typedef struct
{
  gint64 from;
  int output;
  gint64 port;
} Port;

/* The number of the port for that source, made when it is the first time. */
static int
find_port (WeftMaking *making, GArray *ports, const WeftWire *wire, const char *layer, gint64 group,
           double x, double y)
{
  Port port = { wire->from, wire->output, 0 };

  for (guint i = 0; i < ports->len; i++)
    if (g_array_index (ports, Port, i).from == port.from
        && g_array_index (ports, Port, i).output == port.output)
      return (int) i;
  port.port = add_node (making, layer, group, x, y + 140 * ports->len);
  g_array_append_val (ports, port);
  return (int) ports->len - 1;
}

/* One wire that led over the edge becomes two, through a port; the part on the source's side is
 * there already when the port is not new. */
static void
lead_in (WeftMaking *making, GArray *inputs, const WeftWire *wire, gint64 group, const Box *box)
{
  guint before = inputs->len;
  int i = find_port (making, inputs, wire, "group_input", group, box->left - BESIDE, box->top);

  if (inputs->len > before)
    weft_making_add (making,
                     weft_edit_add_wire (&(WeftWire){
                         .from = wire->from, .output = wire->output, .to = group, .input = i }));
  weft_making_add (making,
                   weft_edit_add_wire (&(WeftWire){ .from = g_array_index (inputs, Port, i).port,
                                                    .to = wire->to,
                                                    .input = wire->input }));
}

static void
lead_out (WeftMaking *making, GArray *outputs, const WeftWire *wire, gint64 group, const Box *box)
{
  guint before = outputs->len;
  int i = find_port (making, outputs, wire, "group_output", group, box->right + BESIDE, box->top);

  if (outputs->len > before)
    weft_making_add (
        making, weft_edit_add_wire (&(WeftWire){ .from = wire->from,
                                                 .output = wire->output,
                                                 .to = g_array_index (outputs, Port, i).port }));
  weft_making_add (making, weft_edit_add_wire (&(WeftWire){
                               .from = group, .output = i, .to = wire->to, .input = wire->input }));
}

static void
put_wires_through (WeftMaking *making, GArray *wires, GHashTable *members, gint64 group,
                   const Box *box)
{
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (Port));
  g_autoptr (GArray) outputs = g_array_new (FALSE, FALSE, sizeof (Port));

  for (guint i = 0; i < wires->len && !making->failed; i++)
    {
      const WeftWire *wire = &g_array_index (wires, WeftWire, i);

      if (!g_hash_table_contains (members, &wire->from))
        lead_in (making, inputs, wire, group, box);
      else if (!g_hash_table_contains (members, &wire->to))
        lead_out (making, outputs, wire, group, box);
      else
        weft_making_add (making, weft_edit_add_wire (wire));
    }
}

static void
append_id_cb (gpointer id, gpointer value, gpointer data)
{
  g_array_append_vals (data, id, 1);
}

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

WeftEdit *
weft_group_make_edit (WeftGraph *graph, GArray *ids, GError **error)
{
  gint64 parent = 0, group;
  g_autoptr (GHashTable) members = find_members (graph, ids, &parent, error);
  g_autoptr (GArray) wires = NULL, sorted = g_array_new (FALSE, FALSE, sizeof (gint64));
  const WeftNode *between = members ? find_between (graph, members) : NULL;
  g_autofree char *title = between ? weft_node_dup_title (between) : NULL;
  WeftMaking making;
  Box box;

  if (!members)
    return NULL;
  if (between)
    return weft_edit_refuse (error, _ ("%s lies between what is to be grouped: choose it, too"),
                             title);
  g_hash_table_foreach (members, append_id_cb, sorted);
  g_array_sort (sorted, compare_ids_cb);
  box = find_box (graph, members);
  weft_making_begin (&making, graph, error);
  wires = take_wires (&making, members);
  group = add_node (&making, "group", parent, box.left, box.top);
  for (guint i = 0; i < sorted->len; i++)
    weft_making_add (&making, weft_edit_set_parent (g_array_index (sorted, gint64, i), group));
  put_wires_through (&making, wires, members, group, &box);
  return weft_making_end (&making, N_ ("Group"));
}

/* --- taking apart --- */

static GHashTable *
find_children (WeftGraph *graph, gint64 group)
{
  GHashTable *children = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->parent == group)
        g_hash_table_add (children, g_memdup2 (&node->id, sizeof node->id));
    }
  return children;
}

/* Where a wire comes from in the end: sources that are ports or the group itself are looked
 * through. FALSE: nowhere, or round in a circle. */
static gboolean
trace (WeftGraph *graph, gint64 group, gint64 *from, int *output)
{
  for (guint hops = 0; hops <= weft_graph_get_n_wires (graph); hops++)
    {
      const WeftNode *node = weft_graph_find (graph, *from);
      const WeftWire *wire = NULL;

      if (node->id == group)
        {
          node = weft_graph_find_port (graph, group, WEFT_GROUPING_OUTPUT, (guint) *output);
          wire = weft_graph_find_wire_to (graph, node->id, 0);
        }
      else if (node->parent == group && node->layer->grouping == WEFT_GROUPING_INPUT)
        {
          guint i = 0;

          while (weft_graph_find_port (graph, group, WEFT_GROUPING_INPUT, i) != node)
            i++;
          wire = weft_graph_find_wire_to (graph, group, (int) i);
        }
      else
        return TRUE;
      if (!wire)
        return FALSE;
      *from = wire->from;
      *output = wire->output;
    }
  return FALSE;
}

/* Children come out with what was said of their group. */
static void
free_child (WeftMaking *making, const WeftNode *group, const WeftNode *child)
{
  gint64 id = child->id;
  guint flags = group->flags & (WEFT_NODE_FROZEN | WEFT_NODE_MUTED) & ~child->flags;

  if (child->layer->grouping == WEFT_GROUPING_INPUT
      || child->layer->grouping == WEFT_GROUPING_OUTPUT)
    return; /* goes with the group */
  weft_making_add (making, weft_edit_set_parent (id, group->parent));
  for (const WeftFlag *row = weft_flags; row->name; row++)
    if (flags & row->flag)
      weft_making_add (making, weft_edit_set_flag (id, row->flag, TRUE));
}

static void
put_wires_back (WeftMaking *making, WeftGraph *graph, GArray *wires, gint64 group)
{
  for (guint i = 0; i < wires->len; i++)
    {
      WeftWire wire = g_array_index (wires, WeftWire, i);

      if (weft_graph_find (making->graph, wire.to)
          && trace (graph, group, &wire.from, &wire.output))
        weft_making_add (making, weft_edit_add_wire (&wire));
    }
}

gint64
weft_group_count_times (WeftGraph *graph, const WeftNode *node)
{
  gint64 times = 1;

  while ((node = weft_graph_find (graph, node->parent)))
    {
      g_autoptr (GVariant) repeat = weft_node_get_param (node, "repeat");

      if (__builtin_mul_overflow (times, CLAMP (g_variant_get_int64 (repeat), 1, WEFT_MAX_REPEAT),
                                  &times))
        return G_MAXINT64;
    }
  return times;
}

WeftEdit *
weft_ungroup_make_edit (WeftGraph *graph, gint64 id, GError **error)
{
  const WeftNode *group = weft_graph_find (graph, id);
  g_autoptr (GHashTable) inside = find_children (graph, id);
  g_autoptr (GVariant) repeat = NULL;
  g_autoptr (GArray) wires = NULL;
  WeftMaking making;

  if (!group || group->layer->grouping != WEFT_GROUPING_GROUP)
    return weft_edit_refuse (error, _ ("there is no group %lld"), (long long) id);
  repeat = weft_node_get_param (group, "repeat");
  if (g_variant_get_int64 (repeat) > 1)
    return weft_edit_refuse (error, _ ("%s is repeated; it can be taken apart when it stands once"),
                             group->name);
  weft_making_begin (&making, graph, error);
  g_hash_table_add (inside, g_memdup2 (&id, sizeof id));
  wires = take_wires (&making, inside);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->parent == id)
      free_child (&making, group, weft_graph_get_node (graph, i));
  weft_making_add (&making, weft_edit_remove_node (id));
  put_wires_back (&making, graph, wires, id);
  return weft_making_end (&making, N_ ("Ungroup"));
}
