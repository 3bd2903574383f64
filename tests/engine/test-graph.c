/* test-graph: edits, what they refuse, their inverses, and undo without loss */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/graph/history.h"
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
  g_autoptr (GVariant) payload
      = g_variant_ref_sink (g_variant_new ("(sv)", "add-node",
                                           g_variant_new ("(xsss@a{sv}xdd)", id, name, "", layer,
                                                          values, G_GINT64_CONSTANT (0), x, 0.0)));

  return weft_edit_deserialize (payload, NULL);
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
  assert_refused (graph, wire (loss, 0, dense, 0), "loss");
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
  g_assert_cmpint (weft_layer_find_output (weft_layer_find ("data"), "y"), ==, 1);
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

/* --- history --- */

static void
count_cb (WeftHistory *history, int what, WeftEdit *edit, WeftEdit *inverse, guint *counts)
{
  g_assert_nonnull (edit);
  g_assert_nonnull (inverse);
  counts[what]++;
}

static void
test_gestures (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftGraph) before = weft_graph_dup (graph);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (WeftEdit) wrong = weft_edit_remove_node (99);
  g_autoptr (GVariant) units = NULL;
  guint counts[4] = { 0 }, gesture = weft_history_new_gesture (history);
  gint64 dense = net_id (graph, "dense1");

  g_signal_connect (history, "recorded", G_CALLBACK (count_cb), counts);
  for (int i = 1; i <= 5; i++)
    {
      g_autoptr (WeftEdit) edit
          = weft_edit_set_param (dense, "units", g_variant_new_int64 (i * 10));

      g_assert_true (weft_history_do (history, edit, gesture, NULL));
    }
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftEdit) edit = weft_edit_move (dense, i, i);

      g_assert_true (weft_history_do (history, edit, 0, NULL));
    }
  g_assert_cmpuint (weft_history_get_position (history), ==, 3);
  g_assert_cmpuint (counts[WEFT_RECORD_NEW], ==, 3);
  g_assert_cmpuint (counts[WEFT_RECORD_MERGE], ==, 4);
  while (weft_history_undo (history))
    ;
  g_assert_true (weft_graph_equal (graph, before));
  g_assert_cmpuint (counts[WEFT_RECORD_UNDO], ==, 3);
  g_assert_true (weft_history_redo (history));
  units = weft_node_get_param (weft_graph_find (graph, dense), "units");
  g_assert_cmpint (g_variant_get_int64 (units), ==, 50);
  g_assert_false (weft_history_do (history, wrong, 0, NULL));
  g_assert_true (weft_history_can_redo (history)); /* a refused edit takes nothing away */
}

/* --- the property --- */

static gint64
random_id (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_nodes (graph);

  if (n == 0 || g_rand_int_range (rand, 0, 20) == 0)
    return g_rand_int_range (rand, -1, 100);
  return weft_graph_get_node (graph, (guint) g_rand_int_range (rand, 0, (int) n))->id;
}

static GVariant *
random_param (const WeftParam *param, GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      return NULL;
    case 1:
      return g_variant_new_string (param->choices ? param->choices[0].value : "same");
    case 2:
      return g_variant_new_boolean (g_rand_boolean (rand));
    case 3:
      return g_variant_new_double (g_rand_double_range (rand, -2, 20));
    default:
      return g_variant_new_int64 (g_rand_int_range (rand, -2, 20));
    }
}

static WeftEdit *
random_param_edit (WeftGraph *graph, GRand *rand)
{
  gint64 id = random_id (graph, rand);
  const WeftNode *node = weft_graph_find (graph, id);
  const WeftParam *params = node ? node->layer->params : weft_training_params ();
  int n = 0;

  while (params[n].name)
    n++;
  if (n == 0)
    return weft_edit_set_param (id, "none", NULL);
  params += g_rand_int_range (rand, 0, n);
  if (!node)
    return weft_edit_set_training (params->name, random_param (params, rand));
  return weft_edit_set_param (id, params->name, random_param (params, rand));
}

static WeftEdit *
random_add (GRand *rand)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);
  g_autofree char *name = g_strdup_printf ("n%d", g_rand_int_range (rand, 0, 60));
  WeftNode node = {
    .id = g_rand_int_range (rand, 0, 4) ? 0 : g_rand_int_range (rand, 1, 80),
    .name = name,
    .title = g_rand_boolean (rand) ? (char *) "标题" : NULL,
    .layer = layers[g_rand_int_range (rand, 0, (int) n)],
    .x = g_rand_double (rand),
  };

  return weft_edit_add_node (&node);
}

static WeftEdit *
random_remove_wire (WeftGraph *graph, GRand *rand)
{
  guint n = weft_graph_get_n_wires (graph);

  if (n == 0)
    return wire (1, 0, 1, 0);
  return weft_edit_remove_wire (
      weft_graph_get_wire (graph, (guint) g_rand_int_range (rand, 0, (int) n)));
}

static WeftEdit *random_edit (WeftGraph *graph, GRand *rand, int depth);

static WeftEdit *
random_list (WeftGraph *graph, GRand *rand, int depth)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (int i = g_rand_int_range (rand, 0, 5); i > 0; i--)
    g_ptr_array_add (edits, random_edit (graph, rand, depth - 1));
  return weft_edit_list (edits, g_rand_boolean (rand) ? "Tidy" : NULL);
}

static WeftEdit *
random_edit (WeftGraph *graph, GRand *rand, int depth)
{
  gint64 id = random_id (graph, rand);
  g_autofree char *name = g_strdup_printf ("n%d", g_rand_int_range (rand, 0, 60));

  switch (g_rand_int_range (rand, 0, depth > 0 ? 14 : 12))
    {
    case 0:
    case 1:
    case 2:
      return random_add (rand);
    case 3:
      return weft_edit_remove_node (id);
    case 4:
    case 5:
    case 6:
      return wire (id, g_rand_int_range (rand, -1, 3), random_id (graph, rand),
                   g_rand_int_range (rand, -1, 4));
    case 7:
      return random_remove_wire (graph, rand);
    case 8:
      return weft_edit_set_name (id, name);
    case 9:
      return weft_edit_set_title (id, g_rand_boolean (rand) ? name : NULL);
    case 10:
      return weft_edit_move (id, g_rand_double_range (rand, -1e3, 1e3),
                             g_rand_int_range (rand, 0, 9) ? 3 : NAN);
    case 11:
      return random_param_edit (graph, rand);
    default:
      return random_list (graph, rand, depth);
    }
}

/* The same edit after a journey through bytes, as a file keeps it. Takes edit. */
static WeftEdit *
through_bytes (WeftEdit *edit)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (GVariant) value = weft_edit_serialize (edit);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  g_autoptr (GVariant) read
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(sv)"), bytes, FALSE));
  WeftEdit *again = weft_edit_deserialize (read, NULL);
  g_autoptr (GVariant) second = weft_edit_serialize (again);
  g_autofree char *label = weft_edit_dup_label (again);

  g_assert_cmpvariant (value, second);
  g_assert_cmpuint (strlen (label), >, 0);
  return again;
}

/* n random edits of every kind, sound ones and others, n undos: identical; n redos: identical; and
 * a second history that was filled from bytes takes back the same. */
static void
test_property (void)
{
  for (guint32 seed = 1; seed <= 8; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (WeftGraph) graph = weft_graph_new ();
      g_autoptr (WeftHistory) history = weft_history_new (graph);
      g_autoptr (GPtrArray) stages = g_ptr_array_new_with_free_func (g_object_unref);
      guint refused = 0;

      g_ptr_array_add (stages, weft_graph_dup (graph));
      for (int i = 0; i < 400; i++)
        {
          g_autoptr (WeftEdit) edit = through_bytes (random_edit (graph, rand, 2));
          g_autoptr (GError) error = NULL;

          if (weft_history_do (history, edit, 0, &error))
            g_ptr_array_add (stages, weft_graph_dup (graph));
          else
            g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
          refused += error != NULL;
          g_assert_true (weft_graph_equal (graph, stages->pdata[stages->len - 1]));
        }
      g_assert_cmpuint (refused, >, 20);
      g_assert_cmpuint (stages->len, >, 100);
      for (guint i = stages->len - 1; i-- > 0;)
        {
          g_assert_true (weft_history_undo (history));
          g_assert_true (weft_graph_equal (graph, stages->pdata[i]));
        }
      g_assert_false (weft_history_undo (history));
      for (guint i = 1; i < stages->len; i++)
        {
          g_assert_true (weft_history_redo (history));
          g_assert_true (weft_graph_equal (graph, stages->pdata[i]));
        }
      g_assert_false (weft_history_redo (history));
    }
}

static void
collect_cb (WeftHistory *history, int what, WeftEdit *edit, WeftEdit *inverse, GPtrArray **lists)
{
  g_assert_cmpint (what, ==, WEFT_RECORD_NEW);
  g_ptr_array_add (lists[0], through_bytes (weft_edit_ref (edit)));
  g_ptr_array_add (lists[1], through_bytes (weft_edit_ref (inverse)));
}

/* What "recorded" says is enough for a file: another history filled from it undoes and redoes. */
static void
test_restored_history (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (77);
  g_autoptr (WeftGraph) graph = weft_graph_new (), copy = NULL, empty = weft_graph_new ();
  g_autoptr (WeftHistory) history = weft_history_new (graph), restored = NULL;
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GPtrArray) inverses
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  GPtrArray *lists[2] = { edits, inverses };

  g_signal_connect (history, "recorded", G_CALLBACK (collect_cb), lists);
  for (int i = 0; i < 300; i++)
    {
      g_autoptr (WeftEdit) edit = random_edit (graph, rand, 1);

      weft_history_do (history, edit, 0, NULL);
    }
  copy = weft_graph_dup (graph);
  restored = weft_history_new (copy);
  weft_history_restore (restored, edits, inverses, edits->len);
  while (weft_history_undo (restored))
    ;
  g_assert_true (weft_graph_equal (copy, empty));
  while (weft_history_redo (restored))
    ;
  g_assert_true (weft_graph_equal (copy, graph));
}

/* --- from strangers --- */

static void
test_hostile_edits (void)
{
  static const char *const texts[] = {
    "('', <1>)",          "('add-node', <1>)",      "('list', <('', @a(sv) [('move', <1>)])>)",
    "('list', <('x',)>)", "('remove-node', <'x'>)", "('set-param', <(int64 1, 'units', [<1>], 4)>)",
  };
  g_autoptr (GVariant) deep
      = g_variant_ref_sink (g_variant_new_parsed ("('list', <('', @a(sv) [])>)"));

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_edit_deserialize (value, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
  for (int i = 0; i < 40; i++)
    {
      GVariant *list = g_variant_new ("(s@a(sv))", "", g_variant_new_array (NULL, &deep, 1));
      GVariant *more = g_variant_ref_sink (g_variant_new ("(sv)", "list", list));

      g_variant_unref (deep);
      deep = more;
    }
  g_assert_null (weft_edit_deserialize (deep, NULL));
}

static void
test_random_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftGraph) before = weft_graph_dup (graph);
  g_autoptr (WeftEdit) model = weft_edit_remove_node (net_id (graph, "relu1"));
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, model, NULL);
  g_autoptr (GVariant) value = weft_edit_serialize (inverse);
  gsize size = g_variant_get_size (value);

  net_apply (graph, weft_edit_ref (inverse));
  g_assert_true (weft_graph_equal (graph, before));
  for (int i = 0; i < 5000; i++)
    {
      guint8 *bytes = g_memdup2 (g_variant_get_data (value), size);
      g_autoptr (GVariant) read = NULL;
      g_autoptr (WeftEdit) edit = NULL;
      g_autoptr (WeftEdit) back = NULL;

      for (int k = g_rand_int_range (rand, 1, 6); k > 0; k--)
        bytes[g_rand_int_range (rand, 0, (int) size)] = (guint8) g_rand_int (rand);
      read = g_variant_ref_sink (
          g_variant_new_from_data (G_VARIANT_TYPE ("(sv)"), bytes, size, FALSE, g_free, bytes));
      edit = weft_edit_deserialize (read, NULL);
      back = edit ? weft_graph_apply (graph, edit, NULL) : NULL;
      if (back)
        net_apply (graph, weft_edit_ref (back));
      g_assert_true (weft_graph_equal (graph, before));
    }
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
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_TIME_SPAN_SECOND);
}

/* --- training --- */

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
  training.schedule = 2;
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 4, 104), 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 54, 104), 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_training_rate_at (&training, 999, 104), 0, 1e-12);
  training.schedule = 0;
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
  g_test_add_func ("/graph/ports", test_ports);
  g_test_add_func ("/graph/sort", test_sort);
  g_test_add_func ("/graph/gestures", test_gestures);
  g_test_add_func ("/graph/undo-property", test_property);
  g_test_add_func ("/graph/restored-history", test_restored_history);
  g_test_add_func ("/graph/hostile-edits", test_hostile_edits);
  g_test_add_func ("/graph/random-bytes", test_random_bytes);
  g_test_add_func ("/graph/large", test_large);
  g_test_add_func ("/training/rates", test_rates);
  g_test_add_func ("/training/settings", test_settings);
  return g_test_run ();
}
