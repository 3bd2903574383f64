/* found: what a detector finds in a picture: boxes, and what they are */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_FOUND_NUMBERS 5 /* of a box in the data: class, middle, width and height */

/* x, y: the middle; of a picture whose sides are 1. */
typedef struct
{
  double x, y, width, height;
  double score; /* how sure it is; 1 of what the data say */
  gint64 class;
} WeftFoundBox;

/* What both cover, of what either does. */
double weft_found_overlap (const WeftFoundBox *a, const WeftFoundBox *b);
/* Of each cell of a prediction, (5 + classes, H, W), dims these three, the likeliest class and its
 * box (engine/ops/detection.c), rated by the product of both probabilities; what is rated below 1 %
 * is nothing, and what overlaps one of its class that is rated higher by more than half is the
 * same. Into boxes, which hold H · W, the surest first; returns how many. */
gint64 weft_found_read_picture (const float *prediction, const gint64 *dims, WeftFoundBox *boxes);
/* Of n numbers of a target, (T, 5): those that have a size. */
gint64 weft_found_read_objects (const float *target, gint64 n, gint64 classes, WeftFoundBox *boxes);
