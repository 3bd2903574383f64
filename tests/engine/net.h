/* net: small graphs for tests, in few words */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/plan/check.h"

static inline void
net_apply (WeftGraph *graph, WeftEdit *edit)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, held, &error);

  g_assert_no_error (error);
  g_assert_nonnull (inverse);
}

/* Adds a node; params is GVariant text of an a{sv}, "{'units': <int64 3>}", nullable. */
static inline gint64
net_add (WeftGraph *graph, const char *layer, const char *name, const char *params)
{
  g_autoptr (GVariant) values = params ? g_variant_ref_sink (g_variant_new_parsed (params)) : NULL;
  WeftNode node = {
    .id = weft_graph_get_next_id (graph),
    .name = (char *) name,
    .layer = weft_layer_find (layer),
    .params = values,
  };

  g_assert_nonnull (node.layer);
  net_apply (graph, weft_edit_add_node (&node));
  return node.id;
}

static inline gint64
net_id (WeftGraph *graph, const char *name)
{
  const WeftNode *node = weft_graph_find_by_name (graph, name);

  g_assert_nonnull (node);
  return node->id;
}

/* Wires "data.y" to "loss.target"; the port may be left out. */
static inline void
net_wire (WeftGraph *graph, const char *from, const char *to)
{
  g_auto (GStrv) source = g_strsplit (from, ".", 2), target = g_strsplit (to, ".", 2);
  const WeftNode *a = weft_graph_find_by_name (graph, source[0]);
  const WeftNode *b = weft_graph_find_by_name (graph, target[0]);
  WeftWire wire = { .from = a->id, .to = b->id };

  wire.output = source[1] ? weft_node_find_output (a, source[1]) : 0;
  wire.input = target[1] ? weft_layer_find_input (b->layer, target[1]) : 0;
  net_apply (graph, weft_edit_add_wire (&wire));
}

static inline void
net_set (WeftGraph *graph, const char *name, const char *param, const char *value)
{
  net_apply (graph,
             weft_edit_set_param (net_id (graph, name), param, g_variant_new_parsed (value)));
}

static inline void
net_train (WeftGraph *graph, const char *key, const char *value)
{
  net_apply (graph, weft_edit_set_training (key, g_variant_new_parsed (value)));
}

/* Adds a node behind the one added before and wires it. */
static inline void
net_then (WeftGraph *graph, const char *layer, const char *name, const char *params)
{
  guint n = weft_graph_get_n_nodes (graph);
  g_autofree char *before = g_strdup (weft_graph_get_node (graph, n - 1)->name);

  net_add (graph, layer, name, params);
  net_wire (graph, before, name);
}

/* data → dense1 (8) → relu1 → dense2 (classes) → loss, all sound. */
static inline WeftGraph *
net_classifier (int inputs, int classes)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *data = g_strdup_printf (
      "{'source': <'random'>, 'shape': <[int64 %d]>, 'classes': <int64 %d>}", inputs, classes);
  g_autofree char *last = g_strdup_printf ("{'units': <int64 %d>}", classes);

  net_add (graph, "data", "data", data);
  net_then (graph, "dense", "dense1", "{'units': <int64 8>}");
  net_then (graph, "relu", "relu1", NULL);
  net_then (graph, "dense", "dense2", last);
  net_then (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
  return graph;
}
