/* pick: what of a scene lies at a point */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/remark-places.h"

/* The nearest: side outputs lie close to each other. */
static gboolean
pick_output (const WeftScene *scene, guint i, WeftPoint p, double reach, WeftPick *pick)
{
  const WeftSceneNode *node = weft_scene_get (scene, i);
  gboolean is_found = FALSE;

  for (guint k = 0; k < node->n_out; k++)
    {
      double away = weft_point_distance (weft_geometry_output (&scene->boxes[i], k), p);

      if ((!scene->is_wiring && weft_scene_hides_output (node, k)) || away > reach)
        continue;
      *pick = (WeftPick){ .kind = WEFT_PICK_OUTPUT, .i = i, .port = k };
      is_found = TRUE;
      reach = away;
    }
  return is_found;
}

static gboolean
pick_port (const WeftScene *scene, guint i, WeftPoint p, double reach, WeftPick *pick)
{
  const WeftSceneNode *node = weft_scene_get (scene, i);
  const WeftBox *box = &scene->boxes[i];

  for (guint k = 0; k < node->n_in; k++)
    if ((scene->is_wiring || !weft_scene_hides_input (node, k))
        && weft_point_distance (weft_geometry_input (box, k), p) <= reach)
      {
        *pick = (WeftPick){ .kind = WEFT_PICK_INPUT, .i = i, .port = k };
        return TRUE;
      }
  return pick_output (scene, i, p, reach, pick);
}

static WeftUnitPart
pick_part (const WeftScene *scene, guint i, WeftPoint p, double reach)
{
  const WeftBox *box = &scene->boxes[i];

  return weft_units_pick (&weft_scene_get (scene, i)->units,
                          (WeftPoint){ p.x - box->x, p.y - box->y }, reach);
}

static gboolean
pick_node (const WeftScene *scene, WeftPoint p, const double reach[2], gboolean in_front,
           WeftPick *pick)
{
  for (guint i = scene->nodes->len; i-- > 0;)
    {
      const WeftSceneNode *node = weft_scene_get (scene, i);
      WeftBox near = weft_box_grow (&scene->boxes[i], reach[0]);

      if (node->in_front != in_front || node->layer->grouping == WEFT_GROUPING_FRAME
          || !weft_box_contains (&near, p))
        continue;
      if (weft_remark_is_corner (node, &scene->boxes[i], p))
        {
          *pick = (WeftPick){ .kind = WEFT_PICK_CORNER, .i = i };
          return TRUE;
        }
      if (pick_port (scene, i, p, reach[0], pick))
        return TRUE;
      *pick = (WeftPick){ WEFT_PICK_NODE, i, 0, pick_part (scene, i, p, reach[1]) };
      if (weft_box_contains (&scene->boxes[i], p))
        return TRUE;
    }
  return FALSE;
}

static void
pick_frame (const WeftScene *scene, WeftPoint p, WeftPick *pick)
{
  for (guint i = scene->nodes->len; i-- > 0;)
    {
      const WeftSceneNode *node = weft_scene_get (scene, i);

      if (node->layer->grouping != WEFT_GROUPING_FRAME
          || !weft_remark_is_at (node, &scene->boxes[i], p))
        continue;
      pick->kind
          = weft_remark_is_corner (node, &scene->boxes[i], p) ? WEFT_PICK_CORNER : WEFT_PICK_NODE;
      pick->i = i;
      return;
    }
}

WeftPick
weft_scene_pick (const WeftScene *scene, WeftPoint p, double port_reach, double wire_reach)
{
  WeftPick pick = { .kind = WEFT_PICK_NOTHING };
  const double reach[] = { port_reach, wire_reach };
  double best = wire_reach;

  if (pick_node (scene, p, reach, TRUE, &pick) || pick_node (scene, p, reach, FALSE, &pick))
    return pick;
  pick = (WeftPick){ .kind = WEFT_PICK_NOTHING };
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);
      WeftBox near = weft_box_grow (&wire->bounds, wire_reach);
      double distance;

      if (!weft_box_contains (&near, p))
        continue;
      distance = weft_route_distance (&wire->route, p);
      if (distance <= best)
        {
          best = distance;
          pick = (WeftPick){ .kind = WEFT_PICK_WIRE, .i = i };
        }
    }
  if (pick.kind == WEFT_PICK_NOTHING)
    pick_frame (scene, p, &pick);
  return pick;
}
