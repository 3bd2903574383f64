/* test-view-weight: how a weight is best looked at */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

/* Weights that read a picture through a change of shape alone are pictures, one a unit. */
static void
test_view_weight (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftReport) report = NULL;
  const WeftShape first = WEFT_SHAPE (5, 48), second = WEFT_SHAPE (3, 5);
  const WeftShape pictures = WEFT_SHAPE (5, 1, 6, 8);
  WeftShape view;

  net_add (graph, "data", "data", "{'source': <'random'>, 'shape': <[int64 1, 6, 8]>}");
  net_add (graph, "flatten", "flatten1", NULL);
  net_add (graph, "dense", "dense1", "{'units': <int64 5>}");
  net_add (graph, "dense", "dense2", "{'units': <int64 3>}");
  net_wire (graph, "data.x", "flatten1.x");
  net_wire (graph, "flatten1.y", "dense1.x");
  net_wire (graph, "dense1.y", "dense2.x");
  report = check (graph);
  view = weft_report_view_weight (report, graph, net_id (graph, "dense1"), &first);
  g_assert_true (weft_shape_equal (&view, &pictures));
  view = weft_report_view_weight (report, graph, net_id (graph, "dense2"), &second);
  g_assert_true (weft_shape_equal (&view, &second));
  view = weft_report_view_weight (report, graph, net_id (graph, "dense1"), &second);
  g_assert_true (weft_shape_equal (&view, &second)); /* of another width: as it is */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view-weight", test_view_weight);
  return g_test_run ();
}
