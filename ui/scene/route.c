/* route: the way of a wire: straight over, or through a lane between the rows; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/route.h"

#include <math.h>

#define REACH 24.0  /* the least length of a tangent */
#define AHEAD 8.0   /* the least way forward of a wire that may touch its own nodes */
#define UNDER 30.0  /* a lane's distance below a node, */
#define LABELS 20.0 /* that of the labels' lane, which runs under all, */
#define OVER 28.0   /* above one, */
#define CLOSE 14.0  /* and where there is little room */
#define CLEAR 9.0   /* no lane is nearer to a node than this */
#define TIGHT 5.0   /* between two lanes, or one and a node, where there is no room for more */
#define FAR 200.0   /* to a lane: a single curve would reach over the next column on its way */
#define WIDE 60.0   /* beyond the ends of a lane boxes matter to it, too */
#define BAND 300.0  /* so far from its ends a lane is looked for first */
#define FARTHEST 1e9
#define SAMPLES 16

void
weft_router_init (WeftRouter *router, const WeftBox *boxes, guint n)
{
  router->boxes = boxes;
  router->n = n;
  router->n_found = 0;
  router->crowd = weft_crowd_new (boxes, n);
  router->lanes = weft_lanes_new ();
}

void
weft_router_clear (WeftRouter *router)
{
  g_clear_pointer (&router->lanes, weft_lanes_free);
  g_clear_pointer (&router->crowd, weft_crowd_free);
}

void
weft_router_renumber (WeftRouter *router, const int *numbers, const WeftBox *boxes, guint n)
{
  router->boxes = boxes;
  router->n = n;
  weft_crowd_renumber (router->crowd, numbers, boxes, n);
}

void
weft_route_direct (WeftRoute *route, WeftPoint from, WeftPoint to)
{
  double d = MAX (REACH, fabs (to.x - from.x) / 2);

  route->n = 1;
  route->goes_back = FALSE;
  route->part[0] = (WeftCubic){ { from, { from.x + d, from.y }, { to.x - d, to.y }, to } };
}

static WeftPoint
cubic_at (const WeftCubic *c, double t)
{
  double s = 1 - t, a = s * s * s, b = 3 * s * s * t, d = 3 * s * t * t, e = t * t * t;

  return (WeftPoint){ a * c->p[0].x + b * c->p[1].x + d * c->p[2].x + e * c->p[3].x,
                      a * c->p[0].y + b * c->p[1].y + d * c->p[2].y + e * c->p[3].y };
}

static WeftCubic
straight (WeftPoint a, WeftPoint b)
{
  return (WeftCubic){ { a,
                        { a.x + (b.x - a.x) / 3, a.y + (b.y - a.y) / 3 },
                        { b.x - (b.x - a.x) / 3, b.y - (b.y - a.y) / 3 },
                        b } };
}

/* A way that is looked at, and whose boxes it may touch. */
typedef struct
{
  const WeftRouter *router;
  const WeftRoute *route;
  WeftBox bounds;
  int source, target;
} Look;

static gboolean
lies_in_way_cb (guint i, gpointer user)
{
  const Look *look = user;
  const WeftBox *box = &look->router->boxes[i];

  if ((int) i == look->source || (int) i == look->target || !weft_box_meets (box, &look->bounds))
    return FALSE;
  for (int k = 1; k < SAMPLES; k++)
    if (weft_box_contains (box, cubic_at (&look->route->part[0], k / (double) SAMPLES)))
      return TRUE;
  return FALSE;
}

static gboolean
direct_is_clear (const WeftRouter *router, const WeftRoute *route, int source, int target)
{
  WeftBox bounds = weft_route_get_bounds (route);
  Look look = { router, route, weft_box_grow (&bounds, 1), source,
                target }; /* a level wire has no height */

  return !weft_crowd_visit (router->crowd, &look.bounds, lies_in_way_cb, &look);
}

/* The level part of a way through a lane, from left to right. */
typedef struct
{
  double from, to;
} Run;

static Run
get_run (WeftPoint from, WeftPoint to, gboolean back)
{
  double middle = (from.x + to.x) / 2;

  if (fabs (to.x - from.x) < 100)
    return (Run){ middle, middle };
  if (back)
    return (Run){ to.x + 40, from.x - 40 };
  return (Run){ from.x + 60, to.x - 40 };
}

typedef struct
{
  const WeftRouter *router;
  double y, clear;
  const Run *run;
} Level;

static gboolean
blocks_cb (guint i, gpointer user)
{
  const Level *level = user;
  const WeftBox *box = &level->router->boxes[i];

  return box->x - CLEAR < level->run->to && level->run->from < box->x + box->w + CLEAR
         && box->y - level->clear < level->y && level->y < box->y + box->h + level->clear;
}

static gboolean
lane_is_blocked (const WeftRouter *router, double y, double clear, const Run *run)
{
  Level level = { router, y, clear, run };
  WeftBox strip = weft_box_between ((WeftPoint){ run->from - CLEAR, y - CLEAR },
                                    (WeftPoint){ run->to + CLEAR, y + CLEAR });

  return weft_crowd_visit (router->crowd, &strip, blocks_cb, &level);
}

void
weft_router_leave (WeftRouter *router, const WeftRoute *route)
{
  if (route->n > 1 && router->lanes != NULL)
    weft_lanes_leave (router->lanes, &route->lane);
}

/* The free lane next to it, in steps of a pitch; NaN: all are taken. */
static double
find_beside (const WeftRouter *router, const WeftLane *lane, double pitch, double clear)
{
  const Run run = { lane->from, lane->to };
  WeftLane at = *lane;

  if (!weft_lanes_is_taken (router->lanes, lane, pitch))
    return lane->y;
  for (int k = 1; k <= WEFT_LANE_TRIES; k++)
    for (int sign = 1; sign >= -1; sign -= 2)
      {
        at.y = lane->y + sign * k * pitch;
        if (!lane_is_blocked (router, at.y, clear, &run)
            && !weft_lanes_is_taken (router->lanes, &at, pitch))
          return at.y;
      }
  return NAN;
}

/* Between rows that stand close wires do so, too; where not even that can be, they share y. */
static double
nudge_lane (const WeftRouter *router, const WeftLane *lane)
{
  double at = find_beside (router, lane, WEFT_LANE_PITCH, CLEAR);

  if (isnan (at))
    at = find_beside (router, lane, TIGHT, TIGHT);
  return isnan (at) ? lane->y : at;
}

/* Under the lowest box between the ends. */
static double
find_lane_below (const WeftRouter *router, WeftPoint from, WeftPoint to, const Run *run)
{
  double y = MAX (from.y, to.y) + LABELS;

  for (guint i = 0; i < router->n; i++)
    {
      const WeftBox *box = &router->boxes[i];

      if (box->x - CLEAR < MAX (run->to, to.x + WIDE)
          && MIN (run->from, from.x - WIDE) < box->x + box->w + CLEAR
          && box->y < MAX (from.y, to.y) + 20)
        y = MAX (y, box->y + box->h + LABELS);
    }
  while (lane_is_blocked (router, y, CLEAR, run))
    y += LABELS;
  return y;
}

/* The lane beside some box that makes the least detour, of the boxes looked at so far. */
typedef struct
{
  const WeftRouter *router;
  WeftPoint from, to;
  const Run *run;
  double best, found; /* what it costs, and where it is */
} Search;

static gboolean
look_beside_cb (guint i, gpointer user)
{
  Search *search = user;
  const WeftBox *box = &search->router->boxes[i];
  double bottom = box->y + box->h;
  double at[] = { bottom + UNDER, box->y - OVER, bottom + CLOSE, box->y - CLOSE };

  if (box->x > search->run->to + WIDE || box->x + box->w < search->run->from - WIDE)
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (at); k++)
    {
      double cost = fabs (at[k] - search->from.y) + fabs (at[k] - search->to.y) + (k >= 2 ? 12 : 0);

      if ((cost < search->best || (cost == search->best && at[k] > search->found))
          && !lane_is_blocked (search->router, at[k], CLEAR, search->run))
        {
          search->best = cost;
          search->found = at[k];
        }
    }
  return FALSE;
}

/* Looks near the ends first, and farther only where nothing is found that is nearer than that. */
static double
find_lane (const WeftRouter *router, WeftPoint from, WeftPoint to, const Run *run)
{
  double low = MIN (from.y, to.y), high = MAX (from.y, to.y), top, bottom;
  Search search = { router, from, to, run, G_MAXDOUBLE, high + 2 * UNDER };

  weft_crowd_get_extent (router->crowd, &top, &bottom);
  for (double reach = BAND;; reach *= 2)
    {
      WeftBox band = weft_box_between ((WeftPoint){ run->from - WIDE, low - reach },
                                       (WeftPoint){ run->to + WIDE, high + reach });

      weft_crowd_visit (router->crowd, &band, look_beside_cb, &search);
      if (search.best <= high - low + 2 * (reach - UNDER) || reach > FARTHEST
          || (low - reach < top && high + reach > bottom))
        return search.found;
    }
}

/* Level out of `from`, straight up or down between two columns, and level into `to`. */
static void
route_column (WeftRoute *route, WeftPoint from, WeftPoint to)
{
  double x = from.x + WEFT_NODE_GAP / 2, r = to.y > from.y ? x - from.x : from.x - x;
  WeftPoint a = { x, from.y + r }, b = { x, to.y - r };

  route->part[0] = (WeftCubic){ { from, { from.x + 12, from.y }, { x, a.y - r * .6 }, a } };
  route->part[1] = straight (a, b);
  route->part[2] = (WeftCubic){ { b, { x, b.y + r * .6 }, { x + 12, to.y }, to } };
  route->n = 3;
}

static void
route_through (WeftRoute *route, WeftPoint from, WeftPoint to, double y, const Run *run,
               gboolean back)
{
  double start = back ? run->to : run->from, end = back ? run->from : run->to;
  WeftPoint a = { start, y }, b = { end, y };
  double out = back ? 70 : 30, over = back ? 50 : 14, in = back ? 70 : 30, under = back ? 50 : 10;

  route->goes_back = back;
  route->n = 1;
  route->part[0] = (WeftCubic){ { from, { from.x + out, from.y }, { from.x + over, y }, a } };
  if (!back && fabs (y - from.y) > FAR)
    route_column (route, from, a);
  route->part[route->n++] = straight (a, b);
  route->part[route->n++] = (WeftCubic){ { b, { to.x - under, y }, { to.x - in, to.y }, to } };
}

void
weft_router_find (WeftRouter *router, WeftRoute *route, WeftPoint from, WeftPoint to, int source,
                  int target, gboolean below, guint64 turn)
{
  gboolean back = to.x < from.x + AHEAD;
  gboolean adjacent = to.x - from.x < 2 * WEFT_NODE_GAP;
  Run run;
  WeftLane lane;

  router->n_found++;
  /* Back, a curve would lie on its own two nodes, unless they stand well apart. */
  weft_route_direct (route, from, to);
  if ((!below || adjacent)
      && direct_is_clear (router, route, back ? -1 : source, back ? -1 : target))
    {
      route->goes_back = FALSE;
      return;
    }
  run = get_run (from, to, back);
  lane.asked
      = below ? find_lane_below (router, from, to, &run) : find_lane (router, from, to, &run);
  lane.y = lane.asked;
  lane.from = run.from;
  lane.to = run.to;
  lane.turn = turn;
  lane.y = nudge_lane (router, &lane);
  weft_lanes_take (router->lanes, &lane);
  route->lane = lane;
  route_through (route, from, to, lane.y, &run, back);
}

typedef struct
{
  double low, high;
} Range;

/* Of one coordinate: its ends, and where its derivative a t² + b t + c has a zero between them. */
static Range
get_range (double p0, double p1, double p2, double p3)
{
  const WeftCubic c = { { { p0, 0 }, { p1, 0 }, { p2, 0 }, { p3, 0 } } };
  double a = p3 - p0 + 3 * (p1 - p2), b = 2 * (p0 - 2 * p1 + p2), d = b * b - 4 * a * (p1 - p0);
  double zeros[] = { (-b + sqrt (MAX (d, 0))) / (2 * a), (-b - sqrt (MAX (d, 0))) / (2 * a) };
  Range range = { MIN (p0, p3), MAX (p0, p3) };

  if (fabs (a) < 1e-6)
    zeros[0] = zeros[1] = b != 0 ? -(p1 - p0) / b : 0;
  for (guint i = 0; d >= 0 && i < G_N_ELEMENTS (zeros); i++)
    {
      double v = cubic_at (&c, CLAMP (zeros[i], 0, 1)).x;

      range = (Range){ MIN (range.low, v), MAX (range.high, v) };
    }
  return range;
}

WeftBox
weft_route_get_bounds (const WeftRoute *route)
{
  WeftBox box = { route->part[0].p[0].x, route->part[0].p[0].y, 0, 0 };

  for (guint i = 0; i < route->n; i++)
    {
      const WeftPoint *p = route->part[i].p;
      Range x = get_range (p[0].x, p[1].x, p[2].x, p[3].x);
      Range y = get_range (p[0].y, p[1].y, p[2].y, p[3].y);
      WeftBox part = { x.low, y.low, x.high - x.low, y.high - y.low };

      box = weft_box_union (&box, &part);
    }
  return box;
}

/* A lane is the one of the least detour beside a box, and the plain curve might be clear. */
WeftBox
weft_route_get_care (const WeftRoute *route)
{
  WeftPoint from = route->part[0].p[0], to = route->part[route->n - 1].p[3];
  WeftBox bounds = weft_route_get_bounds (route), plain, lane;
  WeftRoute direct;
  double middle = (from.y + to.y) / 2, high, aside = WIDE + CLEAR;

  bounds = weft_box_grow (&bounds, 1); /* a level wire has no height */
  if (route->n == 1)
    return bounds;
  high = (fabs (route->lane.asked - from.y) + fabs (route->lane.asked - to.y)) / 2 + UNDER
         + (WEFT_LANE_TRIES + 1) * WEFT_LANE_PITCH;
  lane = weft_box_between ((WeftPoint){ bounds.x - aside, middle - high },
                           (WeftPoint){ bounds.x + bounds.w + aside, middle + high });
  weft_route_direct (&direct, from, to);
  plain = weft_route_get_bounds (&direct);
  bounds = weft_box_union (&bounds, &lane);
  return weft_box_union (&bounds, &plain);
}

static double
segment_distance (WeftPoint a, WeftPoint b, WeftPoint p)
{
  double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy, t = 0;

  if (length > 0)
    t = CLAMP (((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0, 1);
  return hypot (a.x + t * dx - p.x, a.y + t * dy - p.y);
}

/* Touching is crossing: a line through the very point where two pieces of a way meet cuts it. */
static gboolean
segments_cross (WeftPoint a, WeftPoint b, WeftPoint c, WeftPoint d)
{
  WeftBox one = weft_box_between (a, b), other = weft_box_between (c, d);

  if (one.x > other.x + other.w || other.x > one.x + one.w || one.y > other.y + other.h
      || other.y > one.y + one.h)
    return FALSE; /* in one line, but apart */
#define SIDE(p, q, r) ((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x))
  return SIDE (a, b, c) * SIDE (a, b, d) <= 0 && SIDE (c, d, a) * SIDE (c, d, b) <= 0;
#undef SIDE
}

double
weft_route_get_length (const WeftRoute *route)
{
  double length = 0;

  for (guint i = 0; i < route->n; i++)
    for (int k = 0; k < SAMPLES; k++)
      length += weft_point_distance (cubic_at (&route->part[i], k / (double) SAMPLES),
                                     cubic_at (&route->part[i], (k + 1) / (double) SAMPLES));
  return length;
}

double
weft_route_distance (const WeftRoute *route, WeftPoint p)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < route->n; i++)
    for (int k = 0; k < SAMPLES; k++)
      {
        WeftPoint a = cubic_at (&route->part[i], k / (double) SAMPLES);
        WeftPoint b = cubic_at (&route->part[i], (k + 1) / (double) SAMPLES);

        best = MIN (best, segment_distance (a, b, p));
      }
  return best;
}

gboolean
weft_route_crosses (const WeftRoute *route, WeftPoint a, WeftPoint b)
{
  for (guint i = 0; i < route->n; i++)
    for (int k = 0; k < SAMPLES; k++)
      if (segments_cross (cubic_at (&route->part[i], k / (double) SAMPLES),
                          cubic_at (&route->part[i], (k + 1) / (double) SAMPLES), a, b))
        return TRUE;
  return FALSE;
}

gboolean
weft_route_meets (const WeftRoute *route, const WeftBox *box)
{
  WeftBox bounds = weft_route_get_bounds (route);

  bounds = weft_box_grow (&bounds, .5);
  if (!weft_box_meets (&bounds, box))
    return FALSE;
  for (guint i = 0; i < route->n; i++)
    for (int k = 0; k <= SAMPLES; k++)
      if (weft_box_contains (box, cubic_at (&route->part[i], k / (double) SAMPLES)))
        return TRUE;
  return FALSE;
}

WeftPoint
weft_route_at (const WeftRoute *route, double t)
{
  double at = CLAMP (t, 0, 1) * route->n;
  guint i = MIN ((guint) at, route->n - 1);

  return cubic_at (&route->part[i], at - i);
}
