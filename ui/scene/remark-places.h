/* remark-places: notes, frames and points on wires as the scene has them: their sizes, words and
 * colours, and what a frame holds; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

#define WEFT_POINT_WIDTH 24.0 /* of a point on a wire */
#define WEFT_POINT_HEIGHT 16.0
#define WEFT_FRAME_BAND 26.0 /* of a frame's title, by which it is held */
#define WEFT_CORNER 14.0     /* px of a note's or a frame's lower right corner that size it */

/* Fills in text, tint and width; the height of one that has a size of its own, else 0. */
double weft_remark_set (WeftSceneNode *node, const WeftNode *from);
/* Where a note or frame is taken by: a frame by its title and its edge, for what is in it is the
 * ground. */
gboolean weft_remark_is_at (const WeftSceneNode *node, const WeftBox *box, WeftPoint p);
gboolean weft_remark_is_corner (const WeftSceneNode *node, const WeftBox *box, WeftPoint p);
/* These nodes, and what stands in those of them that are frames; transfer full, gint64. */
GArray *weft_remark_dup_with_held (WeftGraph *graph, const gint64 *nodes, guint n);
const WeftLayer *weft_remark_find_layer (WeftGrouping grouping); /* the row that is one */
/* A frame round these nodes, in the group that they stand in; NULL: there are none. id: its. */
WeftEdit *weft_remark_frame_edit (WeftGraph *graph, const WeftScene *scene, const gint64 *nodes,
                                  guint n, gint64 *id);
/* The size of a note or frame. */
WeftEdit *weft_remark_size_edit (gint64 node, double w, double h);
