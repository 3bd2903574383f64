/* geometry: places and sizes on the canvas; no GTK and no Cairo in it
 *
 * The plane is measured in px at 100 %, y downwards. A view maps it to the widget. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_NODE_WIDTH 132.0
#define WEFT_NODE_BAND 24.0  /* height of the tinted title band */
#define WEFT_NODE_BARE 50.0  /* height of a node with one line and no picture */
#define WEFT_NODE_THUMB 52.0 /* height of the picture */
#define WEFT_NODE_THUMB_WIDTH 110.0
#define WEFT_NODE_GAP 42.0 /* between neighbours, so that a shape fits over the wire */
#define WEFT_PORT_RADIUS 5.0
#define WEFT_PORT_TOP 36.0 /* the first port, from the node's top */
#define WEFT_GRID 10.0     /* what places snap to; every second one is a dot */

#define WEFT_ZOOM_MIN 0.05
#define WEFT_ZOOM_MAX 4.0

typedef struct
{
  double x, y;
} WeftPoint;

typedef struct
{
  double x, y, w, h;
} WeftBox;

/* widget = plane × zoom + (x, y) */
typedef struct
{
  double zoom, x, y;
} WeftView;

/* What is drawn of a node at a zoom. */
typedef enum
{
  WEFT_DETAIL_BLOCKS, /* below 0.25: rectangles, by the canvas itself */
  WEFT_DETAIL_SHAPES, /* below 0.5: no text */
  WEFT_DETAIL_FULL,
} WeftDetail;

gboolean weft_box_contains (const WeftBox *box, WeftPoint p);
gboolean weft_box_meets (const WeftBox *a, const WeftBox *b);
WeftBox weft_box_union (const WeftBox *a, const WeftBox *b);
WeftBox weft_box_grow (const WeftBox *box, double by);
WeftBox weft_box_between (WeftPoint a, WeftPoint b); /* the corners in any order */
double weft_point_distance (WeftPoint a, WeftPoint b);

/* thumb: whether it has a picture of its output; ports of variadic nodes include the free one. */
double weft_geometry_node_height (guint n_in, guint n_out, gboolean thumb);
/* One that is lower than where ports begin has its ports in the middle. */
WeftPoint weft_geometry_input (const WeftBox *node, guint i);
WeftPoint weft_geometry_output (const WeftBox *node, guint i);

gboolean weft_view_is_same (const WeftView *a, const WeftView *b);
WeftPoint weft_view_to_widget (const WeftView *view, WeftPoint p);
WeftPoint weft_view_to_plane (const WeftView *view, WeftPoint p);
WeftBox weft_view_box_to_widget (const WeftView *view, const WeftBox *box);
WeftBox weft_view_box_to_plane (const WeftView *view, const WeftBox *box);
/* The point of the plane under at (of the widget) stays there. */
void weft_view_zoom_at (WeftView *view, double zoom, WeftPoint at);
/* Centred in w × h with a margin on each side (less when 100 % then fits), never larger than 100 %.
 */
void weft_view_fit (WeftView *view, const WeftBox *bounds, double w, double h, double margin);
/* Moves a box that is not wholly in sight by as little as brings it within the margin; TRUE when it
 * moved. */
gboolean weft_view_reveal (WeftView *view, const WeftBox *box, double w, double h, double margin);
/* The next round zoom: 10, 25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 200, 300, 400 %. */
double weft_zoom_step (double zoom, int direction);
WeftDetail weft_zoom_get_detail (double zoom);

/* Among n boxes the one to go to from box `from` with an arrow key: dx, dy one of −1, 0, 1. Nearest
 * ahead, what lies aside counts double; −1 when there is none. */
int weft_geometry_neighbour (const WeftBox *boxes, guint n, guint from, int dx, int dy);
