/* small-graph: two rings, a dense layer, a ReLU and a loss, wired, and long chains, for the tests
 * of the canvas */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

#define SMALL_GRAPH_COLUMNS 40 /* of a chain in rows */

static inline void
small_graph_do (WeftGraph *graph, WeftEdit *edit) /* takes edit */
{
  g_autoptr (WeftEdit) owned = edit;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, owned, &error);

  g_assert_no_error (error);
  g_assert_nonnull (inverse);
}

static inline void
small_graph_add (WeftGraph *graph, const char *layer, double x, double y)
{
  g_autofree char *name = weft_graph_dup_free_name (graph, layer);
  WeftNode node = { .name = name, .layer = weft_layer_find (layer), .x = x, .y = y };

  g_assert_nonnull (node.layer);
  small_graph_do (graph, weft_edit_add_node (&node));
}

static inline void
small_graph_wire (WeftGraph *graph, gint64 from, int output, gint64 to, int input)
{
  const WeftWire wire = { .from = from, .output = output, .to = to, .input = input };

  small_graph_do (graph, weft_edit_add_wire (&wire));
}

/* 1 data → 2 dense → 3 relu → 4 loss ← 1 */
static inline WeftGraph *
small_graph_new (void)
{
  WeftGraph *graph = weft_graph_new ();

  small_graph_add (graph, "data", 26, 34);
  small_graph_do (graph, weft_edit_set_param (1, "source", g_variant_new_string ("circles")));
  small_graph_add (graph, "dense", 200, 34);
  small_graph_add (graph, "relu", 374, 34);
  small_graph_add (graph, "cross_entropy", 548, 34);
  small_graph_wire (graph, 1, 0, 2, 0);
  small_graph_wire (graph, 2, 0, 3, 0);
  small_graph_wire (graph, 3, 0, 4, 0);
  small_graph_wire (graph, 1, 1, 4, 1);
  return graph;
}

/* Data, and behind it a chain of layers in rows, as they lie after they were laid out. */
static inline WeftGraph *
small_graph_new_rows (guint n)
{
  WeftGraph *graph = weft_graph_new ();

  small_graph_add (graph, "data", 0, 0);
  for (guint i = 1; i < n; i++)
    {
      small_graph_add (graph, i % 2 == 1 ? "dense" : "relu", i % SMALL_GRAPH_COLUMNS * 174.0,
                       i / SMALL_GRAPH_COLUMNS * 168.0);
      small_graph_wire (graph, i, 0, i + 1, 0);
    }
  return graph;
}
