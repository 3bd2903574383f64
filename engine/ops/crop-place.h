/* crop-place: which part of its picture a sample is cut to: drawn in training, else the middle */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/by-sample.h"

/* The first row and column; above and left of the picture it is below 0. */
typedef struct
{
  gint64 top, left;
} WeftCropPlace;

/* Of `size` numbers and `padding` more on either side; k: the number that says so. */
static inline gint64
weft_crop_begin (const WeftOpRun *run, const WeftRandom *random, guint k, gint64 size,
                 gint64 padding, gint64 length)
{
  gint64 room = size + 2 * padding - length;

  if (!run->training)
    return room / 2 - padding;
  return (gint64) ((double) weft_random_uniform (random, k) * (double) (room + 1)) - padding;
}

static inline WeftCropPlace
weft_crop_place (const WeftOpRun *run, guint draw, gsize n, gint64 height, gint64 width,
                 const WeftSize2 *size, const WeftSize2 *padding)
{
  WeftRandom random = weft_by_sample (run, draw, n);

  return (WeftCropPlace){ weft_crop_begin (run, &random, 0, height, padding->h, size->h),
                          weft_crop_begin (run, &random, 1, width, padding->w, size->w) };
}
