/* around: a net around any layer of the table, and its parameters at their ends; for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"
#include "net.h"

static const char *const around_sources[] = {
  "{'source': <'random'>, 'shape': <[int64 6]>, 'classes': <int64 6>}",
  "{'source': <'random'>, 'shape': <[int64 6]>, 'target': <'real'>, 'target_shape': <[int64 6]>}",
  "{'source': <'random'>, 'shape': <[int64 4, 12, 12]>, 'classes': <int64 4>}",
  "{'source': <'random'>, 'shape': <[int64 4, 8]>, 'classes': <int64 4>}",
  "{'source': <'random'>, 'shape': <[int64 6]>, 'target': <'real'>, 'target_shape': <[int64 1]>}",
  "{'source': <'random'>, 'shape': <[int64 6, 4, 4]>, 'target': <'real'>, 'target_shape': <[int64 "
  "3, 5]>}",
  "{'source': <'random'>, 'shape': <[int64 2, 4, 6, 6]>, 'classes': <int64 4>}",
  "{'source': <'dates'>}",
  "{'source': <'random'>, 'shape': <[int64 300]>, 'classes': <int64 3>}",
};

/* A group that hands on what leads into it; what is tried, "it", is itself or one of its ports. */
static inline WeftGraph *
net_around_group (const WeftLayer *layer, const char *source)
{
  static const char *const ids[] = { "group", "group_input", "group_output" };
  WeftGraph *graph = weft_graph_new ();
  gint64 node[3];

  net_add (graph, "data", "data", source);
  for (guint i = 0; i < 3; i++)
    node[i] = net_add (graph, ids[i], strcmp (layer->id, ids[i]) == 0 ? "it" : ids[i], NULL);
  for (guint i = 1; i < 3; i++)
    net_apply (graph, weft_edit_set_parent (node[i], node[0]));
  net_apply (graph, weft_edit_add_wire (&(WeftWire){ node[1], node[2], 0, 0 }));
  net_apply (graph, weft_edit_add_wire (&(WeftWire){ net_id (graph, "data"), node[0], 0, 0 }));
  return graph;
}

/* A net around the layer, as sound as its ports allow. */
static inline WeftGraph *
net_around (const WeftLayer *layer, const char *source)
{
  WeftGraph *graph = NULL;
  guint n = weft_layer_repeats (layer) ? 3 : weft_layer_get_n_required (layer);
  int target = weft_layer_find_input (layer, "target");

  if (weft_layer_is_of_groups (layer))
    return net_around_group (layer, source);
  graph = weft_graph_new ();
  if (layer->family == WEFT_FAMILY_DATA)
    {
      net_add (graph, layer->id, "it", source);
      return graph;
    }
  net_add (graph, "data", "data", source);
  net_add (graph, layer->id, "it", NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *port = g_strconcat ("it.", weft_layer_get_input (layer, i), NULL);

      gboolean of_labels = !weft_layer_takes (layer, i, WEFT_KIND_NUMBERS);

      net_wire (graph, of_labels || (int) i == target ? "data.y" : "data.x", port);
    }
  return graph;
}

/* The value of the parameter with every element set to number. */
static inline GVariant *
value_at (const WeftParam *param, double number)
{
  switch (param->type)
    {
    case WEFT_PARAM_BOOL:
      return g_variant_new_boolean (number != 0);
    case WEFT_PARAM_REALS:
      return param->length > 0 ? NULL : g_variant_new_double (number);
    case WEFT_PARAM_CHOICE:
    case WEFT_PARAM_STRING:
      return NULL;
    default:
      return g_variant_new_double (number);
    }
}
