/* depthwise: rows of a channel's plane under a filter of 3 × 3, several at a time
 *
 * A row of the plane is loaded once, at the three columns that the taps see, for all rows of
 * outputs that see it. at (3): where the first row's taps see the first output; rows lie `width`
 * apart. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

#if WEFT_KERNEL_LEVEL > 0
#define WEFT_DEPTHWISE_ROWS 4 /* with nine weights and three of the plane they fit 16 registers */

/* y's rows 0 … count − 1 from column j on; `count` and `down`, the stride, are known where this is
 * inlined. */
WEFT_INLINE void
weft_depthwise_block (const float *from, gsize width, const gsize *at, const WeftVector *w,
                      WeftVector bias, gsize j, gsize n, float *y, const int count, const int down)
{
  WeftVector sum[WEFT_DEPTHWISE_ROWS];

#pragma GCC unroll 4
  for (int i = 0; i < count; i++)
    sum[i] = bias;
#pragma GCC unroll 9
  for (int row = 0; row < down * (count - 1) + 3; row++)
#pragma GCC unroll 3
    for (int s = 0; s < 3; s++)
      {
        WeftVector x = weft_load (from + (gsize) row * width + at[s] + j);

#pragma GCC unroll 4
        for (int i = 0; i < count; i++)
          if (row >= down * i && row < down * i + 3)
            sum[i] += w[(row - down * i) * 3 + s] * x;
      }
#pragma GCC unroll 4
  for (int i = 0; i < count; i++)
    if (n - j >= WEFT_LANES)
      weft_store (y + (gsize) i * n + j, sum[i]);
    else
      weft_store_some (y + (gsize) i * n + j, sum[i], n - j);
}

/* y (rows, n)[i, j] = bias + Σ w[3r + s] · from[at[s] + (down·i + r)·width + j] over r, s < 3. */
WEFT_INLINE void
weft_depthwise_rows (const float *from, gsize width, const gsize *at, const float *w, float bias,
                     gsize rows, gsize n, float *y, const int down)
{
  WeftVector filter[9], start = weft_splat (bias);
  gsize i = 0;

#pragma GCC unroll 9
  for (int t = 0; t < 9; t++)
    filter[t] = weft_splat (w[t]);
  for (; i + WEFT_DEPTHWISE_ROWS <= rows; i += WEFT_DEPTHWISE_ROWS)
    for (gsize j = 0; j < n; j += WEFT_LANES)
      weft_depthwise_block (from + i * (gsize) down * width, width, at, filter, start, j, n,
                            y + i * n, WEFT_DEPTHWISE_ROWS, down);
  for (; i < rows; i++)
    for (gsize j = 0; j < n; j += WEFT_LANES)
      weft_depthwise_block (from + i * (gsize) down * width, width, at, filter, start, j, n,
                            y + i * n, 1, down);
}

/* sums[3r + s] += dy (rows, n)[i, j] · from[at[s] + (i + r)·width + j], in lanes of j. */
static inline void
weft_depthwise_add_taps (const float *from, gsize width, const gsize *at, const float *dy,
                         gsize rows, gsize n, WeftVector *sums)
{
  WeftVector sum[9];

#pragma GCC unroll 9
  for (int t = 0; t < 9; t++)
    sum[t] = sums[t];
  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      WeftVector g[3] = { { 0 }, { 0 }, { 0 } }; /* of the rows that see this one */

      for (gsize row = 0; row < rows + 2; row++)
        {
          g[2] = g[1];
          g[1] = g[0];
          if (row >= rows)
            g[0] = (WeftVector){ 0 };
          else
            g[0] = n - j >= WEFT_LANES ? weft_load (dy + row * n + j)
                                       : weft_load_some (dy + row * n + j, n - j);
#pragma GCC unroll 3
          for (int s = 0; s < 3; s++)
            {
              WeftVector x = weft_load (from + row * width + at[s] + j);

#pragma GCC unroll 3
              for (int r = 0; r < 3; r++)
                sum[3 * r + s] += g[r] * x;
            }
        }
    }
#pragma GCC unroll 9
  for (int t = 0; t < 9; t++)
    sums[t] = sum[t];
}
#endif
