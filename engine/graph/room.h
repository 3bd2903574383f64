/* room: the place that a new node takes in a row, and who makes way for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

#define WEFT_ROOM_PITCH 174 /* px from a node's left edge to the next one's */
#define WEFT_ROOM_WIDTH 132 /* of a node */
#define WEFT_ROOM_HEIGHT                                                                           \
  110 /* of the tallest node that is common: what is nearer is of one row                          \
       */

/* Appends moves: whoever stands in that group (0: at the top) where a node comes to stand at (x, y)
 * goes one place right, and pushes the next. */
void weft_room_make (WeftGraph *graph, GPtrArray *edits, gint64 parent, double x, double y);
