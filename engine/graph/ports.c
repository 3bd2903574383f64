/* ports: a node's ports; those of a group are the port nodes inside it, in the order of their ids
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_port (const WeftNode *node, gint64 group, WeftGrouping role)
{
  return node->parent == group && node->layer->grouping == role;
}

const WeftNode *
weft_graph_find_port (WeftGraph *graph, gint64 group, WeftGrouping role, guint i)
{
  for (guint k = 0; k < graph->nodes->len; k++)
    {
      const WeftNode *node = g_ptr_array_index (graph->nodes, k);

      if (is_port (node, group, role) && i-- == 0)
        return node;
    }
  return NULL;
}

static guint
count_ports (WeftGraph *graph, gint64 group, WeftGrouping role)
{
  guint n = 0;

  for (guint k = 0; k < graph->nodes->len; k++)
    n += is_port (g_ptr_array_index (graph->nodes, k), group, role);
  return n;
}

static gboolean
is_group (const WeftNode *node)
{
  return node->layer->grouping == WEFT_GROUPING_GROUP;
}

guint
weft_graph_count_inputs (WeftGraph *graph, const WeftNode *node)
{
  guint place;
  const WeftWire *last;

  if (is_group (node))
    return count_ports (graph, node->id, WEFT_GROUPING_INPUT);
  if (!weft_layer_repeats (node->layer))
    return weft_layer_get_n_inputs (node->layer);
  place = weft_graph_place_of_wire (graph, node->id, WEFT_MAX_PORTS);
  if (place == 0)
    return 2;
  last = &g_array_index (graph->wires, WeftWire, place - 1);
  if (last->to != node->id)
    return 2;
  return (guint) CLAMP (last->input + 2, 2, WEFT_MAX_PORTS);
}

guint
weft_node_list_outputs (const WeftNode *node, WeftPort ports[WEFT_MAX_OUTPUTS])
{
  return weft_layer_list_outputs (node->layer, node->params, ports);
}

guint
weft_graph_count_outputs (WeftGraph *graph, const WeftNode *node)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];

  return is_group (node) ? count_ports (graph, node->id, WEFT_GROUPING_OUTPUT)
                         : weft_node_list_outputs (node, ports);
}

static const char *
get_port_name (WeftGraph *graph, const WeftNode *group, WeftGrouping role, guint i)
{
  const WeftNode *port = weft_graph_find_port (graph, group->id, role, i);

  return port ? port->name : NULL;
}

const char *
weft_graph_get_input (WeftGraph *graph, const WeftNode *node, guint i)
{
  return is_group (node) ? get_port_name (graph, node, WEFT_GROUPING_INPUT, i)
                         : weft_layer_get_input (node->layer, i);
}

const char *
weft_graph_get_output (WeftGraph *graph, const WeftNode *node, guint i)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];

  if (is_group (node))
    return get_port_name (graph, node, WEFT_GROUPING_OUTPUT, i);
  return i < weft_node_list_outputs (node, ports) ? ports[i].name : NULL;
}

gboolean
weft_graph_has_one_input (WeftGraph *graph, const WeftNode *node)
{
  if (is_group (node))
    return count_ports (graph, node->id, WEFT_GROUPING_INPUT) == 1;
  return weft_layer_get_n_required (node->layer) == 1;
}

gboolean
weft_graph_has_one_output (WeftGraph *graph, const WeftNode *node)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];
  guint n;

  if (is_group (node))
    return count_ports (graph, node->id, WEFT_GROUPING_OUTPUT) == 1;
  n = weft_node_list_outputs (node, ports);
  return n == 1 || (n > 1 && ports[1].optional);
}

static int
find_port_by_name (WeftGraph *graph, const WeftNode *group, WeftGrouping role, const char *name)
{
  const WeftNode *port;

  for (guint i = 0; (port = weft_graph_find_port (graph, group->id, role, i)) != NULL; i++)
    if (strcmp (port->name, name) == 0)
      return (int) i;
  return -1;
}

int
weft_graph_find_input (WeftGraph *graph, const WeftNode *node, const char *port)
{
  return is_group (node) ? find_port_by_name (graph, node, WEFT_GROUPING_INPUT, port)
                         : weft_layer_find_input (node->layer, port);
}

int
weft_node_find_output (const WeftNode *node, const char *port)
{
  WeftPort ports[WEFT_MAX_OUTPUTS];
  guint n = weft_node_list_outputs (node, ports);

  for (guint i = 0; i < n; i++)
    if (strcmp (ports[i].name, port) == 0)
      return (int) i;
  return -1;
}

int
weft_graph_find_output (WeftGraph *graph, const WeftNode *node, const char *port)
{
  return is_group (node) ? find_port_by_name (graph, node, WEFT_GROUPING_OUTPUT, port)
                         : weft_node_find_output (node, port);
}

char *
weft_graph_dup_input_title (WeftGraph *graph, const WeftNode *node, guint i)
{
  const WeftNode *port
      = is_group (node) ? weft_graph_find_port (graph, node->id, WEFT_GROUPING_INPUT, i) : NULL;

  return port ? weft_node_dup_title (port) : g_strdup (weft_layer_get_input_title (node->layer, i));
}

char *
weft_graph_dup_output_title (WeftGraph *graph, const WeftNode *node, guint i)
{
  const WeftNode *port
      = is_group (node) ? weft_graph_find_port (graph, node->id, WEFT_GROUPING_OUTPUT, i) : NULL;
  WeftPort ports[WEFT_MAX_OUTPUTS];

  if (port)
    return weft_node_dup_title (port);
  if (is_group (node) || i >= weft_node_list_outputs (node, ports))
    return NULL;
  return g_strdup (ports[i].title ? _ (ports[i].title) : ports[i].name);
}

/* --- wires at the ports of groups --- */

static int
place_of_port (WeftGraph *graph, const WeftNode *node)
{
  int place = 0;

  for (guint k = 0; k < graph->nodes->len; k++)
    {
      const WeftNode *other = g_ptr_array_index (graph->nodes, k);

      if (other->id >= node->id)
        break;
      place += is_port (other, node->parent, node->layer->grouping);
    }
  return place;
}

gboolean
weft_graph_wire_touches (WeftGraph *graph, const WeftWire *wire, const WeftNode *node)
{
  WeftGrouping role = node->layer->grouping;

  if (wire->from == node->id || wire->to == node->id)
    return TRUE;
  if (node->parent == 0)
    return FALSE;
  if (role == WEFT_GROUPING_INPUT && wire->to == node->parent)
    return wire->input == place_of_port (graph, node);
  return role == WEFT_GROUPING_OUTPUT && wire->from == node->parent
         && wire->output == place_of_port (graph, node);
}

/* The order of wires stays: all that lead to one node go the same way. */
void
weft_graph_shift_ports (WeftGraph *graph, const WeftNode *node, int delta)
{
  WeftGrouping role = node->layer->grouping;
  gboolean is_input = role == WEFT_GROUPING_INPUT;
  int place;

  if (node->parent == 0 || (!is_input && role != WEFT_GROUPING_OUTPUT))
    return;
  place = place_of_port (graph, node);
  for (guint i = 0; i < graph->wires->len; i++)
    {
      WeftWire *wire = &g_array_index (graph->wires, WeftWire, i);

      if (is_input && wire->to == node->parent && wire->input >= place)
        wire->input += delta;
      else if (!is_input && wire->from == node->parent && wire->output >= place)
        wire->output += delta;
    }
}
