/* sum: sums whose order is fixed: 16 lanes side by side whatever the kernel set, folded in halves
 *
 * Plain loops over an array of lanes: the compiler makes vectors of them in every set. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

#define WEFT_SUM_LANES 16

static inline float
weft_fold_lanes (float lanes[WEFT_SUM_LANES])
{
#pragma GCC unroll 8
  for (int width = WEFT_SUM_LANES / 2; width >= 4; width /= 2)
    for (int i = 0; i < width; i++)
      lanes[i] += lanes[i + width];
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

/* Defines `name` (…): Σᵢ term, i < n, of arrays that the term names. */
#define WEFT_DEFINE_SUM(name, term, ...)                                                           \
  static inline float name (gsize n, __VA_ARGS__)                                                  \
  {                                                                                                \
    float lanes[WEFT_SUM_LANES] = { 0 };                                                           \
    gsize whole = n / WEFT_SUM_LANES * WEFT_SUM_LANES;                                             \
                                                                                                   \
    for (gsize begin = 0; begin < whole; begin += WEFT_SUM_LANES)                                  \
      for (gsize j = 0; j < WEFT_SUM_LANES; j++)                                                   \
        {                                                                                          \
          gsize i = begin + j;                                                                     \
                                                                                                   \
          lanes[j] += term;                                                                        \
        }                                                                                          \
    for (gsize i = whole; i < n; i++)                                                              \
      lanes[i - whole] += term;                                                                    \
    return weft_fold_lanes (lanes);                                                                \
  }

WEFT_DEFINE_SUM (weft_sum, x[i], const float *x)
WEFT_DEFINE_SUM (weft_dot, x[i] * y[i], const float *x, const float *y)
WEFT_DEFINE_SUM (weft_sum_squared_differences, (x[i] - y[i]) * (x[i] - y[i]), const float *x,
                 const float *y)
WEFT_DEFINE_SUM (weft_sum_squares_around, (x[i] - center) * (x[i] - center), const float *x,
                 float center)
WEFT_DEFINE_SUM (weft_dot_around, (x[i] - center) * y[i], const float *x, float center,
                 const float *y)

/* sums (columns) = Σ of the rows of x (rows, columns), rows `step` apart, first to last. */
static inline void
weft_sum_rows (gsize rows, gsize columns, const float *x, gsize step, float *sums)
{
#if WEFT_KERNEL_LEVEL > 0
  for (gsize j = 0; j < columns; j += WEFT_LANES)
    {
      gsize lanes = MIN (WEFT_LANES, columns - j);
      WeftVector sum = { 0 };

      if (lanes == WEFT_LANES)
        for (gsize i = 0; i < rows; i++)
          sum += weft_load (x + i * step + j);
      else
        for (gsize i = 0; i < rows; i++)
          sum += weft_load_some (x + i * step + j, lanes);
      if (lanes == WEFT_LANES)
        weft_store (sums + j, sum);
      else
        weft_store_some (sums + j, sum, lanes);
    }
#else
  memset (sums, 0, columns * sizeof *sums);
  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < columns; j++)
      sums[j] += x[i * step + j];
#endif
}
