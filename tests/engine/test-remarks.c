/* test-remarks: notes, frames and points on wires, of which the network knows nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/layout.h"
#include "engine/plan/program.h"
#include "tests/engine/report.h"

static WeftProgram *
build (WeftGraph *graph)
{
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  WeftProgram *program = weft_program_build (graph, catalog, WEFT_BINDING (4, 0), &report);

  print_all (report);
  g_assert_nonnull (program);
  g_assert_cmpuint (report->diagnostics->len, ==, 0);
  return program;
}

static void
test_no_part (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (2, 3);
  g_autoptr (WeftProgram) plain = build (graph), with = NULL;
  guint64 revision = weft_graph_get_revision (graph);
  gint64 note = net_add (graph, "note", "note1", "{'text': <'$x^2$'>}");
  gint64 frame = net_add (graph, "frame", "frame1", NULL);

  net_set (graph, "frame1", "color", "'red'");
  net_set (graph, "note1", "width", "int64 300");
  net_apply (graph, weft_edit_move (note, 400, 40));
  net_apply (graph, weft_edit_remove_node (frame));
  g_assert_cmpuint (weft_graph_get_revision (graph), ==, revision);
  with = build (graph);
  g_assert_cmpuint (with->ops->len, ==, plain->ops->len);
  g_assert_cmpuint (with->values->len, ==, plain->values->len);
}

/* Each wire is led through a point; no op more comes of it, and whatever flows stays what it is. */
static void
test_points (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (2, 3);
  g_autoptr (WeftProgram) plain = build (graph), with = NULL;
  guint n = weft_graph_get_n_wires (graph);

  for (guint i = 0; i < n; i++)
    {
      WeftWire wire = *weft_graph_get_wire (graph, 0);
      g_autofree char *name = weft_graph_dup_free_name (graph, "reroute");
      gint64 point = net_add (graph, "reroute", name, NULL);

      for (guint k = 0; k < weft_graph_get_n_wires (graph); k++)
        if (weft_graph_find (graph, weft_graph_get_wire (graph, k)->to)->layer->grouping
                != WEFT_GROUPING_POINT
            && weft_graph_find (graph, weft_graph_get_wire (graph, k)->from)->layer->grouping
                   != WEFT_GROUPING_POINT)
          wire = *weft_graph_get_wire (graph, k);
      net_apply (graph, weft_edit_remove_wire (&wire));
      net_apply (graph, weft_edit_add_wire (&(WeftWire){ wire.from, point, wire.output, 0 }));
      net_apply (graph, weft_edit_add_wire (&(WeftWire){ point, wire.to, 0, wire.input }));
    }
  with = build (graph);
  g_assert_cmpuint (with->ops->len, ==, plain->ops->len);
  g_assert_cmpuint (weft_graph_get_n_wires (graph), ==, 2 * n);
}

/* A colour is a look: a group that gets one is the same network. */
static void
test_colour (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftEdit) color = NULL, times = NULL;

  net_add (graph, "group", "group1", NULL);
  color = weft_edit_set_param (net_id (graph, "group1"), "color", g_variant_new_string ("blue"));
  times = weft_edit_set_param (net_id (graph, "group1"), "repeat", g_variant_new_int64 (2));
  g_assert_false (weft_edit_changes_meaning (color, graph));
  g_assert_true (weft_edit_changes_meaning (times, graph));
}

/* What stood in a frame stands in it after all is laid out; a note stays. */
static void
test_layout (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (2, 3);
  const WeftNode *first = weft_graph_get_node (graph, 1);
  gint64 inside = first->id;
  gint64 note = net_add (graph, "note", "note1", NULL);
  gint64 frame = net_add (graph, "frame", "frame1", NULL);
  g_autoptr (WeftEdit) edit = NULL;

  net_apply (graph, weft_edit_move (inside, 3000, 2000));
  net_apply (graph, weft_edit_move (frame, 2980, 1960));
  net_apply (graph, weft_edit_move (note, -700, 20));
  g_assert_true (
      weft_frame_holds (weft_graph_find (graph, frame), weft_graph_find (graph, inside)));
  edit = weft_layout_edit (graph, NULL);
  net_apply (graph, weft_edit_ref (edit));
  g_assert_cmpfloat (weft_graph_find (graph, inside)->x, <, 1000);
  g_assert_true (
      weft_frame_holds (weft_graph_find (graph, frame), weft_graph_find (graph, inside)));
  g_assert_cmpfloat (weft_graph_find (graph, note)->x, ==, -700);
}

static void
assert_words (WeftGraph *graph, WeftEdit *edit, const char *expected)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, held, NULL);
  g_autofree char *words = weft_edit_dup_words (held, inverse, graph);

  g_assert_cmpstr (words, ==, expected);
}

/* What is about a node names it, also when it is gone; a number says what it was. */
static void
test_words (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (2, 3);
  gint64 dense = net_id (graph, "dense1"), relu = net_id (graph, "relu1");

  assert_words (graph, weft_edit_set_param (dense, "units", g_variant_new_int64 (16)),
                "Change Units · Dense 1 · 8 → 16");
  assert_words (graph, weft_edit_set_training ("lr", g_variant_new_double (.5)),
                "Change Learning rate · 0.01 → 0.5");
  assert_words (graph, weft_edit_move (dense, 3, 4), "Move · Dense 1");
  assert_words (graph, weft_edit_remove_node (relu), "Delete · ReLU 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remarks/no-part", test_no_part);
  g_test_add_func ("/remarks/points", test_points);
  g_test_add_func ("/remarks/colour", test_colour);
  g_test_add_func ("/remarks/layout", test_layout);
  g_test_add_func ("/remarks/words", test_words);
  return g_test_run ();
}
