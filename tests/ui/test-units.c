/* test-units: what an open node shows, where, and who makes way for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/thumb-units.h"
#include "ui/scene/make-way.h"

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
test_makes_way (Fixture *f, gconstpointer data)
{
  g_autoptr (WeftGraph) before = weft_graph_dup (f->graph);

  toggle (f, TRUE);
  g_assert_cmpint (weft_scene_get (f->scene, 1)->units.kind, ==, WEFT_UNITS_LINES);
  g_assert_cmpfloat (f->scene->boxes[1].w, ==, weft_scene_get (f->scene, 1)->units.width);
  g_assert_cmpint (weft_scene_get (f->scene, 2)->units.kind, ==, WEFT_UNITS_NONE);
  for (guint i = 0; i < f->scene->nodes->len; i++)
    for (guint k = 0; k < i; k++)
      g_assert_false (weft_box_meets (&f->scene->boxes[i], &f->scene->boxes[k]));
  g_assert_cmpfloat (f->scene->boxes[0].x, ==, 26);
  toggle (f, FALSE);
  for (guint i = 0; i < 4; i++) /* the row is as it was */
    g_assert_cmpfloat (weft_graph_get_node (f->graph, i)->x, ==,
                       weft_graph_get_node (before, i)->x);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/units/kinds", test_kinds);
  g_test_add_func ("/units/places", test_places);
  g_test_add_func ("/units/lines-are-found", test_lines_are_found);
  g_test_add ("/units/makes-way", Fixture, NULL, set_up, test_makes_way, tear_down);
  return g_test_run ();
}
