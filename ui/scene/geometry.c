/* geometry: places and sizes on the canvas; no GTK and no Cairo in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/geometry.h"

#include <math.h>

#define INPUT_PITCH 26.0
#define OUTPUT_PITCH 42.0 /* to the second: a picture lies between them */
#define SIDE_FIRST 30.0   /* to the third, whose name stands below the picture */
#define SIDE_PITCH 18.0   /* from there on, so that side outputs make no node much taller */
#define BELOW_LAST_PORT 22.0
#define BELOW_SIDE_PORT 14.0
#define LEAST_MARGIN                                                                               \
  20.0 /* both sides together: so much is given up for 100 %, which is sharpest */

gboolean
weft_box_contains (const WeftBox *box, WeftPoint p)
{
  return p.x >= box->x && p.y >= box->y && p.x < box->x + box->w && p.y < box->y + box->h;
}

gboolean
weft_box_meets (const WeftBox *a, const WeftBox *b)
{
  return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

WeftBox
weft_box_union (const WeftBox *a, const WeftBox *b)
{
  double x = MIN (a->x, b->x), y = MIN (a->y, b->y);

  return (WeftBox){ x, y, MAX (a->x + a->w, b->x + b->w) - x, MAX (a->y + a->h, b->y + b->h) - y };
}

WeftBox
weft_box_grow (const WeftBox *box, double by)
{
  return (WeftBox){ box->x - by, box->y - by, box->w + 2 * by, box->h + 2 * by };
}

WeftBox
weft_box_between (WeftPoint a, WeftPoint b)
{
  return (WeftBox){ MIN (a.x, b.x), MIN (a.y, b.y), fabs (a.x - b.x), fabs (a.y - b.y) };
}

double
weft_point_distance (WeftPoint a, WeftPoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

/* From the first one. */
static double
place_output (guint i)
{
  return i < 2 ? OUTPUT_PITCH * i : OUTPUT_PITCH + SIDE_FIRST + SIDE_PITCH * (i - 2);
}

double
weft_geometry_node_height (guint n_in, guint n_out, gboolean thumb)
{
  double h = thumb ? WEFT_NODE_BARE + WEFT_NODE_THUMB + 8 : WEFT_NODE_BARE;

  if (n_in > 1)
    h = MAX (h, WEFT_PORT_TOP + INPUT_PITCH * (n_in - 1) + BELOW_LAST_PORT);
  if (n_out > 1)
    h = MAX (h, WEFT_PORT_TOP + place_output (n_out - 1)
                    + (n_out > 2 ? BELOW_SIDE_PORT : BELOW_LAST_PORT));
  return h;
}

WeftPoint
weft_geometry_input (const WeftBox *node, guint i)
{
  if (node->h > 0 && node->h < WEFT_PORT_TOP)
    return (WeftPoint){ node->x, node->y + node->h / 2 };
  return (WeftPoint){ node->x, node->y + WEFT_PORT_TOP + INPUT_PITCH * i };
}

WeftPoint
weft_geometry_output (const WeftBox *node, guint i)
{
  if (node->h > 0 && node->h < WEFT_PORT_TOP)
    return (WeftPoint){ node->x + node->w, node->y + node->h / 2 };
  return (WeftPoint){ node->x + node->w, node->y + WEFT_PORT_TOP + place_output (i) };
}

gboolean
weft_view_is_same (const WeftView *a, const WeftView *b)
{
  return a->zoom == b->zoom && a->x == b->x && a->y == b->y;
}

WeftPoint
weft_view_to_widget (const WeftView *view, WeftPoint p)
{
  return (WeftPoint){ p.x * view->zoom + view->x, p.y * view->zoom + view->y };
}

WeftPoint
weft_view_to_plane (const WeftView *view, WeftPoint p)
{
  return (WeftPoint){ (p.x - view->x) / view->zoom, (p.y - view->y) / view->zoom };
}

WeftBox
weft_view_box_to_widget (const WeftView *view, const WeftBox *box)
{
  WeftPoint p = weft_view_to_widget (view, (WeftPoint){ box->x, box->y });

  return (WeftBox){ p.x, p.y, box->w * view->zoom, box->h * view->zoom };
}

WeftBox
weft_view_box_to_plane (const WeftView *view, const WeftBox *box)
{
  WeftPoint p = weft_view_to_plane (view, (WeftPoint){ box->x, box->y });

  return (WeftBox){ p.x, p.y, box->w / view->zoom, box->h / view->zoom };
}

void
weft_view_zoom_at (WeftView *view, double zoom, WeftPoint at)
{
  WeftPoint p = weft_view_to_plane (view, at);

  view->zoom = CLAMP (zoom, WEFT_ZOOM_MIN, WEFT_ZOOM_MAX);
  view->x = at.x - p.x * view->zoom;
  view->y = at.y - p.y * view->zoom;
}

void
weft_view_fit (WeftView *view, const WeftBox *bounds, double w, double h, double margin)
{
  double room_w = MAX (w - 2 * margin, 1), room_h = MAX (h - 2 * margin, 1);
  double zoom = MIN (room_w / MAX (bounds->w, 1), room_h / MAX (bounds->h, 1));
  gboolean nearly = bounds->w + LEAST_MARGIN < w && bounds->h + LEAST_MARGIN < h;

  view->zoom = nearly ? 1 : CLAMP (zoom, WEFT_ZOOM_MIN, 1);
  view->x = floor (w / 2 - (bounds->x + bounds->w / 2) * view->zoom + .5);
  view->y = floor (h / 2 - (bounds->y + bounds->h / 2) * view->zoom + .5);
}

/* How far the span [from, to] has to move to lie in [margin, size − margin], if some of it is out
 * of sight; its start counts more. */
static double
shift_into (double from, double to, double size, double margin)
{
  if (from >= 0 && to <= size)
    return 0;
  if (from < margin || to - from > size - 2 * margin)
    return margin - from;
  if (to > size - margin)
    return size - margin - to;
  return 0;
}

gboolean
weft_view_reveal (WeftView *view, const WeftBox *box, double w, double h, double margin)
{
  WeftBox in = weft_view_box_to_widget (view, box);
  double dx = shift_into (in.x, in.x + in.w, w, margin);
  double dy = shift_into (in.y, in.y + in.h, h, margin);

  view->x += dx;
  view->y += dy;
  return dx != 0 || dy != 0;
}

double
weft_zoom_step (double zoom, int direction)
{
  static const double steps[] = { .05, .1, .25, .33, .5, .67, .75, .9, 1, 1.1, 1.25, 1.5, 2, 3, 4 };
  int n = G_N_ELEMENTS (steps);

  if (direction > 0)
    for (int i = 0; i < n; i++)
      if (steps[i] > zoom * 1.01)
        return steps[i];
  if (direction < 0)
    for (int i = n - 1; i >= 0; i--)
      if (steps[i] < zoom * .99)
        return steps[i];
  return zoom;
}

WeftDetail
weft_zoom_get_detail (double zoom)
{
  if (zoom < .25)
    return WEFT_DETAIL_BLOCKS;
  return zoom < .5 ? WEFT_DETAIL_SHAPES : WEFT_DETAIL_FULL;
}

int
weft_geometry_neighbour (const WeftBox *boxes, guint n, guint from, int dx, int dy)
{
  const WeftBox *a = &boxes[from];
  double best = G_MAXDOUBLE;
  int found = -1;

  for (guint i = 0; i < n; i++)
    {
      double x = boxes[i].x + boxes[i].w / 2 - (a->x + a->w / 2);
      double y = boxes[i].y + WEFT_NODE_BAND - (a->y + WEFT_NODE_BAND);
      double ahead = x * dx + y * dy, aside = fabs (x * dy) + fabs (y * dx);

      if (i == from || ahead <= 0 || aside > 2 * ahead + 1)
        continue;
      if (ahead + 2 * aside < best)
        {
          best = ahead + 2 * aside;
          found = (int) i;
        }
    }
  return found;
}
