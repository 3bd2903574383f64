/* hand-drawing: a picture that is drawn on with a round pen, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

typedef struct
{
  int c, h, w;       /* channels: 1 or 3 */
  float low, high;   /* the numbers that its pixels may have */
  float ground[3];   /* what an empty one is: as most pictures of the set are at their edges */
  float ink[3];      /* what is drawn with to begin with: far from the ground */
  float *x;          /* (c, h, w) */
  float *before;     /* likewise, as it was when the stroke began */
  float *cover;      /* (h, w): how much of each pixel the stroke covers */
  gboolean is_blank; /* nothing was drawn yet */
} WeftHandDrawing;

/* As large as the pictures of a field, and of its colours; split: of which training pictures they
 * are taken. */
WeftHandDrawing *weft_hand_drawing_new (const WeftField *field, const WeftSplit *split);
void weft_hand_drawing_free (WeftHandDrawing *drawing);
void weft_hand_drawing_clear (WeftHandDrawing *drawing);
void weft_hand_drawing_set (WeftHandDrawing *drawing, const float *x); /* (c, h, w) */
/* rgb (h, w) as 0x00RRGGBB; of one channel how bright each is (ITU-R BT.601). */
void weft_hand_drawing_set_pixels (WeftHandDrawing *drawing, const guint32 *rgb, int stride);
void weft_hand_drawing_invert (WeftHandDrawing *drawing);
/* A stroke from point to point, in pixels, each the centre at + 0.5; color (c). */
void weft_hand_drawing_begin (WeftHandDrawing *drawing);
void weft_hand_drawing_line (WeftHandDrawing *drawing, const double from[2], const double to[2],
                             double radius, const float *color);
/* The numbers as 0 … 1, (c, h, w); transfer full. */
float *weft_hand_drawing_dup_shown (const WeftHandDrawing *drawing);
