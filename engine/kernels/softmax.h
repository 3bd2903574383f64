/* softmax: one row's soft-max, y[j] = exp (x[j] − m) / Σₖ exp (x[k] − m) with m the largest x
 *
 * Subtracting m keeps every exponent at or below 0, so nothing overflows. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/math.h"

#if WEFT_KERNEL_LEVEL > 0
static inline float
weft_softmax_max (gsize n, const float *x)
{
  WeftVector lowest = weft_splat (-G_MAXFLOAT), highest = lowest;
  gsize i = 0;

  for (; i + WEFT_LANES <= n; i += WEFT_LANES)
    {
      WeftVector v = weft_load (x + i);

      highest = weft_select (v > highest, v, highest);
    }
  if (i < n)
    {
      WeftVector v = weft_first_lanes (weft_load_some (x + i, n - i), n - i, lowest);

      highest = weft_select (v > highest, v, highest);
    }
  return weft_max_lanes (highest);
}

/* y[i] = exp (factor · x[i] − shift); returns Σ y. */
static inline float
weft_softmax_exp (gsize n, const float *x, float factor, float shift, float *y)
{
  WeftVector sum = { 0 };
  gsize i = 0;

  for (; i + WEFT_LANES <= n; i += WEFT_LANES)
    {
      WeftVector v = weft_exp_vector (weft_load (x + i) * factor - shift);

      weft_store (y + i, v);
      sum += v;
    }
  if (i < n)
    {
      WeftVector v = weft_exp_vector (weft_load_some (x + i, n - i) * factor - shift);

      weft_store_some (y + i, v, n - i);
      sum += weft_first_lanes (v, n - i, (WeftVector){ 0 });
    }
  return weft_sum_lanes (sum);
}
#else
static inline float
weft_softmax_max (gsize n, const float *x)
{
  float highest = -G_MAXFLOAT;

  for (gsize i = 0; i < n; i++)
    highest = x[i] > highest ? x[i] : highest;
  return highest;
}

static inline float
weft_softmax_exp (gsize n, const float *x, float factor, float shift, float *y)
{
  float sum = 0.0f;

  for (gsize i = 0; i < n; i++)
    sum += y[i] = expf (factor * x[i] - shift);
  return sum;
}
#endif

/* x, y (n), y may be x. Returns log Σ exp (x). */
static inline float
weft_softmax_row (gsize n, const float *x, float *y)
{
  float highest = weft_softmax_max (n, x);
  float sum = weft_softmax_exp (n, x, 1.0f, highest, y), factor = 1.0f / sum;

#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    y[i] *= factor;
  return highest + logf (sum);
}
