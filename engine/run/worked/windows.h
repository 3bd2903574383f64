/* windows: where the taps of filters lie, of convolutions and transposed ones; for
 * engine/run/worked alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/worked/working.h"

#define WEFT_CONV_AXES 3

/* x (N, C, …), w (K, C of a group, …), y (N, K, …) of two or three axes. */
typedef struct
{
  const WeftShape *x, *w, *y;
  int axes;
  gint64 stride[WEFT_CONV_AXES], padding[WEFT_CONV_AXES], dilation[WEFT_CONV_AXES], group_in,
      group_out;
  gint64 taps, places; /* of a filter's channel; of an output's */
} WeftConv;

static inline gint64
weft_conv_count_behind (const WeftShape *shape)
{
  gint64 n = 1;

  for (int axis = 2; axis < shape->rank; axis++)
    n *= shape->dims[axis];
  return n;
}

/* What a filter w (K, C of a group, …) sees of x, where it writes into y. */
static inline WeftConv
weft_conv_new (const WeftWorking *w, const WeftShape *x, const WeftShape *filter,
               const WeftShape *y)
{
  WeftConv conv = { x, filter, y };
  gint64 groups = (gint64) weft_working_attr (w, "groups", 0, 1);

  conv.axes = conv.x->rank - 2;
  for (int axis = 0; axis < conv.axes; axis++)
    {
      conv.stride[axis] = (gint64) weft_working_attr (w, "stride", axis, 1);
      conv.padding[axis] = (gint64) weft_working_attr (w, "padding", axis, 0);
      conv.dilation[axis] = (gint64) weft_working_attr (w, "dilation", axis, 1);
    }
  conv.group_in = conv.x->dims[1] / groups;
  conv.group_out = conv.w->dims[0] / groups;
  conv.taps = weft_conv_count_behind (conv.w);
  conv.places = weft_conv_count_behind (conv.y);
  return conv;
}

/* Of place n, in reading order, of the axes behind the first two. */
static inline void
weft_conv_split (const WeftShape *shape, gint64 n, gint64 *place)
{
  for (int axis = shape->rank - 3; axis >= 0; axis--)
    {
      place[axis] = n % shape->dims[2 + axis];
      n /= shape->dims[2 + axis];
    }
}

static inline gsize
weft_conv_get_offset (const WeftShape *shape, gint64 a, gint64 b, const gint64 *place)
{
  gint64 offset = a * shape->dims[1] + b;

  for (int axis = 0; axis < shape->rank - 2; axis++)
    offset = offset * shape->dims[2 + axis] + place[axis];
  return (gsize) offset;
}

static inline gint64
weft_conv_get_width (const WeftShape *shape)
{
  return shape->dims[shape->rank - 1];
}

/* What a tap sees of x from a place of the output; FALSE: the padding. */
static inline gboolean
weft_conv_find_tap (const WeftConv *conv, const gint64 *from, const gint64 *tap, gint64 *place)
{
  gboolean is_inside = TRUE;

  for (int axis = 0; axis < conv->axes; axis++)
    {
      place[axis] = from[axis] * conv->stride[axis] + tap[axis] * conv->dilation[axis]
                    - conv->padding[axis];
      is_inside = is_inside && place[axis] >= 0 && place[axis] < conv->x->dims[2 + axis];
    }
  return is_inside;
}

/* Which place of the output sees x's place by the tap; FALSE: none. */
static inline gboolean
weft_conv_find_seeing (const WeftConv *conv, const gint64 *x, const gint64 *tap, gint64 *place)
{
  for (int axis = 0; axis < conv->axes; axis++)
    {
      gint64 from = x[axis] + conv->padding[axis] - tap[axis] * conv->dilation[axis];

      place[axis] = from / conv->stride[axis];
      if (from < 0 || from % conv->stride[axis] != 0 || place[axis] >= conv->y->dims[2 + axis])
        return FALSE;
    }
  return TRUE;
}
