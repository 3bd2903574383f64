/* paint: how nodes, wires and ground look; takes values and draws, knows no model and no widget */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/paint/pen.h"
#include "ui/scene/scene.h"

#define WEFT_DOT_INK 0.79    /* a square dot has as much ink as a disc of that width */
#define WEFT_NODE_MARGIN 8.0 /* what of a node lies outside its box: shadow, ports, ring */

typedef struct
{
  WeftDetail detail;
  gboolean selected;
  gboolean focused; /* by the keyboard */
  gboolean at_work; /* the step that is gone through is there */
  const char *line; /* instead of the node's own; nullable */
} WeftNodeLook;

typedef enum
{
  WEFT_WIRE_PLAIN,
  WEFT_WIRE_HOVERED,
  WEFT_WIRE_PICKED,
  WEFT_WIRE_TARGET, /* a node that is dropped now goes into it */
  WEFT_WIRE_AT_WORK,
} WeftWireLook;

/* What a node is from afar: a family, or one of these. */
typedef enum
{
  WEFT_BLOCK_BAD = WEFT_N_FAMILIES,
  WEFT_BLOCK_SELECTED,
  WEFT_N_BLOCKS,
} WeftFarBlock;

/* All in px of the plane; a node's box starts at (0, 0). Its picture is drawn by the thumb. */
void weft_paint_node (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look);
/* A node from afar. */
WeftFarBlock weft_paint_get_block (const WeftSceneNode *node, gboolean selected);
GdkRGBA weft_paint_get_block_color (WeftFarBlock block, gboolean dark);
void weft_paint_wire (WeftPen *pen, const WeftRoute *route, gboolean is_label, WeftWireLook look,
                      double dash_offset);
/* As large as the share, 0 … 1, of what it carries; NaN: that is not known. */
void weft_paint_sized_wire (WeftPen *pen, const WeftRoute *route, WeftRole role, double share);
void weft_paint_route (WeftPen *pen, const WeftRoute *route); /* the path */
/* The shape beside a node's first output, where there is room for it. */
void weft_paint_chip (WeftPen *pen, const WeftSceneNode *node, const WeftBox *box);
/* Where it stands; FALSE: there is none, or no room between the words of two nodes. */
gboolean weft_paint_place_chip (WeftPen *pen, const WeftSceneNode *node, const WeftBox *box,
                                WeftBox *chip);
/* What the second output of a node is called that few have a use for, or that is one of many,
 * beside its port, or where that has too little room over the node’s picture, as long as the port
 * is to be seen. */
void weft_paint_side_word (WeftPen *pen, const WeftSceneNode *node, const WeftNodeLook *look);
/* In px of the widget. */
double weft_paint_get_dot_pitch (double zoom);
double weft_paint_get_dot_size (double zoom);
/* Dots at every 20 px of the plane, in px of the widget. */
void weft_paint_dots (WeftPen *pen, const WeftView *view, double w, double h);
/* lit: 0 as it is, 1 fits, 2 under the pointer. */
void weft_paint_port (WeftPen *pen, WeftPoint at, gboolean is_label, gboolean wired, int lit);
/* Where the picture of a node stands, from its corner. */
WeftBox weft_paint_thumb_box (const WeftSceneNode *node);
