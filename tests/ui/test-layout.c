/* test-layout: what is laid out can be read: long chains in rows, and skips round the nodes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/layout.h"

#include <math.h>

#include "ui/scene/scene.h"
#include "small-graph.h"

/* data → n ReLUs, of which each `every`-th is added to what it was `every` before. */
static WeftGraph *
chain (guint n, guint every)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 last = 1, kept = 1;

  small_graph_add (graph, "data", 0, 0);
  for (guint i = 1; i <= n; i++)
    {
      gboolean joins = every > 0 && i % every == 0;

      small_graph_add (graph, joins ? "add" : "relu", 0, 0);
      small_graph_wire (graph, last, 0, last + 1, 0);
      if (joins)
        {
          small_graph_wire (graph, kept, 0, last + 1, 1);
          kept = last + 1;
        }
      last++;
    }
  return graph;
}

static WeftScene *
lay_out (WeftGraph *graph)
{
  WeftEdit *edit = weft_layout_edit (graph, NULL);

  if (edit != NULL)
    small_graph_do (graph, edit);
  return weft_scene_new (graph, NULL, 0, TRUE, NULL);
}

/* No node lies on another. */
static void
assert_apart (const WeftScene *scene)
{
  for (guint i = 0; i < scene->nodes->len; i++)
    for (guint k = i + 1; k < MIN (scene->nodes->len, i + 400); k++)
      g_assert_false (weft_box_meets (&scene->boxes[i], &scene->boxes[k]));
}

static guint
count_crossed (const WeftScene *scene)
{
  guint n = 0;

  for (guint w = 0; w < scene->wires->len; w++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, w);

      for (guint i = 0; i < scene->nodes->len; i++)
        {
          WeftBox inner = weft_box_grow (&scene->boxes[i], -3);

          if ((int) i != wire->from && (int) i != wire->to && weft_box_meets (&wire->bounds, &inner)
              && weft_route_meets (&wire->route, &inner))
            n++;
        }
    }
  return n;
}

static void
test_skips (void)
{
  static const guint lengths[] = { 12, 40, 200 };
  static const guint every[] = { 3, 4, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint k = 0; k < G_N_ELEMENTS (every); k++)
      {
        g_autoptr (WeftGraph) graph = chain (lengths[i], every[k]);
        g_autoptr (WeftScene) scene = lay_out (graph);

        assert_apart (scene);
        g_assert_cmpuint (count_crossed (scene), ==, 0);
      }
}

static gboolean
is_level_beside (const WeftRoute *a, const WeftRoute *b)
{
  return a->n > 1 && b->n > 1 && a->lane.from < b->lane.to && b->lane.from < a->lane.to;
}

/* Wires that go side by side between two rows can be told from each other. */
static void
test_lanes (void)
{
  g_autoptr (WeftGraph) graph = chain (40, 3);
  g_autoptr (WeftScene) scene = lay_out (graph);
  guint n = 0;

  for (guint a = 0; a < scene->wires->len; a++)
    for (guint b = a + 1; b < scene->wires->len; b++)
      {
        const WeftRoute *one = &weft_scene_get_wire (scene, a)->route;
        const WeftRoute *other = &weft_scene_get_wire (scene, b)->route;

        if (!is_level_beside (one, other))
          continue;
        n++;
        g_assert_cmpfloat (fabs (one->lane.y - other->lane.y), >=, 4);
      }
  g_assert_cmpuint (n, >, 0);
}

/* As wide as high, near enough: seen at once it is as large as it can be. */
static void
test_long (void)
{
  g_autoptr (WeftGraph) graph = chain (2000, 0);
  g_autoptr (WeftScene) scene = lay_out (graph);
  WeftBox all;
  double shape;

  g_assert_cmpuint (scene->nodes->len, ==, 2001);
  g_assert_true (weft_scene_get_bounds (scene, &all));
  shape = all.w / all.h;
  g_assert_cmpfloat (shape, >, 1);
  g_assert_cmpfloat (shape, <, 4);
  assert_apart (scene);
  g_assert_cmpuint (count_crossed (scene), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/skips", test_skips);
  g_test_add_func ("/layout/lanes", test_lanes);
  g_test_add_func ("/layout/long", test_long);
  return g_test_run ();
}
