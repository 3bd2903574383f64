/* elementwise: the shell of ops of which each number of the output follows from the one in its
 * place: y[i] = f (x[i]), dx[i] = g (x[i] or y[i], dy[i])
 *
 * An op brings f and g and says which of x and y its g reads (backward_reads in its row). k is the
 * op's one number, as the slope of leaky_relu; 0 where there is none. Inlined with f and g known,
 * each is one loop of its own; output and input may be the same memory. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

/* In the op's row: its shape and how the two passes, `forward` and `backward`, are cut. */
#define WEFT_ELEMENTWISE                                                                           \
  .shape = weft_shape_same, .forward = { { weft_elementwise_slices, forward } },                   \
  .backward = { { weft_elementwise_slices, backward } }

/* Of any two, as from dy to dx where the function is linear. */
WEFT_INLINE void
weft_map_between (const WeftOpRun *run, guint slice, const float *x, float *y,
                  float (*f) (float x, float k), float k)
{
  WeftSpan part = weft_elementwise_span (run, slice);

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    y[i] = f (x[i], k);
}

WEFT_INLINE void
weft_map (const WeftOpRun *run, guint slice, float (*f) (float x, float k), float k)
{
  weft_map_between (run, slice, run->in[0], run->out[0], f, k);
}

/* kept: x or y, as g wants it. */
WEFT_INLINE void
weft_map_back (const WeftOpRun *run, guint slice, const float *kept,
               float (*g) (float kept, float dy, float k), float k)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *dy = run->d_out[0];
  float *dx = run->d_in[0];

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = g (kept[i], dy[i], k);
}

/* With a kernel that takes many at once. */
WEFT_INLINE void
weft_map_all (const WeftOpRun *run, guint slice, void (*f) (gsize n, const float *x, float *y))
{
  WeftSpan part = weft_elementwise_span (run, slice);

  f (part.end - part.begin, (const float *) run->in[0] + part.begin,
     (float *) run->out[0] + part.begin);
}

/* The slice's part as it is. */
static inline void
weft_map_copy (const WeftOpRun *run, guint slice, const float *from, float *to)
{
  WeftSpan part = weft_elementwise_span (run, slice);

  if (from != to)
    memcpy (to + part.begin, from + part.begin, (part.end - part.begin) * sizeof *to);
}
