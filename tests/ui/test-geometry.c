/* test-geometry: views, fitting, snapping, ways of wires, picking: all without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <time.h>

#include "tests/ui/small-graph.h"
#include "ui/scene/scene.h"
#include "ui/scene/snap.h"
#include "ui/scene/ways.h"

/* --- the view --- */

static void
test_zoom_keeps_the_point (void)
{
  WeftView view = { 1, 30, -20 };
  WeftPoint at = { 200, 120 };
  WeftPoint before = weft_view_to_plane (&view, at);

  for (int i = 0; i < 8; i++)
    {
      WeftPoint after;

      weft_view_zoom_at (&view, view.zoom * 1.3, at);
      after = weft_view_to_plane (&view, at);
      g_assert_cmpfloat_with_epsilon (after.x, before.x, 1e-9);
      g_assert_cmpfloat_with_epsilon (after.y, before.y, 1e-9);
    }
  weft_view_zoom_at (&view, 100, at);
  g_assert_cmpfloat (view.zoom, ==, WEFT_ZOOM_MAX);
  weft_view_zoom_at (&view, 0, at);
  g_assert_cmpfloat (view.zoom, ==, WEFT_ZOOM_MIN);
}

static void
test_to_plane_and_back (void)
{
  const WeftView view = { .4, -13, 77 };
  WeftPoint p = weft_view_to_widget (&view, weft_view_to_plane (&view, (WeftPoint){ 12, 34 }));

  g_assert_cmpfloat_with_epsilon (p.x, 12, 1e-9);
  g_assert_cmpfloat_with_epsilon (p.y, 34, 1e-9);
}

static void
test_fit (void)
{
  const WeftBox wide = { -100, 50, 4000, 300 }, small = { 10, 10, 200, 100 };
  const WeftBox tight = { 0, 0, 970, 300 };
  WeftView view;
  WeftBox in;

  weft_view_fit (&view, &wide, 1000, 400, 30);
  in = weft_view_box_to_widget (&view, &wide);
  g_assert_cmpfloat (in.x, >=, 29);
  g_assert_cmpfloat (in.x + in.w, <=, 971);
  g_assert_cmpfloat (view.zoom, <, 1);
  weft_view_fit (&view, &small, 1000, 400, 30);
  g_assert_cmpfloat (view.zoom, ==, 1); /* never enlarged */
  in = weft_view_box_to_widget (&view, &small);
  g_assert_cmpfloat_with_epsilon (in.x + in.w / 2, 500, 1);
  weft_view_fit (&view, &tight, 1000, 400, 30);
  g_assert_cmpfloat (view.zoom, ==, 1); /* a little margin is given up for 100 % */
}

static void
test_reveal (void)
{
  const WeftBox right = { 950, 100, 132, 110 }, inside = { 300, 100, 132, 110 },
                edge = { 300, 5, 132, 110 };
  WeftView view = { 1, 0, 0 };

  g_assert_false (weft_view_reveal (&view, &inside, 1000, 400, 20));
  g_assert_false (weft_view_reveal (&view, &edge, 1000, 400, 20)); /* is seen: nothing jumps */
  g_assert_true (weft_view_reveal (&view, &right, 1000, 400, 20));
  g_assert_cmpfloat (view.x, ==, 1000 - 20 - 1082);
  g_assert_cmpfloat (view.y, ==, 0);
}

static void
test_detail (void)
{
  g_assert_cmpint (weft_zoom_get_detail (1), ==, WEFT_DETAIL_FULL);
  g_assert_cmpint (weft_zoom_get_detail (.5), ==, WEFT_DETAIL_FULL);
  g_assert_cmpint (weft_zoom_get_detail (.49), ==, WEFT_DETAIL_SHAPES);
  g_assert_cmpint (weft_zoom_get_detail (.24), ==, WEFT_DETAIL_BLOCKS);
}

static void
test_zoom_steps (void)
{
  double zoom = .05;

  g_assert_cmpfloat (weft_zoom_step (.95, 1), ==, 1);
  g_assert_cmpfloat (weft_zoom_step (1.05, -1), ==, 1);
  for (int i = 0; i < 40; i++)
    zoom = weft_zoom_step (zoom, 1);
  g_assert_cmpfloat (zoom, ==, WEFT_ZOOM_MAX);
}

/* --- sizes and neighbours --- */

static void
test_node_sizes (void)
{
  const WeftBox box = { 100, 200, WEFT_NODE_WIDTH, 110 };

  g_assert_cmpfloat (weft_geometry_node_height (1, 1, FALSE), ==, 50);
  g_assert_cmpfloat (weft_geometry_node_height (1, 1, TRUE), ==, 110);
  g_assert_cmpfloat (weft_geometry_node_height (2, 0, FALSE), ==, 84);
  g_assert_cmpfloat (weft_geometry_node_height (3, 3, TRUE), ==, 122);
  /* The name of the third is not behind the picture. */
  g_assert_cmpfloat (weft_geometry_output (&(WeftBox){ 0 }, 2).y - 6, >, 47 + WEFT_NODE_THUMB);
  g_assert_cmpfloat (weft_geometry_output (&box, 0).x, ==, 232);
  g_assert_cmpfloat (weft_geometry_output (&box, 0).y, ==, 236);
  g_assert_cmpfloat (weft_geometry_input (&box, 1).y, ==, 262);
  for (guint n = 1; n < 20; n++) /* every port stands on its node */
    g_assert_cmpfloat (weft_geometry_input (&(WeftBox){ 0 }, n - 1).y + WEFT_PORT_RADIUS, <,
                       weft_geometry_node_height (n, 1, FALSE));
  for (guint n = 1; n < 20; n++)
    g_assert_cmpfloat (weft_geometry_output (&(WeftBox){ 0 }, n - 1).y + WEFT_PORT_RADIUS, <,
                       weft_geometry_node_height (1, n, FALSE));
}

static void
test_arrows (void)
{
  const WeftBox boxes[] = { { 0, 0, 132, 110 },
                            { 174, 0, 132, 110 },
                            { 348, 0, 132, 50 },
                            { 0, 168, 132, 110 },
                            { 174, 168, 132, 50 } };

  g_assert_cmpint (weft_geometry_neighbour (boxes, 5, 0, 1, 0), ==, 1);
  g_assert_cmpint (weft_geometry_neighbour (boxes, 5, 0, 0, 1), ==, 3);
  g_assert_cmpint (weft_geometry_neighbour (boxes, 5, 4, 0, -1), ==, 1);
  g_assert_cmpint (weft_geometry_neighbour (boxes, 5, 4, -1, 0), ==, 3);
  g_assert_cmpint (weft_geometry_neighbour (boxes, 5, 2, 1, 0), ==, -1);
}

/* --- snapping --- */

static void
test_snap (void)
{
  const WeftBox moving = { 500, 400, 132, 110 }, other = { 100, 103, 132, 110 };
  WeftSnap snap;

  weft_snap_move (&snap, &moving, 2, -3, NULL, 0, 6); /* alone: the grid */
  g_assert_cmpfloat (snap.dx, ==, 0);
  g_assert_cmpfloat (snap.dy, ==, 0);
  g_assert_false (snap.has_guide_x || snap.has_guide_y);
  weft_snap_move (&snap, &moving, 0, 105 - 400, &other, 1, 6); /* its top at a neighbour's top */
  g_assert_true (snap.has_guide_y);
  g_assert_cmpfloat (moving.y + snap.dy, ==, 103);
  weft_snap_move (&snap, &moving, 277 - 500, 105 - 400, &other, 1,
                  6); /* and the usual gap behind it */
  g_assert_true (snap.has_guide_x);
  g_assert_cmpfloat (moving.x + snap.dx, ==, 100 + 132 + WEFT_NODE_GAP);
  weft_snap_move (&snap, &moving, 0, 0, &other, 1, 6);
  g_assert_false (snap.has_guide_x);
}

/* --- ways of wires --- */

static gboolean
passes_box (const WeftRoute *route, const WeftBox *box)
{
  for (int i = 1; i < 200; i++)
    if (weft_box_contains (box, weft_route_at (route, i / 200.0)))
      return TRUE;
  return FALSE;
}

static void
find (WeftRoute *route, const WeftBox *boxes, guint n, guint from, guint to, gboolean below)
{
  WeftRouter router;

  weft_router_init (&router, boxes, n);
  weft_router_find (&router, route, weft_geometry_output (&boxes[from], 0),
                    weft_geometry_input (&boxes[to], 0), (int) from, (int) to, below, 0);
  weft_router_clear (&router);
}

static void
test_direct (void)
{
  const WeftBox boxes[] = { { 0, 0, 132, 110 }, { 174, 0, 132, 110 } };
  WeftRoute route;

  find (&route, boxes, 2, 0, 1, FALSE);
  g_assert_cmpuint (route.n, ==, 1);
  g_assert_cmpfloat (route.part[0].p[0].x, ==, 132);
  g_assert_cmpfloat (route.part[0].p[3].x, ==, 174);
  g_assert_cmpfloat (route.part[0].p[1].x - 132, >=, 24); /* the least tangent */
  g_assert_cmpfloat_with_epsilon (weft_route_distance (&route, (WeftPoint){ 153, 36 }), 0, .5);
  g_assert_cmpfloat_with_epsilon (weft_route_distance (&route, (WeftPoint){ 153, 46 }), 10, .5);
}

/* From the end of one row to the start of the next: between the rows, through no node. */
static void
test_wraps_between_rows (void)
{
  const WeftBox boxes[] = { { 200, 34, 132, 110 },
                            { 374, 34, 132, 110 },
                            { 548, 34, 132, 110 },
                            { 200, 202, 132, 110 },
                            { 374, 202, 132, 110 } };
  WeftRoute route;

  find (&route, boxes, 5, 2, 3, FALSE);
  g_assert_cmpuint (route.n, ==, 3);
  g_assert_true (route.goes_back);
  g_assert_cmpfloat (route.part[1].p[0].y, >, 144);
  g_assert_cmpfloat (route.part[1].p[0].y, <, 202);
  for (guint i = 0; i < 5; i++)
    g_assert_false (passes_box (&route, &boxes[i]));
}

/* A line's bounds hold all of it and nothing besides, so that a fitted view wastes no room. */
static void
test_bounds_are_tight (void)
{
  const WeftBox boxes[] = { { 200, 34, 132, 110 }, { 374, 34, 132, 110 }, { 200, 174, 132, 110 } };
  WeftRoute route;
  WeftBox bounds, drawn;

  find (&route, boxes, 3, 1, 2, FALSE);
  bounds = weft_route_get_bounds (&route);
  drawn = (WeftBox){ route.part[0].p[0].x, route.part[0].p[0].y, 0, 0 };
  for (int i = 0; i <= 3000; i++)
    {
      WeftPoint p = weft_route_at (&route, i / 3000.0);
      WeftBox point = { p.x, p.y, 0, 0 };

      drawn = weft_box_union (&drawn, &point);
    }
  g_assert_cmpfloat_with_epsilon (bounds.x, drawn.x, .01);
  g_assert_cmpfloat_with_epsilon (bounds.y, drawn.y, .01);
  g_assert_cmpfloat_with_epsilon (bounds.w, drawn.w, .01);
  g_assert_cmpfloat_with_epsilon (bounds.h, drawn.h, .01);
}

static void
test_labels_run_under (void)
{
  const WeftBox boxes[] = {
    { 26, 34, 132, 110 }, { 200, 34, 132, 110 }, { 374, 34, 132, 130 }, { 548, 34, 132, 84 }
  };
  WeftRoute route;

  find (&route, boxes, 4, 0, 3, TRUE);
  g_assert_cmpuint (route.n, ==, 3);
  g_assert_cmpfloat (route.part[1].p[0].y, >, 164);
  for (guint i = 0; i < 4; i++)
    g_assert_false (passes_box (&route, &boxes[i]));
}

/* From the first row down past all others, between the first two columns. */
static void
test_labels_past_rows (void)
{
  WeftBox boxes[21];
  WeftRoute route;

  for (int i = 0; i < 20; i++)
    boxes[i] = (WeftBox){ 26 + 174 * (i % 4), 34 + 140 * (i / 4), 132, 110 };
  boxes[20] = (WeftBox){ 26 + 174 * 4, 34 + 140 * 4, 132, 84 };
  find (&route, boxes, 21, 0, 20, TRUE);
  for (guint i = 0; i < 21; i++)
    g_assert_false (passes_box (&route, &boxes[i]));
}

/* A shortcut over three nodes goes round them, and a second one keeps off the first. */
static void
test_shortcuts (void)
{
  const WeftBox boxes[]
      = { { 0, 0, 132, 110 }, { 174, 0, 132, 110 }, { 348, 0, 132, 110 }, { 522, 0, 132, 110 } };
  WeftRouter router;
  WeftRoute first, second;

  weft_router_init (&router, boxes, 4);
  weft_router_find (&router, &first, weft_geometry_output (&boxes[0], 0),
                    weft_geometry_input (&boxes[3], 0), 0, 3, FALSE, 1);
  weft_router_find (&router, &second, weft_geometry_output (&boxes[0], 0),
                    weft_geometry_input (&boxes[3], 0), 0, 3, FALSE, 2);
  weft_router_clear (&router);
  g_assert_cmpuint (first.n, ==, 3);
  g_assert_false (passes_box (&first, &boxes[1]) || passes_box (&first, &boxes[2]));
  g_assert_cmpfloat (fabs (first.part[1].p[0].y - second.part[1].p[0].y), >=, 8);
}

static void
test_near_nodes (void)
{
  const WeftBox near[] = { { 0, 0, 132, 110 }, { 142, 10, 132, 110 } };
  const WeftBox under[] = { { 0, 0, 132, 110 }, { 0, 168, 132, 110 } };
  WeftRoute route;

  find (&route, near, 2, 0, 1, FALSE);
  g_assert_cmpuint (route.n, ==, 1);
  find (&route, under, 2, 0, 1, FALSE);
  g_assert_true (route.goes_back);
  g_assert_false (passes_box (&route, &under[1]));
}

static void
test_routes_join (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int k = 0; k < 400; k++)
    {
      WeftBox boxes[8];
      WeftRoute route;

      for (int i = 0; i < 8; i++)
        boxes[i]
            = (WeftBox){ g_rand_double_range (rand, 0, 900), g_rand_double_range (rand, 0, 500),
                         132, g_rand_boolean (rand) ? 50 : 110 };
      find (&route, boxes, 8, 0, 1, k % 3 == 0);
      g_assert_cmpfloat (route.part[0].p[0].x, ==, boxes[0].x + 132);
      g_assert_cmpfloat (route.part[route.n - 1].p[3].x, ==, boxes[1].x);
      for (guint i = 0; i + 1 < route.n; i++)
        {
          g_assert_cmpfloat (route.part[i].p[3].x, ==, route.part[i + 1].p[0].x);
          g_assert_cmpfloat (route.part[i].p[3].y, ==, route.part[i + 1].p[0].y);
        }
    }
}

static void
test_crossing (void)
{
  WeftRoute route;

  weft_route_direct (&route, (WeftPoint){ 0, 0 }, (WeftPoint){ 100, 0 });
  g_assert_true (weft_route_crosses (&route, (WeftPoint){ 50, -10 }, (WeftPoint){ 52, 10 }));
  g_assert_false (weft_route_crosses (&route, (WeftPoint){ 50, 5 }, (WeftPoint){ 52, 10 }));
  g_assert_true (weft_route_crosses (&route, (WeftPoint){ 50, -10 }, (WeftPoint){ 50, 10 }));
  g_assert_false (weft_route_crosses (&route, (WeftPoint){ 110, 0 }, (WeftPoint){ 120, 0 }));
  g_assert_true (weft_route_meets (&route, &(WeftBox){ 40, -5, 20, 10 }));
  g_assert_false (weft_route_meets (&route, &(WeftBox){ 40, 5, 20, 10 }));
}

/* Ten thousand nodes are routed while somebody waits, and round nodes all the same. */
static void
test_many (void)
{
  const guint n = 10000, across = 114;
  g_autofree WeftBox *boxes = g_new (WeftBox, n);
  WeftRouter router;
  WeftRoute route;
  clock_t begin = clock (); /* others may share the processor */

  for (guint i = 0; i < n; i++)
    boxes[i] = (WeftBox){ 26 + 174.0 * (i % across), 34 + 140.0 * (i / across), 132, 110 };
  weft_router_init (&router, boxes, n);
  for (guint i = 0; i + 1 < n; i++)
    {
      guint to = i % 7 == 0 ? i / 2 : i + 1; /* some lead far back */

      weft_router_find (&router, &route, weft_geometry_output (&boxes[i], 0),
                        weft_geometry_input (&boxes[to], 0), (int) i, (int) to, FALSE, i);
    }
  weft_router_clear (&router);
  g_assert_cmpint (clock () - begin, <, 10 * CLOCKS_PER_SEC);
  find (&route, boxes, n, across - 1, across, FALSE);
  g_assert_cmpuint (route.n, >=, 3);
  for (guint i = 0; i < 2 * across; i++)
    {
      WeftBox inside = weft_box_grow (&boxes[i], -1);

      g_assert_false (weft_route_meets (&route, &inside));
    }
}

/* A shape keeps off the ports that lie above the one that its wire leads to. */
static void
apply (WeftGraph *graph, WeftEdit *edit)
{
  weft_edit_unref (weft_graph_apply (graph, edit, NULL));
  weft_edit_unref (edit);
}

static void
test_chip_keeps_off_ports (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  WeftNode from = { .id = 1, .name = (char *) "relu1", .layer = weft_layer_find ("relu"), .y = 27 };
  WeftNode to = { .id = 2, .name = (char *) "add1", .layer = weft_layer_find ("add"), .x = 174 };
  WeftWire wire = { .from = 1, .to = 2, .input = 0 };
  g_autoptr (WeftScene) alone = NULL, before = NULL;

  apply (graph, weft_edit_add_node (&from));
  alone = weft_scene_new (graph, NULL, 0, TRUE, NULL);
  g_assert_cmpfloat (weft_scene_get (alone, 0)->chip_room, >, 150);
  apply (graph, weft_edit_add_node (&to));
  apply (graph, weft_edit_add_wire (&wire));
  before = weft_scene_new (graph, NULL, 0, TRUE, alone);
  g_assert_cmpfloat (weft_geometry_input (&before->boxes[1], 0).y, <,
                     weft_geometry_output (&before->boxes[0], 0).y);
  g_assert_cmpfloat (weft_scene_get (before, 0)->chip_room, <=, 42 - 18);
}

/* --- picking --- */

static void
test_pick (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  int dense = weft_scene_find (scene, 2);
  WeftPick pick;

  g_assert_cmpint (dense, >=, 0);
  pick = weft_scene_pick (scene, (WeftPoint){ 240, 50 }, 8, 5);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_NODE);
  g_assert_cmpuint (pick.i, ==, dense);
  pick = weft_scene_pick (scene, (WeftPoint){ 200 - 6, 34 + 36 }, 8, 5);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_INPUT);
  g_assert_cmpuint (pick.i, ==, dense);
  pick = weft_scene_pick (scene, (WeftPoint){ 332, 34 + 36 }, 8, 5);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_OUTPUT);
  pick = weft_scene_pick (scene, (WeftPoint){ 353, 34 + 38 }, 8, 5);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_WIRE);
  g_assert_cmpint (weft_scene_get_wire (scene, pick.i)->wire.from, ==, 2);
  pick = weft_scene_pick (scene, (WeftPoint){ 600, 500 }, 8, 5);
  g_assert_cmpint (pick.kind, ==, WEFT_PICK_NOTHING);
}

/* Of two that lie on each other the one in front is taken: it is the one that is seen. */
static void
test_front (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  guint dense = (guint) weft_scene_find (scene, 2), relu = (guint) weft_scene_find (scene, 3);

  weft_ways_drag (scene, &dense, &(WeftPoint){ 380, 40 }, 1, NULL);
  g_assert_cmpuint (weft_scene_pick (scene, (WeftPoint){ 420, 60 }, 8, 5).i, ==, relu);
  ((WeftSceneNode *) scene->nodes->pdata[dense])->in_front = TRUE;
  g_assert_cmpuint (weft_scene_pick (scene, (WeftPoint){ 420, 60 }, 8, 5).i, ==, dense);
}

/* Wires follow a node that is moved, before the document knows. */
static void
test_move (void)
{
  g_autoptr (WeftGraph) graph = small_graph_new ();
  g_autoptr (WeftScene) scene = weft_scene_new (graph, NULL, 0, FALSE, NULL);
  guint dense = (guint) weft_scene_find (scene, 2), found = 0;

  weft_ways_drag (scene, &dense, &(WeftPoint){ 200, 300 }, 1, NULL);
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);

      if (wire->to != (int) dense)
        continue;
      found++;
      g_assert_cmpfloat (wire->route.part[wire->route.n - 1].p[3].y, ==, 336);
    }
  g_assert_cmpuint (found, ==, 1);
  g_assert_cmpfloat (weft_graph_find (graph, 2)->y, ==, 34);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/zoom-keeps-the-point", test_zoom_keeps_the_point);
  g_test_add_func ("/geometry/to-plane-and-back", test_to_plane_and_back);
  g_test_add_func ("/geometry/fit", test_fit);
  g_test_add_func ("/geometry/reveal", test_reveal);
  g_test_add_func ("/geometry/detail", test_detail);
  g_test_add_func ("/geometry/zoom-steps", test_zoom_steps);
  g_test_add_func ("/geometry/node-sizes", test_node_sizes);
  g_test_add_func ("/geometry/arrows", test_arrows);
  g_test_add_func ("/geometry/snap", test_snap);
  g_test_add_func ("/route/direct", test_direct);
  g_test_add_func ("/route/wraps-between-rows", test_wraps_between_rows);
  g_test_add_func ("/route/bounds-are-tight", test_bounds_are_tight);
  g_test_add_func ("/route/labels-run-under", test_labels_run_under);
  g_test_add_func ("/route/labels-past-rows", test_labels_past_rows);
  g_test_add_func ("/route/shortcuts", test_shortcuts);
  g_test_add_func ("/route/near-nodes", test_near_nodes);
  g_test_add_func ("/route/joins", test_routes_join);
  g_test_add_func ("/route/crossing", test_crossing);
  g_test_add_func ("/route/many", test_many);
  g_test_add_func ("/scene/pick", test_pick);
  g_test_add_func ("/scene/front", test_front);
  g_test_add_func ("/scene/chip-keeps-off-ports", test_chip_keeps_off_ports);
  g_test_add_func ("/scene/move", test_move);
  return g_test_run ();
}
