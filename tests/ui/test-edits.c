/* test-edits: what the canvas's gestures do to the document, each as one edit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include "engine/plan/check.h"
#include "tests/ui/small-graph.h"
#include "ui/scene/edits.h"
#include "ui/scene/find.h"
#include "ui/scene/fits.h"
#include "ui/scene/flow.h"

static gboolean
is_wired (WeftGraph *graph, gint64 from, gint64 to, int input)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, to, input);

  return wire != NULL && wire->from == from;
}

/* Applies it, and sees that its inverse brings everything back; then applies it for good. */
static void
apply (WeftGraph *graph, WeftEdit *edit)
{
  g_autoptr (WeftGraph) before = weft_graph_dup (graph);
  g_autoptr (WeftEdit) owned = edit;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEdit) inverse = NULL, again = NULL, last = NULL;

  g_assert_nonnull (edit);
  inverse = weft_graph_apply (graph, edit, &error);
  g_assert_no_error (error);
  again = weft_graph_apply (graph, inverse, &error);
  g_assert_no_error (error);
  g_assert_true (weft_graph_equal (graph, before));
  last = weft_graph_apply (graph, again, &error);
  g_assert_no_error (error);
}

static void
test_delete_heals (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const gint64 both[] = { 2, 3 };
  guint cut = 9;

  apply (graph, weft_edits_remove (graph, both, 2, TRUE, &cut));
  g_assert_cmpuint (cut, ==, 0);
  g_assert_cmpuint (weft_graph_get_n_nodes (graph), ==, 2);
  g_assert_true (is_wired (graph, 1, 4, 0));
  g_assert_true (is_wired (graph, 1, 4, 1));
}

/* The same network of other nodes, whose weights are not those. */
static void
test_renew (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 both[] = { 2, 3 };
  g_autofree char *name = g_strdup (weft_graph_find (graph, 2)->name);
  guint wires = weft_graph_get_n_wires (graph), nodes = weft_graph_get_n_nodes (graph);
  gint64 dense, relu;

  apply (graph, weft_edits_renew (graph, both, 2, ids));
  g_assert_cmpuint (ids->len, ==, 2);
  dense = g_array_index (ids, gint64, 0);
  relu = g_array_index (ids, gint64, 1);
  g_assert_null (weft_graph_find (graph, 2));
  g_assert_cmpstr (weft_graph_find (graph, dense)->name, ==, name);
  g_assert_true (is_wired (graph, 1, dense, 0));
  g_assert_true (is_wired (graph, dense, relu, 0));
  g_assert_true (is_wired (graph, relu, 4, 0));
  g_assert_cmpuint (weft_graph_get_n_wires (graph), ==, wires);
  g_assert_cmpuint (weft_graph_get_n_nodes (graph), ==, nodes);
}

static void
test_delete_cuts (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const gint64 relu = 3;

  apply (graph, weft_edits_remove (graph, &relu, 1, FALSE, NULL));
  g_assert_null (weft_graph_find_wire_to (graph, 4, 0));
  g_assert_true (is_wired (graph, 1, 2, 0));
}

/* An add with two inputs cannot be healed: it says so; with one it can. */
static void
test_delete_variadic (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const gint64 add = 5;
  guint cut = 0;

  small_graph_add (graph, "add", 700, 34);
  small_graph_add (graph, "relu", 900, 34);
  small_graph_wire (graph, 2, 0, 5, 0);
  small_graph_wire (graph, 3, 0, 5, 1);
  small_graph_wire (graph, 5, 0, 6, 0);
  apply (graph, weft_edits_remove (graph, &add, 1, TRUE, &cut));
  g_assert_cmpuint (cut, ==, 1);
  g_assert_null (weft_graph_find_wire_to (graph, 6, 0));
}

/* Inputs of a variadic layer close up when one goes. */
static void
test_variadic_closes_up (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const WeftWire first = { .from = 2, .to = 5, .input = 0 };

  small_graph_add (graph, "concat", 700, 34);
  small_graph_wire (graph, 2, 0, 5, 0);
  small_graph_wire (graph, 3, 0, 5, 1);
  apply (graph, weft_edits_unwire (graph, &first, 1));
  g_assert_true (is_wired (graph, 3, 5, 0));
  g_assert_null (weft_graph_find_wire_to (graph, 5, 1));
}

static void
test_connect_replaces (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const WeftWire wire = { .from = 2, .to = 4, .input = 0 };
  const WeftWire taken = { .from = 2, .to = 3 };
  WeftEdit *nothing;

  apply (graph, weft_edits_connect (graph, &wire, &taken));
  g_assert_true (is_wired (graph, 2, 4, 0));
  g_assert_null (weft_graph_find_wire_to (graph, 3, 0));
  nothing = weft_edits_connect (graph, &wire, NULL); /* it is there already */
  g_assert_null (nothing);
}

static void
test_insert (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const WeftWire wire = { .from = 2, .to = 3 };
  const WeftPoint at = { 340, 40 };

  small_graph_add (graph, "tanh", 300, 400);
  g_assert_true (weft_edits_can_insert (graph, 5));
  g_assert_false (weft_edits_can_insert (graph, 2)); /* has wires */
  apply (graph, weft_edits_insert (graph, 5, &wire, &at, TRUE));
  g_assert_true (is_wired (graph, 2, 5, 0));
  g_assert_true (is_wired (graph, 5, 3, 0));
  g_assert_false (weft_edits_can_insert (graph, 5));
  /* in the row, with the usual gap on both sides */
  g_assert_cmpfloat (weft_graph_find (graph, 5)->x, ==, 374);
  g_assert_cmpfloat (weft_graph_find (graph, 5)->y, ==, 34);
  g_assert_cmpfloat (weft_graph_find (graph, 3)->x, ==, 548);
  g_assert_cmpfloat (weft_graph_find (graph, 4)->x, ==, 722);
  g_assert_cmpfloat (weft_graph_find (graph, 2)->x, ==, 200);
}

static void
test_add (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const WeftWire wire = { .from = 3, .to = 4, .input = 0 };
  WeftAddition into = { .layer = weft_layer_find ("dense"), .at = { 500, 300 }, .into = &wire };
  WeftAddition from = { .layer = weft_layer_find ("relu"), .at = { 500, 500 }, .from = 1 };
  WeftAddition to = { .layer = weft_layer_find ("sigmoid"), .at = { 0, 500 }, .to = 6 };
  gint64 id = 0;

  apply (graph, weft_edits_add (graph, &into, &id));
  g_assert_cmpint (id, ==, 5);
  g_assert_true (is_wired (graph, 3, 5, 0) && is_wired (graph, 5, 4, 0));
  apply (graph, weft_edits_add (graph, &from, &id));
  g_assert_true (is_wired (graph, 1, id, 0));
  apply (graph, weft_edits_add (graph, &to, &id));
  g_assert_true (is_wired (graph, id, 6, 0)); /* what was wired there gives way */
}

static void
test_move (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const gint64 both[] = { 2, 3 };
  WeftEdit *nothing = weft_edits_move (graph, both, 2, 0, 0);

  g_assert_null (nothing);
  apply (graph, weft_edits_move (graph, both, 2, 10, -20));
  g_assert_cmpfloat (weft_graph_find (graph, 2)->x, ==, 210);
  g_assert_cmpfloat (weft_graph_find (graph, 3)->y, ==, 14);
  g_assert_cmpfloat (weft_graph_find (graph, 4)->y, ==, 34);
}

static void
test_ports (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;
  WeftWire into = { 3, 5, 0, -1 }, data = { 3, 1, 0, -1 }, out = { 3, 5, -1, 0 };

  small_graph_add (graph, "dense", 700, 34);
  report = weft_check (graph, catalog);
  g_assert_true (weft_edits_find_port (graph, report, &into));
  g_assert_cmpint (into.input, ==, 0);
  g_assert_false (weft_edits_find_port (graph, report, &data)); /* has no input */
  g_assert_cmpint (data.input, ==, -1);
  g_assert_true (weft_edits_find_port (graph, report, &out));
  g_assert_cmpint (out.output, ==, 0);
}

static int
score (const char *query, const char *name, const char *terms)
{
  return weft_find_score (query, (const char *[]){ name, NULL }, terms);
}

static void
test_find (void)
{
  const char *terms = "linear fc 全连接 quanlianjie qlj";

  g_assert_cmpint (score ("", "Dense", terms), ==, 0);
  g_assert_cmpint (score ("dense", "Dense", terms), ==, 0);
  g_assert_cmpint (score ("LIN", "Dense", terms), >=, 0);
  g_assert_cmpint (score ("全连", "Dense", terms), >=, 0);
  g_assert_cmpint (score ("quanlian", "Dense", terms), >=, 0);
  g_assert_cmpint (score ("qlj", "Dense", terms), >=, 0);
  g_assert_cmpint (score ("conv", "Dense", terms), ==, -1);
  g_assert_cmpint (score ("de li", "Dense", terms), >=, 0); /* all words */
  g_assert_cmpint (score ("de xx", "Dense", terms), ==, -1);
}

/* What is called so, then begins so, has it as a word, begins a word so, has it inside: each name
 * comes before a term. */
static void
test_find_order (void)
{
  const int scores[] = {
    score ("drop", "Drop", NULL),          score ("drop", "Dropout", NULL),
    score ("drop", "Token drop", NULL),    score ("drop", "Noise", "mask drop"),
    score ("drop", "Token dropout", NULL), score ("drop", "Noise", "mask dropping"),
    score ("drop", "Raindrop", NULL),      score ("drop", "Rain", "water raindrop"),
  };

  for (gsize i = 1; i < G_N_ELEMENTS (scores); i++)
    g_assert_cmpint (scores[i - 1], <, scores[i]);
  g_assert_cmpint (score ("residual block", "Residual block", NULL), ==, 0);
}

/* --- replacing --- */

static void
test_replace (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const WeftLayer *tanh = weft_layer_find ("tanh"), *mse = weft_layer_find ("mse");
  gint64 id = 0;

  g_assert_true (weft_edits_can_replace (graph, 3, tanh));
  g_assert_false (weft_edits_can_replace (graph, 4, tanh)); /* a loss judges */
  g_assert_false (weft_edits_can_replace (graph, 3, mse));
  g_assert_false (weft_edits_can_replace (graph, 1, tanh));
  apply (graph, weft_edits_replace (graph, 3, tanh, &id));
  g_assert_true (weft_graph_find (graph, id)->layer == tanh);
  g_assert_null (weft_graph_find (graph, 3));
  g_assert_cmpfloat (weft_graph_find (graph, id)->x, ==, 374);
  g_assert_true (is_wired (graph, 2, id, 0));
  g_assert_true (is_wired (graph, id, 4, 0));
  apply (graph, weft_edits_replace (graph, 4, mse, &id));
  g_assert_true (is_wired (graph, 1, id, 1));
}

/* A wire to a port that the new layer has not is cut; the others stay. */
static void
test_replace_fewer_ports (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  gint64 id = 0;

  small_graph_add (graph, "add", 700, 34);
  small_graph_wire (graph, 2, 0, 5, 0);
  small_graph_wire (graph, 3, 0, 5, 1);
  apply (graph, weft_edits_replace (graph, 5, weft_layer_find ("relu"), &id));
  g_assert_true (is_wired (graph, 2, id, 0));
  g_assert_null (weft_graph_find_wire_to (graph, id, 1));
}

/* --- along the wires --- */

static gboolean
holds (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

static void
test_flow (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const gint64 relu = 3;
  g_autoptr (GArray) before = weft_flow_find (graph, &relu, 1, TRUE);
  g_autoptr (GArray) behind = weft_flow_find (graph, &relu, 1, FALSE);

  g_assert_cmpuint (before->len, ==, 3);
  g_assert_true (holds (before, 1) && holds (before, 2) && holds (before, 3));
  g_assert_cmpuint (behind->len, ==, 2);
  g_assert_true (holds (behind, 3) && holds (behind, 4));
}

/* A crooked row becomes level in one step; what would lie on another node stays where it is. */
static void
test_straighten (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  const gint64 all[] = { 4, 3, 2, 1 };
  g_autoptr (WeftScene) level = weft_scene_new (graph, NULL, 0, FALSE, NULL), crooked = NULL;
  g_autoptr (WeftScene) blocked = NULL;

  g_assert_null (weft_flow_straighten (level, all, 4));
  small_graph_do (graph, weft_edit_move (2, 200, 55));
  small_graph_do (graph, weft_edit_move (3, 374, 12));
  crooked = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  apply (graph, weft_flow_straighten (crooked, all, 4));
  for (gint64 id = 1; id <= 4; id++)
    g_assert_cmpfloat (weft_graph_find (graph, id)->y, ==, 34);
  small_graph_add (graph, "relu", 380, 34);
  small_graph_do (graph, weft_edit_move (3, 374, 200));
  blocked = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  g_assert_null (weft_flow_straighten (blocked, all + 1, 1));
}

/* Data shows its fields by their names; a mask is no label, and is shown where somebody wired it.
 */
static void
test_fields (void)
{
  static const char *const names[] = { "x", "labels", "x_mask" };
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (WeftScene) before = weft_scene_new (graph, NULL, 0, FALSE, NULL), scene = NULL;
  const WeftSceneNode *data;

  small_graph_do (graph, weft_edit_set_param (1, "source", g_variant_new_string ("brackets")));
  report = weft_check (graph, catalog);
  scene = weft_scene_new (graph, report, 0, FALSE, NULL);
  g_assert_cmpuint (weft_scene_get (scene, 0)->n_out, ==, 2);
  weft_scene_free (scene);
  small_graph_wire (graph, 1, 2, 4, 2);
  scene = weft_scene_new (graph, report, 0, FALSE, NULL);
  data = weft_scene_get (scene, 0);
  g_assert_cmpuint (data->n_out, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (weft_scene_get_port_name (data, TRUE, i), ==, names[i]);
      g_assert_true (weft_scene_port_is_label (data, TRUE, i) == (i == 1));
    }
  g_assert_false (weft_scene_node_looks_equal (weft_scene_get (before, 0), data));
}

/* The port of a layer that would take the wire's other end, plus one, by a check of the network
 * with it; 0: none would. */
static int
find_fit (WeftGraph *graph, WeftCatalog *catalog, const WeftLayer *layer, const WeftLooseEnd *end)
{
  g_autoptr (WeftGraph) trial = weft_graph_dup (graph);
  WeftAddition add = { .layer = layer };
  g_autoptr (WeftReport) report = NULL;
  gint64 id;
  WeftWire wire;

  small_graph_do (trial, weft_edits_add (trial, &add, &id));
  report = weft_check (trial, catalog);
  wire = end->backwards ? (WeftWire){ id, end->node, -1, end->port }
                        : (WeftWire){ end->node, id, end->port, -1 };
  if (!weft_edits_find_port (trial, report, &wire))
    return 0;
  return (end->backwards ? wire.output : wire.input) + 1;
}

/* Whoever is offered for a wire is who would fit it if all were checked. */
static void
test_fits (void)
{
  static const WeftLooseEnd ends[] = { { .node = 1 },
                                       { .node = 1, .port = 1 },
                                       { .node = 2 },
                                       { .node = 5 },
                                       { .node = 5, .backwards = TRUE },
                                       { .node = 6, .port = 1, .backwards = TRUE },
                                       { .node = 4, .port = 0, .backwards = TRUE } };
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) known = NULL;
  guint n, n_fits = 0;
  const WeftLayer *const *layers = weft_layers (&n);

  small_graph_add (graph, "reshape", 200, 400);
  small_graph_add (graph, "add", 200, 600);
  small_graph_wire (graph, 2, 0, 6, 0);
  known = weft_check (graph, catalog);
  for (guint e = 0; e < G_N_ELEMENTS (ends); e++)
    {
      g_autoptr (GHashTable) fits = weft_fits_find (graph, catalog, known, &ends[e]);

      for (guint i = 0; i < n; i++)
        if (layers[i]->grouping == WEFT_GROUPING_NONE)
          g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (fits, layers[i])), ==,
                           find_fit (graph, catalog, layers[i], &ends[e]));
      n_fits += g_hash_table_size (fits);
    }
  g_assert_cmpuint (n_fits, >, n);
}

/* What a gesture does among thousands is told without comparing each wire with every other. */
static void
test_many (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (10000);
  clock_t begin = clock ();

  for (gint64 i = 0; i < 20; i++)
    {
      const WeftWire wire = { .from = 5000 + i, .to = 5001 + i };

      small_graph_do (graph, weft_edits_unwire (graph, &wire, 1));
      small_graph_do (graph, weft_edits_connect (graph, &wire, NULL));
      g_assert_true (is_wired (graph, wire.from, wire.to, 0));
    }
  g_test_message ("%.1f ms each", (double) (clock () - begin) * 1e3 / CLOCKS_PER_SEC / 40);
  g_assert_cmpint (clock () - begin, <, 2 * CLOCKS_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edits/delete-heals", test_delete_heals);
  g_test_add_func ("/edits/delete-cuts", test_delete_cuts);
  g_test_add_func ("/edits/renew", test_renew);
  g_test_add_func ("/edits/delete-variadic", test_delete_variadic);
  g_test_add_func ("/edits/variadic-closes-up", test_variadic_closes_up);
  g_test_add_func ("/edits/connect-replaces", test_connect_replaces);
  g_test_add_func ("/edits/insert", test_insert);
  g_test_add_func ("/edits/add", test_add);
  g_test_add_func ("/edits/move", test_move);
  g_test_add_func ("/edits/ports", test_ports);
  g_test_add_func ("/edits/replace", test_replace);
  g_test_add_func ("/edits/replace-fewer-ports", test_replace_fewer_ports);
  g_test_add_func ("/edits/fields", test_fields);
  g_test_add_func ("/flow/find", test_flow);
  g_test_add_func ("/flow/straighten", test_straighten);
  g_test_add_func ("/find/scores", test_find);
  g_test_add_func ("/edits/fits", test_fits);
  g_test_add_func ("/edits/many", test_many);
  g_test_add_func ("/edits/find-order", test_find_order);
  return g_test_run ();
}
