/* kinds-group: where a node stands, whose weights it uses, what it is told; and what is refused */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>

gboolean
weft_graph_is_inside (WeftGraph *graph, const WeftNode *node, gint64 group)
{
  for (; node && node->parent != 0; node = weft_graph_find (graph, node->parent))
    if (node->parent == group)
      return TRUE;
  return FALSE;
}

const WeftNode *
weft_graph_find_top (WeftGraph *graph, gint64 id)
{
  const WeftNode *node = weft_graph_find (graph, id);

  while (node && node->parent != 0)
    node = weft_graph_find (graph, node->parent);
  return node;
}

/* How many groups there are around what stands in that one. */
static int
count_around (WeftGraph *graph, gint64 group)
{
  int n = 0;

  for (; group != 0; group = weft_graph_find (graph, group)->parent)
    n++;
  return n;
}

/* How many groups stand in each other inside the node, itself counted. */
static int
count_within (WeftGraph *graph, const WeftNode *node)
{
  int most = 0;

  if (node->layer->grouping != WEFT_GROUPING_GROUP)
    return 0;
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const WeftNode *child = g_ptr_array_index (graph->nodes, i);

      if (child->parent == node->id)
        most = MAX (most, count_within (graph, child));
    }
  return most + 1;
}

/* Whether the group has room for one more port like this one. */
static gboolean
has_room (WeftGraph *graph, const WeftNode *port, const WeftNode *group)
{
  guint n = 0,
        most = port->layer->grouping == WEFT_GROUPING_INPUT ? WEFT_MAX_PORTS : WEFT_MAX_OUTPUTS;

  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const WeftNode *other = g_ptr_array_index (graph->nodes, i);

      n += other->id != port->id && other->parent == group->id
           && other->layer->grouping == port->layer->grouping;
    }
  return n < most;
}

gboolean
weft_graph_check_parent (WeftGraph *graph, const WeftNode *node, gint64 parent, GError **error)
{
  const WeftNode *group = weft_graph_find (graph, parent);
  gboolean is_port = node->layer->grouping == WEFT_GROUPING_INPUT
                     || node->layer->grouping == WEFT_GROUPING_OUTPUT;

  if (parent == 0)
    return TRUE;
  if (!group)
    weft_edit_refuse (error, _ ("%s: there is no group %lld"), node->name, (long long) parent);
  else if (group->layer->grouping != WEFT_GROUPING_GROUP)
    weft_edit_refuse (error, _ ("%s cannot stand in %s, which is no group"), node->name,
                      group->name);
  else if (group->id == node->id || weft_graph_is_inside (graph, group, node->id))
    weft_edit_refuse (error, _ ("%s cannot stand in itself"), node->name);
  else if (count_around (graph, parent) + count_within (graph, node) > WEFT_MAX_DEPTH)
    weft_edit_refuse (error, _ ("%s: groups stand in each other at most %d deep"), node->name,
                      WEFT_MAX_DEPTH);
  else if (is_port && !has_room (graph, node, group))
    weft_edit_refuse (error, _ ("%s has as many ports as a group can have"), group->name);
  else
    return TRUE;
  return FALSE;
}

WeftEdit *
weft_edit_apply_set_parent (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  gint64 parent = weft_edit_get_id (edit, "parent");
  WeftNode *node = weft_edit_find_node (graph, weft_edit_get_id (edit, "node"), error);
  WeftEdit *inverse;

  if (!node || !weft_graph_check_parent (graph, node, parent, error))
    return NULL;
  for (guint i = 0; i < graph->wires->len; i++)
    if (weft_graph_wire_touches (graph, weft_graph_get_wire (graph, i), node))
      return weft_edit_refuse (error, _ ("%s is wired where it stands"), node->name);
  inverse = weft_edit_set_parent (node->id, node->parent);
  weft_graph_shift_ports (graph, node, -1);
  node->parent = parent;
  weft_graph_shift_ports (graph, node, 1);
  return inverse;
}

/* --- weights of another node --- */

const WeftNode *
weft_graph_find_owner (WeftGraph *graph, const WeftNode *node)
{
  while (node->shared != 0)
    node = weft_graph_find (graph, node->shared);
  return node;
}

gboolean
weft_graph_check_shared (WeftGraph *graph, const WeftNode *node, gint64 shared, GError **error)
{
  const WeftNode *owner = weft_graph_find (graph, shared);

  if (shared == 0)
    return TRUE;
  if (!owner)
    {
      weft_edit_refuse (error, _ ("there is no node %lld"), (long long) shared);
      return FALSE;
    }
  for (; owner && owner->id != node->id; owner = weft_graph_find (graph, owner->shared))
    if (owner->shared == 0)
      return TRUE;
  weft_edit_refuse (error, _ ("%s cannot use its own weights as another’s"), node->name);
  return FALSE;
}

WeftEdit *
weft_edit_apply_set_shared (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  gint64 shared = weft_edit_get_id (edit, "shared");
  WeftNode *node = weft_edit_find_node (graph, weft_edit_get_id (edit, "node"), error);
  WeftEdit *inverse;

  if (!node || !weft_graph_check_shared (graph, node, shared, error))
    return NULL;
  inverse = weft_edit_set_shared (node->id, node->shared);
  node->shared = shared;
  return inverse;
}

/* --- flags --- */

WeftEdit *
weft_edit_apply_set_flag (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  const char *name = weft_edit_get_text (edit, "name");
  const WeftFlag *row = weft_flag_find (name);
  WeftNode *node = weft_edit_find_node (graph, weft_edit_get_id (edit, "node"), error);
  gboolean on = FALSE;
  WeftEdit *inverse;

  if (!node)
    return NULL;
  if (!row)
    return weft_edit_refuse (error, _ ("%s: there is no flag “%s”"), node->name, name);
  g_variant_lookup (edit->payload, "on", "b", &on);
  inverse = weft_edit_set_flag (node->id, row->flag, (node->flags & row->flag) != 0);
  node->flags = on ? node->flags | row->flag : node->flags & ~(guint) row->flag;
  return inverse;
}
