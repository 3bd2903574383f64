/* ways: how the wires of a scene go, and what room the shapes beside its nodes have; no GTK in it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/ways.h"

#include <string.h>

#include "ui/scene/chips.h"
#include "ui/scene/ghosts.h"

#define FAR 1e8    /* px: where nothing is in the way */
#define TOUCH 40.0 /* px: a way that comes no nearer to a node does not care where it stands */
#define MANY 48    /* places to look round: beyond it is as quick to find every way */

static const WeftBox nowhere = { -FAR, -FAR, 0, 0 };

/* What is to be found anew: a byte each. */
typedef struct
{
  guint8 *wires, *nodes;
} Marks;

static void
init_marks (Marks *marks, const WeftScene *scene, gboolean all)
{
  marks->wires = g_malloc0 (scene->wires->len + 1);
  marks->nodes = g_malloc0 (scene->nodes->len + 1);
  if (!all)
    return;
  memset (marks->wires, TRUE, scene->wires->len);
  memset (marks->nodes, TRUE, scene->nodes->len);
}

static void
clear_marks (Marks *marks)
{
  g_free (marks->wires);
  g_free (marks->nodes);
}

void
weft_ways_change_init (WeftWaysChange *change)
{
  change->wires = g_array_new (FALSE, FALSE, sizeof (guint));
  change->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
}

void
weft_ways_change_clear (WeftWaysChange *change)
{
  g_clear_pointer (&change->wires, g_array_unref);
  g_clear_pointer (&change->nodes, g_array_unref);
}

static WeftSceneWire *
get_wire (WeftScene *scene, guint i)
{
  return &g_array_index (scene->wires, WeftSceneWire, i);
}

/* Data first: labels go under it. In the order of the document, whatever was edited when. */
static guint64
get_turn (const WeftSceneWire *wire)
{
  guint64 place = (guint64) wire->wire.to * WEFT_MAX_PORTS + (guint64) wire->wire.input;

  return place | (guint64) wire->is_label << 63;
}

static void
lead (WeftScene *scene, WeftSceneWire *wire)
{
  const WeftRoute was = wire->route;
  WeftLanes *lanes = scene->router.lanes;
  guint n = weft_lanes_count_changes (lanes);

  weft_router_leave (&scene->router, &was);
  weft_router_find (&scene->router, &wire->route,
                    weft_geometry_output (&scene->boxes[wire->from], (guint) wire->wire.output),
                    weft_geometry_input (&scene->boxes[wire->to], (guint) wire->wire.input),
                    wire->from, wire->to, wire->is_label, get_turn (wire));
  if (was.n > 1 && wire->route.n > 1 && was.lane.y == wire->route.lane.y
      && was.lane.from == wire->route.lane.from && was.lane.to == wire->route.lane.to)
    weft_lanes_forget_changes (lanes, n); /* nobody is concerned */
  wire->is_direct = FALSE;
  wire->bounds = weft_route_get_bounds (&wire->route);
  wire->care = weft_route_get_care (&wire->route);
}

/* Those that are marked, and those that mind a lane that another one takes or left. */
static void
lead_marked (WeftScene *scene, Marks *marks, WeftWaysChange *change)
{
  for (int labels = 0; labels < 2; labels++)
    for (guint i = 0; i < scene->wires->len; i++)
      {
        WeftSceneWire *wire = get_wire (scene, i);

        if (wire->is_label != labels
            || (!marks->wires[i]
                && (wire->route.n == 1
                    || !weft_lanes_concerns (scene->router.lanes, &wire->route.lane))))
          continue;
        lead (scene, wire);
        marks->nodes[wire->from] = TRUE; /* its shape may stand on the way */
        if (change != NULL)
          g_array_append_val (change->wires, i);
      }
  weft_lanes_forget_changes (scene->router.lanes, 0);
}

/* The room that a shape had, to see whether it has another now. */
typedef struct
{
  gboolean hangs;
  WeftPoint bend;
  double room;
} Room;

static Room
get_room (const WeftSceneNode *node)
{
  return (Room){ node->chip_hangs, node->chip_bend, node->chip_room };
}

static gboolean
is_same_room (const Room *a, const Room *b)
{
  return a->hangs == b->hangs && a->bend.x == b->bend.x && a->bend.y == b->bend.y
         && a->room == b->room;
}

static void
make_room (WeftScene *scene, const Marks *marks, WeftWaysChange *change)
{
  g_autofree Room *before = g_new0 (Room, scene->nodes->len + 1);

  for (guint i = 0; i < scene->nodes->len; i++)
    if (marks->nodes[i])
      {
        WeftSceneNode *node = scene->nodes->pdata[i];

        before[i] = get_room (node);
        node->chip_hangs = FALSE;
        node->chip_bend = (WeftPoint){ 0, 0 };
        node->chip_room = WEFT_CHIP_ROOM;
      }
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = get_wire (scene, i);

      if (marks->nodes[wire->from] && wire->wire.output == 0)
        weft_chips_note (scene->nodes->pdata[wire->from], &wire->route);
    }
  for (guint i = 0; i < scene->nodes->len; i++)
    if (marks->nodes[i])
      {
        Room now;

        weft_chips_make_room (scene, scene->router.crowd, i);
        now = get_room (weft_scene_get (scene, i));
        if (change != NULL && !is_same_room (&now, &before[i]))
          g_array_append_val (change->nodes, i);
      }
}

static void
find_marked (WeftScene *scene, Marks *marks, WeftWaysChange *change)
{
  lead_marked (scene, marks, change);
  make_room (scene, marks, change);
  scene->has_bounds = FALSE;
  scene->changes++;
}

/* What wires go round: no notes and no frames. */
static void
place_obstacle (WeftScene *scene, guint i)
{
  gboolean is_remark = weft_layer_is_remark (weft_scene_get (scene, i)->layer);

  scene->obstacles[i] = is_remark ? nowhere : scene->boxes[i];
}

void
weft_ways_find (WeftScene *scene)
{
  Marks marks;

  weft_router_clear (&scene->router);
  g_free (scene->obstacles);
  scene->obstacles = g_new0 (WeftBox, scene->nodes->len + 1);
  for (guint i = 0; i < scene->nodes->len; i++)
    place_obstacle (scene, i);
  weft_router_init (&scene->router, scene->obstacles, scene->nodes->len);
  init_marks (&marks, scene, TRUE);
  find_marked (scene, &marks, NULL);
  clear_marks (&marks);
}

/* --- after edits --- */

void
weft_ways_renumber (WeftScene *scene, const int *numbers, guint n_were)
{
  guint n = scene->nodes->len;
  g_autofree WeftBox *boxes = scene->boxes, *obstacles = scene->obstacles;

  for (guint i = 0; i < n_were; i++)
    if (numbers[i] < 0)
      weft_crowd_take (scene->router.crowd, i);
  scene->boxes = g_new0 (WeftBox, n + 1);
  scene->obstacles = g_new (WeftBox, n + 1);
  for (guint i = 0; i < n; i++)
    scene->obstacles[i] = nowhere;
  for (guint i = 0; i < n_were; i++)
    if (numbers[i] >= 0)
      {
        scene->boxes[numbers[i]] = boxes[i];
        scene->obstacles[numbers[i]] = obstacles[i];
      }
  weft_router_renumber (&scene->router, numbers, scene->obstacles, n);
  for (guint i = 0; i < scene->wires->len; i++)
    {
      WeftSceneWire *wire = get_wire (scene, i);

      wire->from = numbers[wire->from];
      wire->to = numbers[wire->to];
    }
}

static gboolean
stand_here (const WeftScene *scene, WeftGraph *graph, const gint64 *nodes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const WeftNode *node = weft_graph_find (graph, nodes[i]);

      if (node == NULL || node->parent != scene->inside || weft_scene_find (scene, nodes[i]) < 0)
        return FALSE;
    }
  return TRUE;
}

static void
add_area (GArray *areas, const WeftBox *box)
{
  WeftBox area = weft_box_grow (box, TOUCH);

  if (box->x > -FAR)
    g_array_append_val (areas, area);
}

/* Its wires are to be found anew, and those round its old and its new place. */
static void
put (WeftScene *scene, guint i, const WeftBox *box, Marks *marks, GArray *areas)
{
  scene->boxes[i] = *box;
  marks->nodes[i] = TRUE;
  if (weft_layer_is_remark (weft_scene_get (scene, i)->layer))
    return;
  add_area (areas, &scene->obstacles[i]);
  weft_crowd_take (scene->router.crowd, i);
  place_obstacle (scene, i);
  weft_crowd_put (scene->router.crowd, i);
  add_area (areas, &scene->obstacles[i]);
}

static gboolean
mark_node_cb (guint i, gpointer user)
{
  ((Marks *) user)->nodes[i] = TRUE;
  return FALSE;
}

static void
mark_touched (WeftScene *scene, const GArray *areas, const guint8 *rewired, Marks *marks)
{
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = get_wire (scene, i);

      marks->wires[i] = wire->route.n == 0 || wire->is_direct || marks->nodes[wire->from]
                        || marks->nodes[wire->to];
      for (guint k = 0; k < areas->len && !marks->wires[i]; k++)
        marks->wires[i] = weft_box_meets (&wire->care, &g_array_index (areas, WeftBox, k));
    }
  for (guint k = 0; k < areas->len; k++)
    {
      WeftBox round = weft_box_grow (&g_array_index (areas, WeftBox, k), WEFT_CHIP_ROOM);

      weft_crowd_visit (scene->router.crowd, &round, mark_node_cb, marks);
    }
  for (guint i = 0; rewired != NULL && i < scene->nodes->len; i++)
    marks->nodes[i] |= rewired[i] != 0;
  for (guint i = 0; i < scene->wires->len; i++)
    if (marks->wires[i])
      marks->nodes[get_wire (scene, i)->from] = TRUE;
}

void
weft_ways_put (WeftScene *scene, const WeftWaysPut *edit, WeftWaysChange *change)
{
  g_autoptr (GArray) areas = g_array_new (FALSE, FALSE, sizeof (WeftBox));
  Marks marks;

  init_marks (&marks, scene, FALSE);
  for (guint i = 0; edit->left != NULL && i < edit->left->len; i++)
    add_area (areas, &g_array_index (edit->left, WeftBox, i));
  for (guint i = 0; i < edit->n; i++)
    put (scene, edit->nodes[i], &edit->boxes[i], &marks, areas);
  if (areas->len > MANY)
    {
      memset (marks.wires, TRUE, scene->wires->len);
      memset (marks.nodes, TRUE, scene->nodes->len);
    }
  else
    mark_touched (scene, areas, edit->rewired, &marks);
  find_marked (scene, &marks, change);
  clear_marks (&marks);
}

gboolean
weft_ways_follow (WeftScene *scene, WeftGraph *graph, const gint64 *nodes, guint n,
                  WeftWaysChange *change)
{
  g_autofree guint *numbers = NULL;
  g_autofree WeftBox *boxes = NULL;

  if (!stand_here (scene, graph, nodes, n))
    return FALSE;
  numbers = g_new (guint, n + 1);
  boxes = g_new (WeftBox, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const WeftNode *node = weft_graph_find (graph, nodes[i]);

      numbers[i] = (guint) weft_scene_find (scene, nodes[i]);
      boxes[i] = scene->boxes[numbers[i]];
      boxes[i].x = node->x;
      boxes[i].y = node->y;
    }
  weft_ways_put (scene, &(WeftWaysPut){ .nodes = numbers, .boxes = boxes, .n = n }, change);
  weft_ghosts_fill (scene, graph);
  return TRUE;
}

/* --- on the way --- */

static void
lead_directly (WeftScene *scene, WeftSceneWire *wire)
{
  weft_router_leave (&scene->router, &wire->route);
  wire->is_direct = TRUE;
  weft_route_direct (&wire->route,
                     weft_geometry_output (&scene->boxes[wire->from], (guint) wire->wire.output),
                     weft_geometry_input (&scene->boxes[wire->to], (guint) wire->wire.input));
  wire->bounds = weft_route_get_bounds (&wire->route);
}

void
weft_ways_drag (WeftScene *scene, const guint *nodes, const WeftPoint *to, guint n,
                WeftWaysChange *change)
{
  Marks marks;

  init_marks (&marks, scene, FALSE);
  for (guint i = 0; i < n; i++)
    {
      scene->boxes[nodes[i]].x = to[i].x;
      scene->boxes[nodes[i]].y = to[i].y;
      marks.nodes[nodes[i]] = TRUE;
    }
  for (guint i = 0; i < scene->wires->len; i++)
    {
      WeftSceneWire *wire = get_wire (scene, i);

      if (!marks.nodes[wire->from] && !marks.nodes[wire->to])
        continue;
      lead_directly (scene, wire);
      if (change != NULL)
        g_array_append_val (change->wires, i);
    }
  clear_marks (&marks);
  scene->has_bounds = FALSE;
  scene->changes++;
}

void
weft_ways_lead_directly (WeftScene *scene)
{
  for (guint i = 0; i < scene->wires->len; i++)
    lead_directly (scene, get_wire (scene, i));
  scene->has_bounds = FALSE;
  scene->changes++;
}
