/* test-units: what an open node shows, where, and who makes way for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/thumb-units.h"
#include "engine/graph/history.h"
#include "ui/context/place.h"
#include "ui/scene/edits.h"
#include "ui/scene/make-way.h"
#include "ui/scene/settle.h"

#include "small-graph.h"

enum
{
  DATA = 1,
  DENSE = 2,
  RELU = 3,
  LOSS = 4,
};

static WeftUnits
plan (const gint64 *dims, int rank)
{
  WeftShape shape = weft_shape_new (dims, rank);

  return weft_units_plan (&shape);
}

static void
test_kinds (void)
{
  WeftUnits few = plan ((gint64[]){ 8, 2 }, 2), wide = plan ((gint64[]){ 10, 784 }, 2);
  WeftUnits many = plan ((gint64[]){ 784, 64 }, 2);
  WeftUnits seen = plan ((gint64[]){ 10, 1, 28, 28 }, 4),
            deep = plan ((gint64[]){ 8, 16, 3, 3 }, 4);
  g_autofree char *caption = weft_units_dup_caption (&many), *inputs = NULL, *none = NULL;

  g_assert_cmpint (few.kind, ==, WEFT_UNITS_LINES);
  none = weft_units_dup_caption (&few);
  g_assert_null (none);
  g_assert_cmpuint (wide.shown_in, ==, 16);
  inputs = weft_units_dup_caption (&wide);
  g_assert_cmpstr (inputs, ==, "16 of 784 inputs");
  g_assert_cmpint (many.kind, ==, WEFT_UNITS_MATRIX);
  g_assert_cmpstr (caption, ==, "16 of 784 units");
  g_assert_cmpint (seen.kind, ==, WEFT_UNITS_PICTURES);
  g_assert_cmpint (deep.kind, ==, WEFT_UNITS_LINES);
}

/* Everything lies within the node, and each place is found again. */
static void
test_places (void)
{
  const gint64 sizes[][2] = { { 1, 1 }, { 2, 8 }, { 8, 2 }, { 32, 32 }, { 10, 784 }, { 784, 64 } };

  for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      WeftUnits units = plan (sizes[k], 2);

      for (guint u = 0; u < units.shown; u++)
        {
          WeftPoint at = weft_units_place (&units, u);
          WeftUnitPart part = weft_units_pick (&units, at, 4);

          g_assert_cmpfloat (at.x + units.size / 2, <, units.width);
          g_assert_cmpfloat (at.y + units.size / 2, <, units.height);
          g_assert_cmpint (part.kind, ==, WEFT_PART_UNIT);
          g_assert_cmpint (part.unit, ==, weft_units_get_unit (&units, u));
        }
    }
}

static void
test_lines_are_found (void)
{
  WeftUnits units = plan ((gint64[]){ 3, 2 }, 2);
  WeftPoint from = weft_units_place_input (&units, 1), to = weft_units_place (&units, 0);
  WeftUnitPart part = weft_units_pick (
      &units, (WeftPoint){ from.x + .3 * (to.x - from.x), from.y + .3 * (to.y - from.y) }, 4);

  g_assert_cmpint (part.kind, ==, WEFT_PART_WEIGHT);
  g_assert_cmpint (part.unit, ==, 0);
  g_assert_cmpint (part.input, ==, 1);
  part = weft_units_pick (&units, (WeftPoint){ 20, 10 }, 4);
  g_assert_cmpint (part.kind, ==, WEFT_PART_NONE);
}

/* --- making way --- */

typedef struct
{
  WeftGraph *graph;
  WeftCatalog *catalog;
  WeftReport *report;
  WeftScene *scene;
} Fixture;

static void
look_again (Fixture *f)
{
  g_clear_pointer (&f->report, weft_report_unref);
  f->report = weft_check (f->graph, f->catalog);
  g_clear_pointer (&f->scene, weft_scene_free);
  f->scene = weft_scene_new (f->graph, f->report, 0, TRUE, NULL);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->graph = small_graph_new ();
  f->catalog = weft_catalog_new (NULL);
  small_graph_add (f->graph, "dense", 200, 160); /* in a row below */
  look_again (f);
}

/* So many beside it that nobody waits for the check. */
static void
set_up_large (Fixture *f, gconstpointer data)
{
  set_up (f, data);
  for (guint i = 0; i < 1000; i++)
    small_graph_add (f->graph, "relu", i % 40 * 400.0, 20000 + i / 40 * 400.0);
  g_assert_true (weft_check_takes_long (f->graph));
  look_again (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  weft_scene_free (f->scene);
  weft_report_unref (f->report);
  weft_catalog_unref (f->catalog);
  g_object_unref (f->graph);
}

static void
toggle (Fixture *f, gboolean open)
{
  const gint64 nodes[] = { DENSE, RELU };
  WeftEdit *edit
      = weft_open_edit (f->scene, f->graph, f->report, nodes, G_N_ELEMENTS (nodes), open);

  g_assert_nonnull (edit);
  small_graph_do (f->graph, edit);
  look_again (f);
}

static void
assert_apart (Fixture *f)
{
  for (guint i = 0; i < f->scene->nodes->len; i++)
    for (guint k = 0; k < i; k++)
      g_assert_false (weft_box_meets (&f->scene->boxes[i], &f->scene->boxes[k]));
}

static void
test_makes_way (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftGraph) before = weft_graph_dup (f->graph);

  toggle (f, TRUE);
  g_assert_cmpint (weft_scene_get (f->scene, 1)->units.kind, ==, WEFT_UNITS_LINES);
  g_assert_cmpfloat (f->scene->boxes[1].w, ==, weft_scene_get (f->scene, 1)->units.width);
  g_assert_cmpint (weft_scene_get (f->scene, 2)->units.kind, ==, WEFT_UNITS_NONE);
  assert_apart (f);
  g_assert_cmpfloat (f->scene->boxes[0].x, ==, 26);
  toggle (f, FALSE);
  for (guint i = 0; i < 4; i++) /* the row is as it was */
    g_assert_cmpfloat (weft_graph_get_node (f->graph, i)->x, ==,
                       weft_graph_get_node (before, i)->x);
}

/* --- who is put behind an open node, and before one --- */

static void
put (Fixture *f, WeftEdit *edit)
{
  g_assert_nonnull (edit);
  small_graph_do (f->graph, weft_settle_edit (f->graph, f->catalog, f->report, edit));
  look_again (f);
  assert_apart (f);
}

static WeftBox
find_box (Fixture *f, gint64 id)
{
  return f->scene->boxes[weft_scene_find (f->scene, id)];
}

static void
open_large (Fixture *f)
{
  small_graph_do (f->graph, weft_edit_set_param (DENSE, "units", g_variant_new_int64 (24)));
  look_again (f);
  toggle (f, TRUE);
  g_assert_cmpfloat (find_box (f, DENSE).w, >, WEFT_NODE_WIDTH);
  g_assert_cmpfloat (find_box (f, DENSE).h, >, 300);
}

static void
test_added_behind (Fixture *f, gconstpointer data)
{
  const WeftLayer *layer = weft_layer_find ("tanh");
  gint64 id = 0;

  open_large (f);
  put (f, weft_place_layer (f->graph, f->catalog, layer, 0, NULL, DENSE, &id));
  g_assert_cmpfloat (find_box (f, id).x, >=,
                     find_box (f, DENSE).x + find_box (f, DENSE).w + WEFT_NODE_GAP);
  g_assert_cmpfloat (find_box (f, id).y, ==, find_box (f, DENSE).y);
  g_assert_cmpfloat (find_box (f, RELU).x, >=,
                     find_box (f, id).x + WEFT_NODE_WIDTH + WEFT_NODE_GAP);
  g_assert_cmpfloat (find_box (f, DATA).x, ==, 26); /* in nobody's way */
}

/* Half over the open one, as who aims at a wire drops it. */
static void
test_dropped_on_wire (Fixture *f, gconstpointer data)
{
  WeftWire wire = { .from = DENSE, .to = RELU };
  WeftAddition add
      = { .layer = weft_layer_find ("tanh"), .into = &wire, .make_room = TRUE, .at = { 300, 30 } };
  gint64 id = 0;

  open_large (f);
  put (f, weft_edits_add (f->graph, &add, &id));
  g_assert_cmpfloat (find_box (f, id).x, >=,
                     find_box (f, DENSE).x + find_box (f, DENSE).w + WEFT_NODE_GAP);
}

/* A cure puts a node before an open one, which goes on as wide as it is. */
static void
test_open_one_is_pushed (Fixture *f, gconstpointer data)
{
  gint64 id = 0;

  open_large (f);
  put (f, weft_place_layer (f->graph, f->catalog, weft_layer_find ("dense"), 0, NULL, DATA, &id));
  g_assert_cmpfloat (find_box (f, DENSE).x, >=,
                     find_box (f, id).x + WEFT_NODE_WIDTH + WEFT_NODE_GAP);
  g_assert_cmpfloat (find_box (f, RELU).x, >=,
                     find_box (f, DENSE).x + find_box (f, DENSE).w + WEFT_NODE_GAP);
}

/* The rows below follow, and come back; all of one gesture is one step, back again too. */
static void
test_grows_and_shrinks (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftHistory) history = NULL;
  g_autoptr (WeftGraph) before = NULL;
  const int sizes[] = { 8, 9, 20, 32, 12, 24, 8 };
  gint64 below = 5;
  double y;
  guint gesture;

  toggle (f, TRUE);
  small_graph_do (f->graph, weft_edit_set_param (DENSE, "units", g_variant_new_int64 (8)));
  look_again (f);
  small_graph_do (f->graph,
                  weft_edit_move (below, 200, find_box (f, DENSE).y + find_box (f, DENSE).h + 20));
  look_again (f);
  y = find_box (f, below).y;
  before = weft_graph_dup (f->graph);
  history = weft_history_new (f->graph);
  gesture = weft_history_new_gesture (history);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      WeftEdit *edit = weft_edit_set_param (DENSE, "units", g_variant_new_int64 (sizes[i]));
      g_autoptr (WeftEdit) settled = weft_settle_edit (f->graph, f->catalog, f->report, edit);

      g_assert_true (weft_history_do (history, settled, gesture, NULL));
      look_again (f);
      assert_apart (f);
    }
  g_assert_cmpfloat (find_box (f, below).y, ==, y);
  g_assert_cmpuint (weft_history_get_n_entries (history), ==, 1);
  g_assert_true (weft_history_undo (history));
  g_assert_true (weft_graph_equal (f->graph, before));
}

/* What needs no room moves nobody, and is the edit that it was. */
static void
test_others_stay (Fixture *f, gconstpointer data)
{
  WeftEdit *edit = weft_edit_move (LOSS, 900, 34);
  WeftEdit *settled = weft_settle_edit (f->graph, f->catalog, f->report, edit);

  g_assert_true (settled == edit);
  weft_edit_unref (settled);
}

static void
test_laid_out (Fixture *f, gconstpointer data)
{
  guint n = weft_graph_get_n_nodes (f->graph);
  g_autofree double *width = g_new0 (double, n), *height = g_new0 (double, n);
  const WeftLayoutSizes sizes = { width, height };
  WeftEdit *edit;

  open_large (f);
  weft_settle_measure (f->graph, f->report, width, height);
  edit = weft_layout_edit (f->graph, &sizes);
  g_assert_nonnull (edit);
  small_graph_do (f->graph, edit);
  look_again (f);
  assert_apart (f);
  g_assert_cmpfloat (find_box (f, RELU).x, >=,
                     find_box (f, DENSE).x + find_box (f, DENSE).w + WEFT_NODE_GAP);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/units/kinds", test_kinds);
  g_test_add_func ("/units/places", test_places);
  g_test_add_func ("/units/lines-are-found", test_lines_are_found);
  g_test_add ("/units/makes-way", Fixture, NULL, set_up, test_makes_way, tear_down);
  g_test_add ("/units/added-behind", Fixture, NULL, set_up, test_added_behind, tear_down);
  g_test_add ("/units/dropped-on-wire", Fixture, NULL, set_up, test_dropped_on_wire, tear_down);
  g_test_add ("/units/open-one-is-pushed", Fixture, NULL, set_up, test_open_one_is_pushed,
              tear_down);
  g_test_add ("/units/grows-and-shrinks", Fixture, NULL, set_up, test_grows_and_shrinks, tear_down);
  g_test_add ("/units/grows-in-large", Fixture, NULL, set_up_large, test_grows_and_shrinks,
              tear_down);
  g_test_add ("/units/others-stay", Fixture, NULL, set_up, test_others_stay, tear_down);
  g_test_add ("/units/laid-out", Fixture, NULL, set_up, test_laid_out, tear_down);
  return g_test_run ();
}
