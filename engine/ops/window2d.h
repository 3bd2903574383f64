/* window2d: the window geometry that max_pool2d and avg_pool2d share
 *
 * Output (i, j) looks at input rows i·stride − padding + r·dilation, r < kernel, and columns
 * likewise. With ceil_mode the last window may stick out below, but begins within the input or the
 * padding above. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

typedef struct
{
  int kernel[2], stride[2], padding[2], dilation[2]; /* h, w */
  gboolean count_include_pad;                        /* of averages */
  gboolean ceil_mode;
} WeftPoolAttrs;

static const WeftParam weft_pool_attrs[] = {
  WEFT_SIZE2 (WeftPoolAttrs, kernel, 1, 1, G_MAXINT),
  WEFT_SIZE2 (WeftPoolAttrs, stride, 1, 1, G_MAXINT),
  WEFT_SIZE2 (WeftPoolAttrs, padding, 0, 0, G_MAXINT),
  WEFT_SIZE2 (WeftPoolAttrs, dilation, 1, 1, G_MAXINT),
  WEFT_BOOL (WeftPoolAttrs, count_include_pad, FALSE),
  WEFT_BOOL (WeftPoolAttrs, ceil_mode, FALSE),
  { NULL },
};

/* Of cases. kernel, stride, padding: each a pair; the rest by name. */
#define POOL(kernel_, stride_, padding_, ...)                                                      \
  (&(const WeftPoolAttrs){ .kernel = kernel_,                                                      \
                           .stride = stride_,                                                      \
                           .padding = padding_,                                                    \
                           .dilation = { 1, 1 },                                                   \
                           __VA_ARGS__ })

/* One axis of a window: taps first … end − 1 lie in the input, the first of them at `at`; taps
 * below `padded_end` lie in the input or its padding. */
typedef struct
{
  int first, end, padded_end;
  gint64 at;
} WeftWindow;

static inline WeftWindow
weft_pool_window (const WeftPoolAttrs *attrs, int axis, gint64 length, gint64 i)
{
  gint64 dilation = attrs->dilation[axis], start = i * attrs->stride[axis] - attrs->padding[axis];
  WeftWindow window = { 0 };

  window.first = start < 0 ? (int) ((-start + dilation - 1) / dilation) : 0;
  window.at = start + window.first * dilation;
  while (window.padded_end < attrs->kernel[axis]
         && start + window.padded_end * dilation < length + attrs->padding[axis])
    window.padded_end++;
  window.end = window.first;
  while (window.end < attrs->kernel[axis] && start + window.end * dilation < length)
    window.end++;
  return window;
}

static inline gint64
weft_pool_length (const WeftPoolAttrs *attrs, int axis, gint64 length)
{
  gint64 extent = (gint64) attrs->dilation[axis] * (attrs->kernel[axis] - 1) + 1;
  gint64 room = length + 2 * (gint64) attrs->padding[axis] - extent, out;

  if (room < 0)
    return 0;
  if (!attrs->ceil_mode)
    return room / attrs->stride[axis] + 1;
  out = (room + attrs->stride[axis] - 1) / attrs->stride[axis] + 1;
  return (out - 1) * attrs->stride[axis] >= length + attrs->padding[axis] ? out - 1 : out;
}

static inline gboolean
weft_pool_check_shape (WeftOpShapes *shapes)
{
  const WeftPoolAttrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0];

  if (x->rank != 4 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  shapes->out[0] = *x;
  for (int axis = 0; axis < 2; axis++)
    {
      if (attrs->kernel[axis] < 1 || attrs->stride[axis] < 1 || attrs->dilation[axis] < 1)
        return weft_expects (shapes,
                             _ ("expects kernel size, stride and dilation to be at least 1"));
      if (attrs->padding[axis] < 0 || 2 * attrs->padding[axis] > attrs->kernel[axis])
        return weft_expects (shapes, _ ("expects padding of at most half the kernel size"));
      shapes->out[0].dims[2 + axis] = weft_pool_length (attrs, axis, x->dims[2 + axis]);
      if (shapes->out[0].dims[2 + axis] < 1)
        {
          shapes->error = g_strdup_printf (_ ("expects pictures of at least %d × %d after padding"),
                                           attrs->dilation[0] * (attrs->kernel[0] - 1) + 1,
                                           attrs->dilation[1] * (attrs->kernel[1] - 1) + 1);
          return FALSE;
        }
    }
  return TRUE;
}

/* Planes (n, c) are shared out; a plane counts by its input. */
static inline guint
weft_pool_slices (const WeftOpRun *run)
{
  guint slices = weft_slices_for (weft_count (&run->in_shape[0]), 2 * WEFT_ELEMENTS_PER_SLICE);

  return MIN (slices, (guint) MIN (weft_count_between (run->in_shape, 0, 2), WEFT_MAX_SLICES));
}

static inline WeftSpan
weft_pool_planes (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_count_between (run->in_shape, 0, 2), weft_pool_slices (run), slice, 1);
}
