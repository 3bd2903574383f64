/* layout: places for the nodes of a graph that has none: left to right, in rows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

/* The moves that lay out every node, as one list edit; NULL when all are in their places. */
WeftEdit *weft_layout_edit (WeftGraph *graph);
/* x and y of every node, in the graph's order; n of them. Notes and frames stay. */
void weft_layout_places (WeftGraph *graph, double *x, double *y);

/* --- layout-frames.c --- */

#define WEFT_FRAME_TITLE 34.0 /* px from a frame's top to what stands in it; */
#define WEFT_FRAME_ROOM 20.0  /* at the other sides */

/* Whether the node stands in that frame: it begins there, and is no frame round it. */
gboolean weft_frame_holds (const WeftNode *frame, const WeftNode *node);
/* Frames come to stand around what they held, when that is at x, y: their places in x and y, edits
 * of their sizes appended. */
void weft_layout_follow (WeftGraph *graph, double *x, double *y, GPtrArray *edits);
