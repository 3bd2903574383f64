/* gradient: sums of gradients, and of their squares */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/optim/gradient.h"
#include "engine/base/set.h"

#define SLICE 16384 /* floats */
#define LANES 64

static guint
slices (const WeftOpRun *run)
{
  return (weft_shape_count (run->out_shape) + SLICE - 1) / SLICE;
}

static void
sum (const WeftOpRun *run, guint slice) /* all flat, of out's shape */
{
  gsize begin = (gsize) slice * SLICE;
  gsize n = MIN ((gsize) weft_shape_count (run->out_shape) - begin, SLICE);
  const float *a = (const float *) run->in[0] + begin;
  float *y = (float *) run->out[0] + begin;

  if (run->n_in == 1)
    {
      memcpy (y, a, n * sizeof (float));
      return;
    }
  const float *b = (const float *) run->in[1] + begin;

  for (gsize i = 0; i < n; i++)
    y[i] = a[i] + b[i];
}

/* Adds the upper half of the lanes to the lower one. */
static inline void
fold (float *lane, int half)
{
  for (int j = 0; j < half; j++)
    lane[j] += lane[j + half];
}

/* LANES sums side by side, then halved and halved again: what vectors do well, in one order. */
static double
norm2 (const float *x, gsize n)
{
  float lane[LANES] = { 0 };
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (int j = 0; j < LANES; j++)
      lane[j] += x[i + j] * x[i + j];
  for (int j = 0; i + (gsize) j < n; j++)
    lane[j] += x[i + j] * x[i + j];
  fold (lane, 32);
  fold (lane, 16);
  fold (lane, 8);
  fold (lane, 4);
  return ((double) lane[0] + lane[2]) + ((double) lane[1] + lane[3]);
}

static void
clip (float *restrict y, const float *restrict x, gsize n, float scale, float limit)
{
  for (gsize i = 0; i < n; i++)
    {
      float scaled = scale * x[i];

      y[i] = scaled > limit ? limit : scaled < -limit ? -limit : scaled;
    }
}

static void
add (float *restrict y, const float *restrict x, gsize n, float scale, gboolean accumulate)
{
  if (!accumulate)
    memset (y, 0, n * sizeof *y);
  for (gsize i = 0; i < n; i++)
    y[i] += scale * x[i];
}

extern const WeftGradientKernels WEFT_IN_SET (weft_gradient_kernels_row);

const WeftGradientKernels WEFT_IN_SET (weft_gradient_kernels_row) = {
  .sum = {
    .id = "sum",
    .summary = "y[i] = a[i] + b[i]",
    .forward = { { slices, sum } },
  },
  .norm2 = norm2,
  .clip = clip,
  .add = add,
};
