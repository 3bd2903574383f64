/* remark-paint: how notes, frames and points on wires look */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/paint/paint.h"

#define WEFT_REMARK_RADIUS 8.0
#define WEFT_REMARK_ROOM 10.0 /* px of a note at each side of its words */

/* The colour of a tint; 0: none, which is the ink's. */
GdkRGBA weft_remark_get_color (int tint, gboolean dark);
/* In px of the plane; the node's box starts at (0, 0). */
void weft_paint_note (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look);
void weft_paint_frame (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look);
/* Its title and its corner alone, where the ground is drawn by other means. */
void weft_paint_frame_words (WeftPen *pen, const WeftSceneNode *node, const WeftNodeLook *look);
GdkRGBA weft_paint_get_frame_ground (const WeftSceneNode *node, gboolean dark);
GdkRGBA weft_paint_get_frame_edge (const WeftSceneNode *node, gboolean dark);
void weft_paint_corner (WeftPen *pen, double w, double h, const WeftNodeLook *look);
void weft_paint_point (WeftPen *pen, const WeftSceneNode *node, double h, const WeftNodeLook *look);
/* So high a note of that width has to be for all of its words; without a display. */
double weft_remark_measure_note (const char *text, double width);
