/* box-row: what ops share that move boxes along with their picture: rows of five, class, middle,
 * width and height as shares of the picture's
 *
 * A box that is moved is framed anew, upright, and cut at the picture's edge; one of which less
 * than a quarter is left, or less than a pixel, is no box any more: zeros, which no loss and no
 * figure counts. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/by-sample.h"

#define WEFT_BOX_ROW 5
#define WEFT_BOX_LEAST 0.25 /* the share of it that is left, at least */

/* In pixels, from the upper left corner of the picture. */
typedef struct
{
  double left, top, right, bottom;
} WeftFrame;

static inline WeftFrame
weft_box_read (const float *row, double width, double height)
{
  double x = (double) row[1] * width, y = (double) row[2] * height;
  double across = (double) row[3] * width / 2, down = (double) row[4] * height / 2;

  return (WeftFrame){ x - across, y - down, x + across, y + down };
}

/* In a picture of that size; row[0], the class, stays. */
static inline void
weft_box_write (float *row, const WeftFrame *frame, double width, double height)
{
  double left = fmax (frame->left, 0), right = fmin (frame->right, width);
  double top = fmax (frame->top, 0), bottom = fmin (frame->bottom, height);
  double all = (frame->right - frame->left) * (frame->bottom - frame->top);

  if (!(right - left >= 1) || !(bottom - top >= 1)
      || (right - left) * (bottom - top) < WEFT_BOX_LEAST * all)
    {
      memset (row, 0, WEFT_BOX_ROW * sizeof *row);
      return;
    }
  row[1] = (float) ((left + right) / 2 / width);
  row[2] = (float) ((top + bottom) / 2 / height);
  row[3] = (float) ((right - left) / width);
  row[4] = (float) ((bottom - top) / height);
}

static inline gboolean
weft_box_is (const float *row)
{
  return row[3] > 0 && row[4] > 0;
}

/* The boxes x[n] (T, 5) of a picture of the size `from`, each moved, in one of the size `to`. */
static inline void
weft_boxes_move (const WeftOpRun *run, gsize n, WeftSize2 from, WeftSize2 to,
                 WeftFrame (*move) (gconstpointer how, const WeftFrame *frame), gconstpointer how)
{
  gsize boxes = (gsize) run->in_shape[0].dims[1];
  float *y = (float *) run->out[0] + n * boxes * WEFT_BOX_ROW;

  memcpy (y, (const float *) run->in[0] + n * boxes * WEFT_BOX_ROW,
          boxes * WEFT_BOX_ROW * sizeof *y);
  for (gsize t = 0; t < boxes; t++, y += WEFT_BOX_ROW)
    if (weft_box_is (y))
      {
        WeftFrame frame = weft_box_read (y, from.w, from.h);

        frame = move (how, &frame);
        weft_box_write (y, &frame, to.w, to.h);
      }
}

static inline guint
weft_boxes_slices (const WeftOpRun *run)
{
  return (guint) MIN (
      (gsize) run->in_shape[0].dims[0],
      weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE / 8));
}

static inline WeftSpan
weft_boxes_of (const WeftOpRun *run, guint slice)
{
  return weft_span_of ((gsize) run->in_shape[0].dims[0], weft_boxes_slices (run), slice, 1);
}

static inline gboolean
weft_boxes_check (WeftOpShapes *shapes, guint draw)
{
  const WeftShape *x = &shapes->in[0];

  if (x->rank != 3 || x->dims[2] != WEFT_BOX_ROW)
    return weft_expects (shapes, _ ("expects boxes, (N, T, 5)"));
  shapes->out[0] = *x;
  return weft_by_sample_check (shapes, draw);
}
