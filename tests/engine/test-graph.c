/* test-graph: edits, what they refuse, and their inverses */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/graph/layout.h"
#include "engine/graph/training.h"
#include "tests/engine/net.h"

/* --- edits --- */

/* Applies an edit that is refused: WEFT_ERROR_INVALID, and nothing has changed. Takes edit. */
static void
assert_refused (WeftGraph *graph, WeftEdit *edit, const char *word)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (WeftGraph) before = weft_graph_dup (graph);
  g_autoptr (GError) error = NULL;
  gint64 next = weft_graph_get_next_id (graph);
  guint64 revision = weft_graph_get_revision (graph);

  g_assert_null (weft_graph_apply (graph, edit, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (weft_graph_equal (graph, before));
  g_assert_cmpint (weft_graph_get_next_id (graph), ==, next);
  g_assert_cmpuint (weft_graph_get_revision (graph), ==, revision);
}

static WeftEdit *
add_named (const char *name, const char *layer, gint64 id, const char *params, double x)
{
  g_autoptr (GVariant) values
      = g_variant_ref_sink (g_variant_new_parsed (params ? params : "@a{sv} {}"));
  GVariantBuilder payload;

  g_variant_builder_init (&payload, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&payload, "{sv}", "version", g_variant_new_uint32 (1));
  g_variant_builder_add (&payload, "{sv}", "node", g_variant_new_int64 (id));
  g_variant_builder_add (&payload, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (&payload, "{sv}", "layer", g_variant_new_string (layer));
  g_variant_builder_add (&payload, "{sv}", "params", values);
  g_variant_builder_add (&payload, "{sv}", "x", g_variant_new_double (x));
  g_variant_builder_add (&payload, "{sv}", "y", g_variant_new_double (0));
  return weft_edit_deserialize (
      g_variant_new ("(sv)", "add-node", g_variant_builder_end (&payload)), NULL);
}

static WeftEdit *
wire (gint64 from, int output, gint64 to, int input)
{
  return weft_edit_add_wire (&(WeftWire){ from, to, output, input });
}

static void
test_refused_nodes (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  gint64 dense = net_id (graph, "dense1");

  assert_refused (graph, add_named ("dense1", "relu", 0, NULL, 0), "dense1");
  assert_refused (graph, add_named ("Dense", "relu", 0, NULL, 0), "Dense");
  assert_refused (graph, add_named ("", "relu", 0, NULL, 0), "name");
  assert_refused (graph, add_named ("9a", "relu", 0, NULL, 0), "9a");
  assert_refused (graph, add_named ("a-b", "relu", 0, NULL, 0), "a-b");
  assert_refused (graph, add_named ("new", "dens", 0, NULL, 0), "dens");
  assert_refused (graph, add_named ("new", "relu", dense, NULL, 0), "new");
  assert_refused (graph, add_named ("new", "relu", -1, NULL, 0), "new");
  assert_refused (graph, add_named ("new", "relu", G_MAXINT64, NULL, 0), "new");
  assert_refused (graph, add_named ("new", "dense", 0, "{'unit': <int64 1>}", 0), "unit");
  assert_refused (graph, add_named ("new", "dense", 0, "{'units': <'many'>}", 0), "units");
  assert_refused (
      graph, add_named ("new", "dense", 0, "{'units': <int64 1>, 'units': <int64 2>}", 0), "units");
  assert_refused (graph, add_named ("new", "relu", 0, NULL, NAN), "nan");
  assert_refused (graph, add_named ("new", "relu", 0, NULL, INFINITY), "inf");
  assert_refused (graph, weft_edit_remove_node (99), "99");
  assert_refused (graph, weft_edit_move (dense, NAN, 0), "nan");
  assert_refused (graph, weft_edit_move (99, 0, 0), "99");
  assert_refused (graph, weft_edit_set_name (dense, "dense2"), "dense2");
  assert_refused (graph, weft_edit_set_name (dense, "密"), "密");
  assert_refused (graph, weft_edit_set_param (dense, "unit", g_variant_new_int64 (1)), "dense1");
  assert_refused (graph, weft_edit_set_param (dense, "unit", NULL), "unit");
  assert_refused (graph, weft_edit_set_param (dense, "units", g_variant_new_string ("x")),
                  "dense1");
  assert_refused (graph, weft_edit_set_training ("lrr", g_variant_new_double (1)), "lrr");
  assert_refused (graph, weft_edit_set_training ("optimizer", g_variant_new_string ("sgdd")),
                  "optimizer");
}

static void
test_refused_wires (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  gint64 data = net_id (graph, "data"), dense = net_id (graph, "dense1"),
         loss = net_id (graph, "loss");

  assert_refused (graph, wire (99, 0, dense, 0), "99");
  assert_refused (graph, wire (data, 0, 99, 0), "99");
  assert_refused (graph, wire (data, 2, dense, 0), "data");
  assert_refused (graph, wire (data, -1, dense, 0), "data");
  assert_refused (graph, wire (loss, 1, dense, 0), "loss");
  assert_refused (graph, wire (data, 0, dense, 1), "dense1");
  assert_refused (graph, wire (data, 0, dense, -1), "dense1");
  assert_refused (graph, wire (data, 0, dense, 0), "dense1"); /* wired already */
  assert_refused (graph, weft_edit_remove_wire (&(WeftWire){ data, loss, 0, 1 }), "loss");
}

static void
test_list_is_whole (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  gint64 next = weft_graph_get_next_id (graph);

  g_ptr_array_add (edits, add_named ("fresh", "relu", 0, NULL, 5));
  g_ptr_array_add (edits, wire (net_id (graph, "dense2"), 0, next, 0));
  g_ptr_array_add (edits, weft_edit_remove_node (net_id (graph, "relu1")));
  g_ptr_array_add (edits, weft_edit_set_title (net_id (graph, "dense2"), "层"));
  g_ptr_array_add (edits, wire (99, 0, next, 0));
  assert_refused (graph, weft_edit_list (edits, NULL), "99");

  g_ptr_array_set_size (edits, 4);
  net_apply (graph, weft_edit_list (edits, NULL));
  g_assert_null (weft_graph_find_by_name (graph, "relu1"));
  g_assert_nonnull (weft_graph_find_wire_to (graph, net_id (graph, "fresh"), 0));
}

/* A node comes back with its number, place, wires and everything else; its number is never given to
 * another one. */
static void
test_remove_and_back (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftGraph) before = NULL;
  gint64 relu = net_id (graph, "relu1"), next = weft_graph_get_next_id (graph);
  g_autoptr (WeftEdit) remove = weft_edit_remove_node (relu);
  g_autoptr (WeftEdit) inverse = NULL;
  g_autoptr (WeftEdit) redo = NULL;

  net_apply (graph, weft_edit_set_title (relu, "Bend"));
  net_apply (graph, weft_edit_move (relu, 12.5, -3));
  before = weft_graph_dup (graph);
  inverse = weft_graph_apply (graph, remove, NULL);
  g_assert_null (weft_graph_find (graph, relu));
  g_assert_null (weft_graph_find_wire_to (graph, net_id (graph, "dense2"), 0));
  g_assert_cmpint (weft_graph_get_next_id (graph), ==, next);
  redo = weft_graph_apply (graph, inverse, NULL);
  g_assert_true (weft_graph_equal (graph, before));
  g_assert_cmpint (weft_graph_get_node (graph, 2)->id, ==, relu);
  g_assert_cmpstr (weft_edit_get_kind (redo), ==, "list");
}

static void
test_meaning (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  gint64 dense = net_id (graph, "dense1");
  guint64 revision = weft_graph_get_revision (graph);
  g_autoptr (WeftEdit) move = weft_edit_move (dense, 1, 2);
  g_autoptr (WeftEdit) units = weft_edit_set_param (dense, "units", g_variant_new_int64 (9));
  g_autofree char *label = weft_edit_dup_label (units);

  net_apply (graph, weft_edit_ref (move));
  net_apply (graph, weft_edit_set_title (dense, "Hidden"));
  g_assert_cmpuint (weft_graph_get_revision (graph), ==, revision);
  net_apply (graph, weft_edit_ref (units));
  net_train (graph, "lr", "0.5");
  g_assert_cmpuint (weft_graph_get_revision (graph), ==, revision + 2);
  g_assert_cmpint (weft_edit_get_node (move), ==, dense);
  g_assert_cmpstr (label, ==, "Change Units");
}

static void
test_titles (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autofree char *a = NULL, *b = NULL, *c = NULL, *free_name = NULL, *line = NULL;

  net_add (graph, "dense", "dense2", "{'units': <int64 128>}");
  net_add (graph, "conv2d", "conv2d", NULL);
  net_add (graph, "dense", "dense1", NULL);
  a = weft_node_dup_title (weft_graph_find_by_name (graph, "dense2"));
  b = weft_node_dup_title (weft_graph_find_by_name (graph, "conv2d"));
  net_apply (graph, weft_edit_set_title (net_id (graph, "dense1"), "隐藏层"));
  c = weft_node_dup_title (weft_graph_find_by_name (graph, "dense1"));
  free_name = weft_graph_dup_free_name (graph, "dense");
  line = weft_node_dup_line (weft_graph_find_by_name (graph, "dense2"));
  g_assert_cmpstr (a, ==, "Dense 2");
  g_assert_cmpstr (b, ==, "Convolution");
  g_assert_cmpstr (c, ==, "隐藏层");
  g_assert_cmpstr (free_name, ==, "dense3");
  g_assert_cmpstr (line, ==, "128 units");
}

/* The first of few; of many one that is free. */
static void
test_free_names (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();

  for (guint i = 1; i <= 300; i++)
    {
      g_autofree char *name = weft_graph_dup_free_name (graph, "relu");
      g_autofree char *expected = g_strdup_printf ("relu%u", i);

      g_assert_cmpstr (name, ==, expected);
      net_add (graph, "relu", name, NULL);
    }
  for (guint i = 7; i < 300; i += 220)
    {
      g_autofree char *gone = g_strdup_printf ("relu%u", i);
      g_autofree char *name = NULL;

      net_apply (graph, weft_edit_remove_node (net_id (graph, gone)));
      name = weft_graph_dup_free_name (graph, "relu");
      g_assert_null (weft_graph_find_by_name (graph, name));
      if (i < 64)
        g_assert_cmpstr (name, ==, gone);
      net_add (graph, "relu", name, NULL);
    }
}

/* A word after a number goes with it, and the number is grouped. */
static void
test_line_words (void)
{
  static const struct
  {
    const char *layer, *params, *line;
  } rows[] = {
    { "dense", "{'units': <int64 1>}", "1 unit" },
    { "dense", "{'units': <int64 222006>}", "222,006 units" },
    { "conv2d", "{'out_channels': <int64 1>}", "1 filter · 3×3" },
    { "lstm", "{'hidden_size': <int64 1>}", "1 unit" },
    { "transformer_encoder", "{'num_layers': <int64 1>, 'nhead': <int64 1>}", "1 layer · 1 head" },
  };
  g_autoptr (WeftGraph) graph = weft_graph_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("node%d", (int) i), *line = NULL;

      net_add (graph, rows[i].layer, name, rows[i].params);
      line = weft_node_dup_line (weft_graph_find_by_name (graph, name));
      g_assert_cmpstr (line, ==, rows[i].line);
    }
}

static void
test_ports (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  const WeftNode *add;

  net_add (graph, "data", "data", NULL);
  net_add (graph, "add", "add1", NULL);
  add = weft_graph_find_by_name (graph, "add1");
  g_assert_cmpuint (weft_graph_count_inputs (graph, add), ==, 2);
  net_wire (graph, "data.x", "add1.in1");
  g_assert_cmpuint (weft_graph_count_inputs (graph, add), ==, 2);
  net_wire (graph, "data.x", "add1.in2");
  g_assert_cmpuint (weft_graph_count_inputs (graph, add), ==, 3);
  g_assert_cmpint (weft_layer_find_input (add->layer, "in32"), ==, 31);
  g_assert_cmpint (weft_layer_find_input (add->layer, "in33"), ==, -1);
  g_assert_cmpint (weft_layer_find_input (add->layer, "x"), ==, -1);
  g_assert_cmpint (weft_node_find_output (weft_graph_find_by_name (graph, "data"), "y"), ==, 1);
}

static void
test_sort (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (GArray) order = NULL;

  net_add (graph, "relu", "last", NULL);
  net_add (graph, "relu", "middle", NULL);
  net_add (graph, "data", "first", NULL);
  net_add (graph, "relu", "round", NULL);
  net_wire (graph, "middle", "last");
  net_wire (graph, "first.x", "middle");
  net_wire (graph, "round", "round");
  order = weft_graph_sort (graph);
  g_assert_cmpuint (order->len, ==, 3);
  g_assert_cmpint (g_array_index (order, gint64, 0), ==, net_id (graph, "first"));
  g_assert_cmpint (g_array_index (order, gint64, 1), ==, net_id (graph, "middle"));
  g_assert_cmpint (g_array_index (order, gint64, 2), ==, net_id (graph, "last"));
}

/* Thousands of nodes are normal: adding, finding and undoing them takes no noticeable time. */
static void
test_large (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 began = g_get_monotonic_time ();

  net_add (graph, "data", "data", NULL);
  for (int i = 1; i <= 5000; i++)
    {
      g_autofree char *name = g_strdup_printf ("relu%d", i);

      net_then (graph, "relu", name, NULL);
    }
  g_assert_cmpuint (weft_graph_get_n_wires (graph), ==, 5000);
  for (int i = 1; i <= 5000; i++)
    net_apply (graph, weft_edit_move (i + 1, i, i));
  g_test_message ("5000 nodes: %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - began) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 20 * G_TIME_SPAN_SECOND);
}

/* --- training --- */

static int
find_schedule (const char *id)
{
  for (guint i = 0; i < weft_schedules_count (); i++)
    if (g_str_equal (weft_schedule_get ((int) i)->id, id))
      return (int) i;
  g_assert_not_reached ();
}

static void
test_rates (void)
{
  WeftTraining training;
  g_autoptr (GVariant) values = g_variant_ref_sink (g_variant_new_parsed (
      "{'lr': <0.1>, 'schedule': <'step'>, 'step_size': <int64 10>, 'gamma': <0.5>, "
      "'warmup_steps': <int64 4>}"));

  weft_training_load (&training, values);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 0, 0), 0.025, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 3, 0), 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 13, 0), 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 14, 0), 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 24, 0), 0.025, 1e-12);
  training.schedule = find_schedule ("cosine");
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 4, 104), 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 54, 104), 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 999, 104), 0, 1e-12);
  training.schedule = find_schedule ("constant");
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, G_MAXINT64 / 2, 104), 0.1,
                                  1e-12);
}

/* Every default lies in its range, every choice has a label, and what it depends on is there. */
static void
test_settings (void)
{
  const WeftParam *params = weft_training_params ();

  for (const WeftParam *param = params; param->name; param++)
    {
      g_autoptr (GVariant) value = weft_param_get_default (param);
      g_autofree char *reason = weft_param_out_of_range (param, value);

      g_assert_null (reason);
      g_assert_true (weft_params_find (params, param->name) == param);
      g_assert_nonnull (param->label);
      g_assert_nonnull (param->help);
      if (param->when_param)
        g_assert_nonnull (weft_params_find (params, param->when_param));
    }
}

/* Many nodes without a wire stand in a grid below the rest, about as wide as high. */
static void
test_loose (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  guint n_wired = weft_graph_get_n_nodes (graph), n = n_wired + 100;
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  double lowest = 0, width = 0, top = HUGE_VAL, bottom = 0;

  for (int i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("loose%d", i);

      net_add (graph, "relu", name, NULL);
    }
  weft_layout_places (graph, NULL, x, y);
  for (guint i = 0; i < n; i++)
    if (i < n_wired)
      lowest = MAX (lowest, y[i]);
    else
      {
        width = MAX (width, x[i]);
        top = MIN (top, y[i]);
        bottom = MAX (bottom, y[i]);
      }
  g_assert_cmpfloat (top, >, lowest);
  g_assert_cmpfloat (width / (bottom - top), >, 0.7);
  g_assert_cmpfloat (width / (bottom - top), <, 1.5);
}

static double
get_height (WeftGraph *graph)
{
  guint n = weft_graph_get_n_nodes (graph);
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  double top = HUGE_VAL, bottom = 0;

  weft_layout_places (graph, NULL, x, y);
  for (guint i = 0; i < n; i++)
    {
      top = MIN (top, y[i]);
      bottom = MAX (bottom, y[i]);
    }
  return bottom - top;
}

/* A second loss lies in sight in a window of 1280 × 720: under the first, not under the dock. */
static void
test_two_losses (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();

  net_add (graph, "data", "data", "{'source': <'circles'>}");
  net_then (graph, "dense", "dense1", "{'units': <int64 8>}");
  net_then (graph, "relu", "relu1", NULL);
  net_then (graph, "dense", "dense2", "{'units': <int64 8>}");
  net_then (graph, "tanh", "tanh1", NULL);
  net_then (graph, "cross_entropy", "loss", NULL); /* the sixth column: a second row */
  net_wire (graph, "data.y", "loss.target");
  net_add (graph, "dense", "dense3", NULL);
  net_add (graph, "mse", "loss2", NULL);
  net_wire (graph, "relu1", "dense3");
  net_wire (graph, "dense3", "loss2.prediction");
  net_wire (graph, "data.x", "loss2.target");
  g_assert_cmpfloat (get_height (graph), <, 200);
}

/* A node with more ports than others, as data of three fields, has its row to itself in height,
 * too. */
static void
test_tall (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  double x[32], y[32];

  net_add (graph, "data", "data",
           "{'source': <'file'>, 'fields': <'x y place outcome'>}"); /* four outputs */
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("relu%u", i + 1);

      net_then (graph, "relu", name, NULL);
    }
  weft_layout_places (graph, NULL, x, y);
  for (guint i = 1; i < weft_graph_get_n_nodes (graph); i++)
    if (y[i] > y[0])
      g_assert_cmpfloat (y[i] - y[0], >=, 42 * 4 + 16); /* the last port, and what is round it */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/refused-nodes", test_refused_nodes);
  g_test_add_func ("/graph/refused-wires", test_refused_wires);
  g_test_add_func ("/graph/list-is-whole", test_list_is_whole);
  g_test_add_func ("/graph/remove-and-back", test_remove_and_back);
  g_test_add_func ("/graph/meaning", test_meaning);
  g_test_add_func ("/graph/titles", test_titles);
  g_test_add_func ("/graph/free-names", test_free_names);
  g_test_add_func ("/graph/line-words", test_line_words);
  g_test_add_func ("/graph/ports", test_ports);
  g_test_add_func ("/graph/sort", test_sort);
  g_test_add_func ("/graph/large", test_large);
  g_test_add_func ("/graph/loose", test_loose);
  g_test_add_func ("/graph/two-losses", test_two_losses);
  g_test_add_func ("/graph/tall", test_tall);
  g_test_add_func ("/training/rates", test_rates);
  g_test_add_func ("/training/settings", test_settings);
  return g_test_run ();
}
