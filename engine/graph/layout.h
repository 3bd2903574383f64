/* layout: places for the nodes of a graph that has none: left to right, in rows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

/* How large the nodes are, in px and in the graph's order, where they are larger than most. */
typedef struct
{
  const double *width, *height;
} WeftLayoutSizes;

/* The moves that lay out every node, as one list edit; NULL when all are in their places. sizes:
 * nullable. */
WeftEdit *weft_layout_edit (WeftGraph *graph, const WeftLayoutSizes *sizes);
/* x and y of every node, in the graph's order; n of them. Notes and frames stay. */
void weft_layout_places (WeftGraph *graph, const WeftLayoutSizes *sizes, double *x, double *y);

/* --- layout-frames.c --- */

#define WEFT_FRAME_TITLE 34.0 /* px from a frame's top to what stands in it; */
#define WEFT_FRAME_ROOM 20.0  /* at the other sides */

/* Whether the node stands in that frame: it begins there, and is no frame round it. */
gboolean weft_frame_holds (const WeftNode *frame, const WeftNode *node);
/* Frames come to stand around what they held, when that is at x, y: their places in x and y, edits
 * of their sizes appended. sizes: nullable. */
void weft_layout_follow (WeftGraph *graph, const WeftLayoutSizes *sizes, double *x, double *y,
                         GPtrArray *edits);
