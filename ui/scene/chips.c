/* chips: how much room the shapes beside the outputs have: for wires, nodes and ports */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/chips.h"

#include <math.h>

#define CHIP_OFF 18.0  /* px from a port that it must not cover */
#define BEND_MOST 40.0 /* px over or under its port, so that it is seen whose shape it is */
#define BEND_STEPS 32

enum
{
  CHIP_OVER = 35, /* above its own port a shape covers ports from here on, */
  CHIP_TALL = 34, /* so far down; on a bend as far over it as under it */
};

/* Where the way out of the port has gone farthest to the right, or as far up or down as it may. */
static WeftPoint
find_bend (const WeftRoute *route)
{
  WeftPoint start = route->part[0].p[0], bend = { 0, 0 };

  for (int i = 1; i <= BEND_STEPS; i++)
    {
      WeftPoint at = weft_route_at (route, (double) i / BEND_STEPS / route->n);

      if (at.x - start.x < bend.x || fabs (at.y - start.y) > BEND_MOST)
        break;
      bend = (WeftPoint){ at.x - start.x, at.y - start.y };
    }
  return bend;
}

void
weft_chips_note (WeftSceneNode *from, const WeftRoute *route)
{
  WeftPoint start = route->part[0].p[0], end = route->part[route->n - 1].p[3];

  if (route->goes_back)
    {
      from->chip_hangs = TRUE;
      from->chip_bend = find_bend (route);
    }
  else if (fabs (end.y - start.y) < WEFT_NODE_BARE)
    from->chip_room = MIN (from->chip_room, MAX (end.x - start.x, 0));
}

/* A shape stands over its wire, or on its bend; whose ports lie there? */
typedef struct
{
  WeftScene *scene;
  guint i;
  WeftPoint port;   /* whose shape it is */
  double low, high; /* y of ports that it would cover */
} Chip;

static void
keep_off (Chip *chip, WeftPoint other)
{
  WeftSceneNode *node = chip->scene->nodes->pdata[chip->i];

  if (other.y > chip->low && other.y < chip->high && other.x > chip->port.x)
    node->chip_room = MIN (node->chip_room, MAX (0, other.x - chip->port.x - CHIP_OFF));
}

static gboolean
keep_off_ports_cb (guint i, gpointer user)
{
  Chip *chip = user;
  const WeftSceneNode *node = weft_scene_get (chip->scene, i);

  for (guint k = 0; i != chip->i && k < node->n_in; k++)
    keep_off (chip, weft_geometry_input (&chip->scene->boxes[i], k));
  for (guint k = 0; i != chip->i && k < node->n_out; k++)
    keep_off (chip, weft_geometry_output (&chip->scene->boxes[i], k));
  return FALSE;
}

void
weft_chips_make_room (WeftScene *scene, const WeftCrowd *crowd, guint i)
{
  const WeftSceneNode *node = weft_scene_get (scene, i);
  Chip chip = { .scene = scene, .i = i };
  WeftBox area;

  if (node->n_out == 0)
    return;
  chip.port = weft_geometry_output (&scene->boxes[i], 0);
  chip.low = chip.port.y + (node->chip_hangs ? node->chip_bend.y - CHIP_TALL / 2 : -CHIP_OVER);
  chip.high = chip.low + CHIP_TALL;
  area = weft_box_between ((WeftPoint){ chip.port.x, chip.low },
                           (WeftPoint){ chip.port.x + WEFT_CHIP_ROOM, chip.high });
  weft_crowd_visit (crowd, &area, keep_off_ports_cb, &chip);
}
