/* text-form: what the tests of the text form share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "projects/formats/graph-json.h"

static inline WeftGraph *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  WeftGraph *graph = weft_graph_from_json (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (graph);
  return graph;
}

/* What is written reads back to an equal graph and the very same text. */
static inline void
assert_round_trip (WeftGraph *graph)
{
  g_autofree char *once = weft_graph_to_json (graph);
  g_autoptr (WeftGraph) back = read_text (once);
  g_autofree char *twice = weft_graph_to_json (back);

  g_assert_cmpstr (once, ==, twice);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *a = weft_graph_get_node (graph, i), *b = weft_graph_get_node (back, i);

      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpstr (a->title, ==, b->title);
      g_assert_true (a->layer == b->layer && a->x == b->x && a->y == b->y);
      g_assert_true (g_variant_equal (a->params, b->params));
    }
  g_assert_cmpuint (weft_graph_get_n_wires (graph), ==, weft_graph_get_n_wires (back));
  g_assert_true (g_variant_equal (weft_graph_get_training (graph), weft_graph_get_training (back)));
}
