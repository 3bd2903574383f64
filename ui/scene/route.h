/* route: the way of a wire: straight over, or through a lane between the rows; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/crowd.h"
#include "ui/scene/wire-lanes.h"

typedef struct
{
  WeftPoint p[4];
} WeftCubic;

typedef struct
{
  WeftCubic part[5];  /* cubic Béziers, each going on where the last one ended */
  guint n;            /* 1, or 3 for a way through a lane; 5 when that lies far off */
  gboolean goes_back; /* leaves the output to the right and comes round */
  WeftLane lane;      /* that it takes, when n > 1 */
} WeftRoute;

/* Boxes that wires go round, and the lanes that are taken. */
typedef struct
{
  const WeftBox *boxes;
  guint n;
  WeftCrowd *crowd; /* of the boxes */
  WeftLanes *lanes;
  guint n_found; /* ways that were looked for */
} WeftRouter;

void weft_router_init (WeftRouter *router, const WeftBox *boxes, guint n);
void weft_router_clear (WeftRouter *router);
/* The boxes have other numbers now, as weft_crowd_renumber says. */
void weft_router_renumber (WeftRouter *router, const int *numbers, const WeftBox *boxes, guint n);
/* below: labels, which run under everything between their ends. source and target: the boxes that
 * the ends stand on (−1: none, as while a wire is dragged). turn: of the way, among all. */
void weft_router_find (WeftRouter *router, WeftRoute *route, WeftPoint from, WeftPoint to,
                       int source, int target, gboolean below, guint64 turn);
/* The lane that the way takes is free again. */
void weft_router_leave (WeftRouter *router, const WeftRoute *route);
/* The plain curve, through whatever is there: while dragging. */
void weft_route_direct (WeftRoute *route, WeftPoint from, WeftPoint to);
WeftBox weft_route_get_bounds (const WeftRoute *route); /* of the line, which has no width */
/* Where a box that comes or goes may have it go another way. */
WeftBox weft_route_get_care (const WeftRoute *route);
double weft_route_get_length (const WeftRoute *route);
double weft_route_distance (const WeftRoute *route, WeftPoint p);
gboolean weft_route_crosses (const WeftRoute *route, WeftPoint a, WeftPoint b); /* a line a–b */
gboolean weft_route_meets (const WeftRoute *route, const WeftBox *box);
WeftPoint weft_route_at (const WeftRoute *route, double t); /* t in 0 … 1 */
