/* test-context: what adding a layer does to the graph; what is watched; without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/small-places.h"
#include "ui/context/context.h"
#include "ui/context/place.h"

#include <math.h>
#include <string.h>

typedef struct
{
  WeftGraph *graph;
  WeftHistory *history;
  WeftCatalog *catalog;
  WeftLive *live;
  WeftContext *context;
  WeftHost host;
  WeftWatch watch;
  guint n_watches;
} Fixture;

static void
watch_cb (gpointer user, GtkWindow *window, const WeftWatch *watch)
{
  Fixture *f = user;

  f->watch = *watch;
  f->n_watches++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  WeftProject project = { 0 };

  f->graph = weft_graph_new ();
  f->history = weft_history_new (f->graph);
  f->catalog = weft_catalog_new (NULL);
  f->live = weft_live_new ();
  f->host = (WeftHost){ .watch = watch_cb, .user = f };
  project.graph = f->graph;
  project.history = f->history;
  project.catalog = f->catalog;
  f->context = weft_context_new (&f->host, NULL, &project, f->live);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->context);
  g_object_unref (f->live);
  g_object_unref (f->history);
  g_object_unref (f->graph);
  weft_catalog_unref (f->catalog);
}

static gint64
add (Fixture *f, const char *layer)
{
  return weft_context_add_layer (f->context, weft_layer_find (layer), NULL, 0);
}

static gboolean
is_wired (Fixture *f, gint64 from, int output, gint64 to, int input)
{
  const WeftWire *wire = weft_graph_find_wire_to (f->graph, to, input);

  return wire != NULL && wire->from == from && wire->output == output;
}

static const WeftNode *
find_layer (Fixture *f, const char *id)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (f->graph); i++)
    if (strcmp (weft_graph_get_node (f->graph, i)->layer->id, id) == 0)
      return weft_graph_get_node (f->graph, i);
  return NULL;
}

/* No node may lie upon another, or the chip between them has no room. */
static void
assert_apart (Fixture *f)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (f->graph); i++)
    for (guint j = 0; j < i; j++)
      {
        const WeftNode *m = weft_graph_get_node (f->graph, i),
                       *n = weft_graph_get_node (f->graph, j);

        g_assert_true (fabs (m->x - n->x) >= WEFT_PLACE_PITCH - 1 || fabs (m->y - n->y) >= 100);
      }
}

/* Data on an empty canvas: output and loss come with it, labels wired, and it can be trained at
 * once. */
static void
test_first_data (Fixture *f, gconstpointer data)
{
  gint64 id = add (f, "data");
  const WeftNode *dense, *loss;
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (GVariant) units = NULL;

  g_assert_cmpint (id, >, 0);
  dense = find_layer (f, "dense");
  loss = find_layer (f, "cross_entropy");
  g_assert_nonnull (dense);
  g_assert_nonnull (loss);
  units = weft_node_get_param (dense, "units");
  g_assert_cmpint (g_variant_get_int64 (units), >=, 2);
  g_assert_true (is_wired (f, id, 0, dense->id, 0));
  g_assert_true (is_wired (f, dense->id, 0, loss->id, 0));
  g_assert_true (is_wired (f, id, 1, loss->id, 1));
  report = weft_check (f->graph, f->catalog);
  g_assert_true (report->can_train);
  assert_apart (f);
  g_assert_cmpint (weft_context_get_selected (f->context), ==, id);

  /* one gesture, one undo */
  g_assert_true (weft_history_undo (f->history));
  g_assert_cmpuint (weft_graph_get_n_nodes (f->graph), ==, 0);
  g_assert_false (weft_history_can_undo (f->history));
}

/* --- Choose data --- */

static guint
count_family (Fixture *f, WeftFamily family)
{
  guint n = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (f->graph); i++)
    n += weft_graph_get_node (f->graph, i)->layer->family == family;
  return n;
}

static gint64
choose (Fixture *f, const char *source)
{
  gint64 id = 0;

  g_assert_true (
      weft_context_do (f->context, weft_place_source (f->graph, f->catalog, source, &id), 0));
  return id;
}

/* Layers were there first: the data goes before them, output layer and loss behind them. */
static void
test_data_for_layers (Fixture *f, gconstpointer data)
{
  gint64 dense = add (f, "dense"), relu = add (f, "relu"), id;
  const WeftNode *loss;
  const WeftWire *prediction;
  g_autoptr (WeftReport) report = NULL;

  id = choose (f, "circles");
  g_assert_true (is_wired (f, id, 0, dense, 0));
  loss = find_layer (f, "cross_entropy");
  g_assert_nonnull (loss);
  g_assert_true (is_wired (f, id, 1, loss->id, 1));
  prediction = weft_graph_find_wire_to (f->graph, loss->id, 0);
  g_assert_true (is_wired (f, relu, 0, prediction->from, 0)); /* an output layer of its own */
  report = weft_check (f->graph, f->catalog);
  g_assert_true (report->can_train);
  assert_apart (f);
  g_assert_true (weft_history_undo (f->history)); /* one gesture, one undo */
  g_assert_cmpuint (weft_graph_get_n_nodes (f->graph), ==, 2);
}

/* However often it is chosen, there is one data node; a loss that stood alone is joined. */
static void
test_data_once (Fixture *f, gconstpointer data)
{
  gint64 dense = add (f, "dense"), loss = add (f, "cross_entropy"), id;
  g_autoptr (GVariant) source = NULL;

  g_assert_true (weft_context_do (
      f->context, weft_edit_remove_wire (weft_graph_find_wire_to (f->graph, loss, 0)), 0));
  id = choose (f, "circles");
  g_assert_true (is_wired (f, id, 0, dense, 0));
  g_assert_true (is_wired (f, id, 1, loss, 1));
  g_assert_true (is_wired (f, dense, 0, loss, 0));
  g_assert_cmpint (choose (f, "moons"), ==, id);
  g_assert_cmpuint (count_family (f, WEFT_FAMILY_DATA), ==, 1);
  g_assert_cmpuint (count_family (f, WEFT_FAMILY_LOSS), ==, 1);
  source = weft_node_get_param (weft_graph_find (f->graph, id), "source");
  g_assert_cmpstr (g_variant_get_string (source, NULL), ==, "moons");
}

static gint64
get_units (const WeftNode *dense)
{
  g_autoptr (GVariant) units = weft_node_get_param (dense, "units");

  return g_variant_get_int64 (units);
}

static WeftEdit *
make_classes (gint64 data)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  g_ptr_array_add (edits, weft_edit_set_param (data, "target", g_variant_new_string ("class")));
  g_ptr_array_add (edits, weft_edit_set_param (data, "classes", g_variant_new_int64 (5)));
  return weft_edit_list (edits, NULL);
}

/* Other data for a network that was whole: it is whole with them too, in the same step. */
static void
test_data_for_whole (Fixture *f, gconstpointer data)
{
  gint64 id = choose (f, "circles");
  gint64 output = find_layer (f, "dense")->id;
  g_autoptr (WeftReport) report = NULL, numbers = NULL;

  choose (f, "random"); /* a number to be met, not a class */
  g_assert_cmpint (get_units (weft_graph_find (f->graph, output)), ==, 1);
  g_assert_null (find_layer (f, "cross_entropy"));
  g_assert_nonnull (find_layer (f, "mse"));
  numbers = weft_check (f->graph, f->catalog);
  g_assert_true (numbers->can_train);
  g_assert_cmpuint (numbers->diagnostics->len, ==, 0);

  g_assert_true (weft_context_do (
      f->context, weft_place_complete (f->graph, f->catalog, make_classes (id)), 0));
  g_assert_cmpint (get_units (weft_graph_find (f->graph, output)), ==, 5);
  report = weft_check (f->graph, f->catalog);
  g_assert_true (report->can_train);
  g_assert_cmpuint (report->diagnostics->len, ==, 0);
  g_assert_true (weft_history_undo (f->history)); /* one gesture, one undo each */
  g_assert_true (weft_history_undo (f->history));
  g_assert_cmpint (get_units (weft_graph_find (f->graph, output)), ==, 2);
  g_assert_nonnull (find_layer (f, "cross_entropy"));

  /* What somebody left unfit himself stays as he left it. */
  g_assert_true (weft_context_do (
      f->context, weft_edit_set_param (output, "units", g_variant_new_int64 (7)), 0));
  choose (f, "moons");
  g_assert_cmpint (get_units (weft_graph_find (f->graph, output)), ==, 7);
}

/* Insert Flatten puts it where a drop would, and whoever stands there makes room. */
static void
test_cure_makes_room (Fixture *f, gconstpointer data)
{
  gint64 id = choose (f, "random");
  const WeftDiagnostic *problem = NULL;
  g_autoptr (WeftReport) report = NULL;

  g_assert_true (weft_context_do (
      f->context,
      weft_edit_set_param (id, "shape", g_variant_new_parsed ("[int64 1, int64 8, int64 8]")), 0));
  report = weft_check (f->graph, f->catalog);
  for (guint i = 0; i < report->diagnostics->len; i++)
    if (g_str_equal (((WeftDiagnostic *) report->diagnostics->pdata[i])->code, "dense-on-picture"))
      problem = report->diagnostics->pdata[i];
  g_assert_nonnull (problem);
  weft_context_do (f->context, weft_edit_ref (((WeftFix *) problem->fixes->pdata[0])->edit), 0);
  g_assert_nonnull (find_layer (f, "flatten"));
  g_assert_cmpfloat (find_layer (f, "flatten")->x, <, find_layer (f, "dense")->x);
  assert_apart (f);

  /* Behind the data a Dense would see pictures: it goes behind what flattens them. */
  weft_context_select (f->context, &id, 1);
  id = add (f, "dense");
  g_assert_true (is_wired (f, find_layer (f, "flatten")->id, 0, id, 0));
}

/* Behind a node whose output goes to one other it is put into that wire, and the others make room.
 */
static void
test_into_wire (Fixture *f, gconstpointer data)
{
  gint64 first = add (f, "data"), relu;
  gint64 dense = find_layer (f, "dense")->id, loss = find_layer (f, "cross_entropy")->id;
  double dense_x = weft_graph_find (f->graph, dense)->x,
         loss_x = weft_graph_find (f->graph, loss)->x;

  weft_context_select (f->context, &first, 1);
  relu = add (f, "relu");
  g_assert_true (is_wired (f, first, 0, relu, 0));
  g_assert_true (is_wired (f, relu, 0, dense, 0));
  g_assert_true (is_wired (f, first, 1, loss, 1)); /* the labels stay where they were */
  g_assert_cmpfloat (weft_graph_find (f->graph, relu)->x, ==, dense_x);
  g_assert_cmpfloat (weft_graph_find (f->graph, dense)->x, ==, dense_x + WEFT_PLACE_PITCH);
  g_assert_cmpfloat (weft_graph_find (f->graph, loss)->x, ==, loss_x + WEFT_PLACE_PITCH);
  assert_apart (f);
  weft_history_undo (f->history);
  g_assert_cmpfloat (weft_graph_find (f->graph, dense)->x, ==, dense_x);
}

/* A chain grows by pressing Enter again and again: each goes behind the one before. */
static void
test_chain (Fixture *f, gconstpointer data)
{
  static const char *const layers[] = { "relu", "dense", "tanh" };
  gint64 before = add (f, "data");

  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      gint64 node = add (f, layers[i]);

      g_assert_true (is_wired (f, before, 0, node, 0));
      before = node;
    }
  assert_apart (f);
}

/* A node whose output goes to several gets a branch; no wire of the others is cut. */
static void
test_branch (Fixture *f, gconstpointer data)
{
  gint64 first = add (f, "data"), relu, dense = find_layer (f, "dense")->id, other;
  const double at[2] = { 400, 500 };

  other = weft_context_add_layer (f->context, weft_layer_find ("tanh"), at, 0);
  g_assert_null (
      weft_graph_find_wire_to (f->graph, other, 0)); /* dropped on the ground: not wired */
  g_assert_cmpfloat (weft_graph_find (f->graph, other)->x, ==, 400);
  {
    WeftWire wire = { .from = first, .to = other };

    g_assert_true (weft_context_do (f->context, weft_edit_add_wire (&wire), 0));
  }
  weft_context_select (f->context, &first, 1);
  relu = add (f, "relu");
  g_assert_true (is_wired (f, first, 0, relu, 0));
  g_assert_true (is_wired (f, first, 0, dense, 0));
  g_assert_true (is_wired (f, first, 0, other, 0));
}

/* A loss takes the labels of the data with it; behind a loss a layer goes before it. */
static void
test_loss (Fixture *f, gconstpointer data)
{
  gint64 first = add (f, "data"), old = find_layer (f, "cross_entropy")->id,
         dense = find_layer (f, "dense")->id;
  gint64 loss, tanh_id;

  g_assert_true (weft_context_do (f->context, weft_edit_remove_node (old), 0));
  weft_context_select (f->context, &dense, 1);
  loss = add (f, "cross_entropy");
  g_assert_true (is_wired (f, dense, 0, loss, 0));
  g_assert_true (is_wired (f, first, 1, loss, 1));
  weft_context_select (f->context, &loss, 1);
  tanh_id = add (f, "tanh");
  g_assert_true (is_wired (f, dense, 0, tanh_id, 0));
  g_assert_true (is_wired (f, tanh_id, 0, loss, 0));
}

static void
test_variadic (Fixture *f, gconstpointer data)
{
  gint64 first = add (f, "data"), sum;

  weft_context_select (f->context, &first, 1);
  sum = add (f, "add");
  g_assert_true (is_wired (f, first, 0, sum, 0));
}

static void
test_empty_without_data (Fixture *f, gconstpointer data)
{
  gint64 node = add (f, "dense");

  g_assert_cmpint (node, >, 0);
  g_assert_cmpuint (weft_graph_get_n_nodes (f->graph), ==, 1);
  g_assert_cmpuint (weft_graph_get_n_wires (f->graph), ==, 0);
}

/* The host is told what to look at when it changes, and only then. */
static void
test_watch (Fixture *f, gconstpointer data)
{
  const float low[2] = { -1, -1 }, high[2] = { 1, 1 };
  gint64 node;
  guint before;

  g_assert_cmpuint (f->n_watches, ==, 1);
  g_assert_true (f->watch.activations);
  node = add (f, "data");
  g_assert_cmpint (f->watch.weights_of, ==, node);
  before = f->n_watches;
  weft_context_select (f->context, &node, 1);
  weft_context_set_sample (f->context, 0);
  g_assert_cmpuint (f->n_watches, ==, before);
  weft_context_set_sample (f->context, 7);
  g_assert_cmpuint (f->watch.sample, ==, 7);
  weft_context_want_grid (f->context, 50, low, high);
  g_assert_cmpint (f->watch.grid, ==, 50);
  g_assert_cmpfloat (f->watch.grid_low[0], ==, -1);
  weft_context_want_grid (f->context, 0, NULL, NULL);
  g_assert_cmpint (f->watch.grid, ==, 0);
  weft_context_place_grid (f->context, low, high);
  g_assert_cmpint (f->watch.grid, ==, 0);
}

/* Two may draw the plane: it is watched until the second gives it up. */
static void
test_want_grid (Fixture *f, gconstpointer data)
{
  const float low[2] = { -1, -1 }, high[2] = { 1, 1 }, higher[2] = { 2, 2 };

  weft_context_want_grid (f->context, 50, low, high);
  weft_context_want_grid (f->context, 50, low, high);
  weft_context_want_grid (f->context, 0, low, high);
  g_assert_cmpint (f->watch.grid, ==, 50);
  weft_context_place_grid (f->context, low, higher);
  g_assert_cmpfloat (f->watch.grid_high[1], ==, 2);
  weft_context_want_grid (f->context, 0, low, high);
  g_assert_cmpint (f->watch.grid, ==, 0);
}

/* Two cells may show results: they are wanted as long as one of them does. */
static void
test_want_results (Fixture *f, gconstpointer data)
{
  weft_context_want_results (f->context, TRUE);
  weft_context_want_results (f->context, TRUE);
  weft_context_want_results (f->context, FALSE);
  g_assert_true (f->watch.results);
  weft_context_want_results (f->context, FALSE);
  g_assert_false (f->watch.results);
  weft_context_want_results (f->context, FALSE);
  weft_context_want_results (f->context, TRUE);
  g_assert_true (f->watch.results);
}

/* What is removed, by undo too, is no longer selected. */
static void
test_selection_follows (Fixture *f, gconstpointer data)
{
  gint64 node = add (f, "dense");

  g_assert_cmpint (weft_context_get_selected (f->context), ==, node);
  weft_history_undo (f->history);
  g_assert_cmpuint (weft_context_get_selection (f->context)->len, ==, 0);
  g_assert_cmpint (f->watch.weights_of, ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

/* A set that is chosen brings what it has, and wires go on to what the new one has, too. */
static void
test_choose_fields (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftCatalog) catalog = places_catalog ();
  gint64 node = 0, loss;
  const WeftNode *found;

  g_assert_true (
      weft_context_do (f->context, weft_place_source (f->graph, catalog, "near", &node), 0));
  found = weft_graph_find (f->graph, node);
  g_assert_cmpint (weft_node_find_output (found, "place"), ==, 2);
  loss = add (f, "mse");
  if (weft_graph_find_wire_to (f->graph, loss, 1))
    weft_context_do (f->context,
                     weft_edit_remove_wire (weft_graph_find_wire_to (f->graph, loss, 1)), 0);
  g_assert_true (
      weft_context_do (f->context, weft_edit_add_wire (&(WeftWire){ node, loss, 2, 1 }), 0));
  g_assert_true (
      weft_context_do (f->context, weft_place_source (f->graph, catalog, "far", &node), 0));
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, loss, 1)->output, ==, 2);
  g_assert_true (
      weft_context_do (f->context, weft_place_source (f->graph, catalog, "circles", &node), 0));
  g_assert_cmpint (weft_node_find_output (weft_graph_find (f->graph, node), "place"), ==, -1);
  g_assert_cmpint (weft_graph_count_outputs (f->graph, weft_graph_find (f->graph, node)), ==, 2);
  g_assert_true (weft_history_undo (f->history));
  g_assert_cmpint (weft_graph_find_wire_to (f->graph, loss, 1)->output, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/context/add/first-data", test_first_data);
  ADD ("/context/data/for-layers", test_data_for_layers);
  ADD ("/context/data/once", test_data_once);
  ADD ("/context/data/whole", test_data_for_whole);
  ADD ("/context/data/cure-makes-room", test_cure_makes_room);
  ADD ("/context/add/into-wire", test_into_wire);
  ADD ("/context/add/chain", test_chain);
  ADD ("/context/add/branch", test_branch);
  ADD ("/context/add/loss", test_loss);
  ADD ("/context/add/variadic", test_variadic);
  ADD ("/context/add/empty-without-data", test_empty_without_data);
  ADD ("/context/watch", test_watch);
  ADD ("/context/want-results", test_want_results);
  ADD ("/context/want-grid", test_want_grid);
  ADD ("/context/selection-follows", test_selection_follows);
  ADD ("/context/choose-fields", test_choose_fields);
  return g_test_run ();
}
