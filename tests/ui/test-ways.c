/* test-ways: after nodes were moved only what they touch is found anew, and stands as if all were
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/small-graph.h"
#include "ui/scene/ways.h"

#define MANY 5000

static void
move (WeftGraph *graph, gint64 node, double x, double y)
{
  small_graph_do (graph, weft_edit_move (node, x, y));
}

static void
assert_same (const WeftScene *a, const WeftScene *b)
{
  g_assert_cmpuint (a->nodes->len, ==, b->nodes->len);
  g_assert_cmpuint (a->wires->len, ==, b->wires->len);
  for (guint i = 0; i < a->nodes->len; i++)
    {
      const WeftSceneNode *one = weft_scene_get (a, i), *other = weft_scene_get (b, i);

      g_assert_cmpfloat (a->boxes[i].x, ==, b->boxes[i].x);
      g_assert_cmpfloat (a->boxes[i].y, ==, b->boxes[i].y);
      g_assert_cmpint (one->chip_hangs, ==, other->chip_hangs);
      g_assert_cmpfloat (one->chip_room, ==, other->chip_room);
    }
  for (guint i = 0; i < a->wires->len; i++)
    {
      const WeftRoute *one = &weft_scene_get_wire (a, i)->route;
      const WeftRoute *other = &weft_scene_get_wire (b, i)->route;

      g_assert_cmpuint (one->n, ==, other->n);
      for (guint k = 0; k < one->n; k++)
        g_assert_cmpmem (one->part[k].p, sizeof one->part[k].p, other->part[k].p,
                         sizeof other->part[k].p);
    }
}

/* One among thousands is dragged through its rows: the work does not grow with the network. */
static void
test_few (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (MANY);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  const gint64 node = 2020;
  guint wires = 0, shapes = 0;

  for (int i = 1; i <= 60; i++)
    {
      WeftWaysChange change;

      move (graph, node, 19 * 174.0 + 3 * i, 50 * 168.0 + 2 * i);
      weft_ways_change_init (&change);
      g_assert_true (weft_ways_follow (scene, graph, &node, 1, &change));
      wires = MAX (wires, change.wires->len);
      shapes = MAX (shapes, change.nodes->len);
      weft_ways_change_clear (&change);
    }
  g_test_message ("at most %u of %u wires and %u shapes", wires, scene->wires->len, shapes);
  g_assert_cmpuint (wires, >=, 2);
  g_assert_cmpuint (wires, <=, 16);
  g_assert_cmpuint (shapes, <=, 16);
}

/* There and back, and somewhere in between: as a scene that is made of the same document. */
static void
test_same (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (200);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  const gint64 node = 70;
  const WeftPoint way[] = {
    { 30 * 174 + 40, 168 + 30 },
    { 31 * 174 - 60, 168 + 5 },
    { 20, 3000 },
    { 29 * 174, 168 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (way); i++)
    {
      g_autoptr (WeftScene) anew = NULL;

      move (graph, node, way[i].x, way[i].y);
      g_assert_true (weft_ways_follow (scene, graph, &node, 1, NULL));
      anew = weft_scene_new (graph, NULL, 0, FALSE, NULL);
      assert_same (scene, anew);
    }
}

static gboolean
hits_a_node (const WeftScene *scene, const WeftSceneWire *wire)
{
  for (guint i = 0; i < scene->nodes->len; i++)
    {
      WeftBox inner = weft_box_grow (&scene->boxes[i], -1);

      if ((int) i != wire->from && (int) i != wire->to && weft_route_meets (&wire->route, &inner))
        return TRUE;
    }
  return FALSE;
}

/* A node that is put on a wire has it go round, and when it is taken away straight again. */
static void
test_in_the_way (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftScene) scene = NULL;
  const gint64 node = 4;

  small_graph_add (graph, "data", 0, 0);
  small_graph_add (graph, "dense", 900, 0);
  small_graph_wire (graph, 1, 0, 2, 0);
  small_graph_add (graph, "relu", 1200, 0);
  small_graph_wire (graph, 2, 0, 3, 0);
  small_graph_add (graph, "relu", 400, 800);
  scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  g_assert_cmpuint (weft_scene_get_wire (scene, 0)->route.n, ==, 1);
  move (graph, node, 400, 0);
  g_assert_true (weft_ways_follow (scene, graph, &node, 1, NULL));
  g_assert_cmpuint (weft_scene_get_wire (scene, 0)->route.n, >, 1);
  g_assert_false (hits_a_node (scene, weft_scene_get_wire (scene, 0)));
  move (graph, node, 400, 800);
  g_assert_true (weft_ways_follow (scene, graph, &node, 1, NULL));
  g_assert_cmpuint (weft_scene_get_wire (scene, 0)->route.n, ==, 1);
}

/* Where a pointer drags a node to, and then lets it go or puts it back. */
static void
test_dragged (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (200);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL), anew = NULL;
  guint number = (guint) weft_scene_find (scene, 40);
  const gint64 node = 40;
  const WeftPoint to = { 20 * 174, 168 };
  WeftWaysChange change;

  weft_ways_change_init (&change);
  weft_ways_drag (scene, &number, &to, 1, &change);
  g_assert_cmpuint (change.wires->len, ==, 2);
  weft_ways_change_clear (&change);
  g_assert_true (weft_ways_follow (scene, graph, &node, 1, NULL));
  anew = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  assert_same (scene, anew);
}

/* Wires that leap over others share lanes: one that goes makes room for those behind it. */
static void
test_lanes (void)
{
  enum
  {
    NODES = 60,
    ACROSS = 10,
  };
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftScene) scene = NULL;
  GRand *rand = g_rand_new_with_seed (3);
  gint64 node;
  guint found;

  small_graph_add (graph, "data", 0, 0);
  for (guint i = 1; i < NODES; i++)
    {
      small_graph_add (graph, "add", i % ACROSS * 174.0, i / ACROSS * 168.0);
      small_graph_wire (graph, i, 0, i + 1, 0);
      small_graph_wire (graph, g_rand_int_range (rand, 1, (gint32) i + 1), 0, i + 1, 1);
    }
  scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  found = scene->router.n_found;
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (WeftScene) anew = NULL;

      node = g_rand_int_range (rand, 1, NODES + 1);
      move (graph, node, (node - 1) % ACROSS * 174.0 + g_rand_int_range (rand, -2, 3) * 20,
            (node - 1) / ACROSS * 168.0 + g_rand_int_range (rand, -2, 3) * 20);
      g_assert_true (weft_ways_follow (scene, graph, &node, 1, NULL));
      anew = weft_scene_new (graph, NULL, 0, FALSE, NULL);
      assert_same (scene, anew);
    }
  g_test_message ("%u of %u ways a move", (scene->router.n_found - found) / 100, scene->wires->len);
  g_rand_free (rand);
}

/* Everything at once is a case of its own. */
static void
test_all (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new_rows (200);
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL), anew = NULL;
  gint64 nodes[200];
  WeftWaysChange change;

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      nodes[i] = i + 1;
      move (graph, nodes[i], scene->boxes[i].x + 5, scene->boxes[i].y * 2);
    }
  weft_ways_change_init (&change);
  g_assert_true (weft_ways_follow (scene, graph, nodes, G_N_ELEMENTS (nodes), &change));
  g_assert_cmpuint (change.wires->len, ==, scene->wires->len);
  weft_ways_change_clear (&change);
  anew = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  assert_same (scene, anew);
}

/* What is not in sight of this level asks for another scene, and touches nothing. */
static void
test_elsewhere (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  const gint64 nodes[] = { 2, 77 };
  double x = scene->boxes[1].x;

  move (graph, 2, 500, 500);
  g_assert_false (weft_ways_follow (scene, graph, nodes, 2, NULL));
  g_assert_cmpfloat (scene->boxes[1].x, ==, x);
}

/* Of edits only those that move nodes and do nothing else. */
static void
test_moves (void)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftEdit) both = NULL, more = NULL;

  g_ptr_array_add (parts, weft_edit_move (2, 1, 1));
  g_ptr_array_add (parts, weft_edit_move (3, 1, 1));
  both = weft_edit_list (parts, NULL);
  g_assert_true (weft_edit_list_moved (both, nodes));
  g_assert_cmpuint (nodes->len, ==, 2);
  g_assert_cmpint (g_array_index (nodes, gint64, 1), ==, 3);
  g_ptr_array_add (parts, weft_edit_set_title (2, "x"));
  more = weft_edit_list (parts, NULL);
  g_assert_false (weft_edit_list_moved (more, nodes));
  g_assert_cmpuint (nodes->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ways/few", test_few);
  g_test_add_func ("/ways/same", test_same);
  g_test_add_func ("/ways/in-the-way", test_in_the_way);
  g_test_add_func ("/ways/dragged", test_dragged);
  g_test_add_func ("/ways/lanes", test_lanes);
  g_test_add_func ("/ways/all", test_all);
  g_test_add_func ("/ways/elsewhere", test_elsewhere);
  g_test_add_func ("/ways/moves", test_moves);
  return g_test_run ();
}
