/* pairs: numbers in pairs, or fours, taken apart into firsts, seconds …, and put together again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

#if WEFT_KERNEL_LEVEL > 0
#if WEFT_LANES == 16
#define WEFT_EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define WEFT_ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define WEFT_LOWER_LANES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define WEFT_UPPER_LANES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif WEFT_LANES == 8
#define WEFT_EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14
#define WEFT_ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15
#define WEFT_LOWER_LANES 0, 8, 1, 9, 2, 10, 3, 11
#define WEFT_UPPER_LANES 4, 12, 5, 13, 6, 14, 7, 15
#else
#define WEFT_EVEN_LANES 0, 2, 4, 6
#define WEFT_ODD_LANES 1, 3, 5, 7
#define WEFT_LOWER_LANES 0, 4, 1, 5
#define WEFT_UPPER_LANES 2, 6, 3, 7
#endif

/* 2n elements from x on, the first and the second of each pair. */
WEFT_INLINE void
weft_load_pairs (const float *x, gsize n, WeftVector *even, WeftVector *odd)
{
  WeftVector a, b = { 0 };

  if (2 * n >= WEFT_LANES)
    {
      a = weft_load (x);
      if (n == WEFT_LANES)
        b = weft_load (x + WEFT_LANES);
      else if (2 * n > WEFT_LANES)
        b = weft_load_some (x + WEFT_LANES, 2 * n - WEFT_LANES);
    }
  else
    a = weft_load_some (x, 2 * n);
  *even = __builtin_shuffle (a, b, (WeftVectorInt){ WEFT_EVEN_LANES });
  *odd = __builtin_shuffle (a, b, (WeftVectorInt){ WEFT_ODD_LANES });
}

WEFT_INLINE void
weft_store_pairs (float *x, gsize n, WeftVector even, WeftVector odd)
{
  WeftVector a = __builtin_shuffle (even, odd, (WeftVectorInt){ WEFT_LOWER_LANES });
  WeftVector b = __builtin_shuffle (even, odd, (WeftVectorInt){ WEFT_UPPER_LANES });

  if (2 * n >= WEFT_LANES)
    {
      weft_store (x, a);
      if (n == WEFT_LANES)
        weft_store (x + WEFT_LANES, b);
      else if (2 * n > WEFT_LANES)
        weft_store_some (x + WEFT_LANES, b, 2 * n - WEFT_LANES);
    }
  else
    weft_store_some (x, a, 2 * n);
}

/* to[j] = x[2j], j < n; nothing beyond x[2n − 2] is read. */
static inline void
weft_take_every_second (gsize n, const float *x, float *to)
{
  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      gsize lanes = MIN (WEFT_LANES, n - j), count = 2 * lanes - 1;
      const float *from = x + 2 * j;
      WeftVector a, b = { 0 }, even;

      a = count >= WEFT_LANES ? weft_load (from) : weft_load_some (from, count);
      if (count > WEFT_LANES)
        b = weft_load_some (from + WEFT_LANES, count - WEFT_LANES);
      even = __builtin_shuffle (a, b, (WeftVectorInt){ WEFT_EVEN_LANES });
      if (lanes == WEFT_LANES)
        weft_store (to + j, even);
      else
        weft_store_some (to + j, even, lanes);
    }
}

/* to[2j] = even[j], to[2j + 1] = odd[j], j < n. */
static inline void
weft_put_in_pairs (gsize n, const float *even, const float *odd, float *to)
{
  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      gsize lanes = MIN (WEFT_LANES, n - j);

      if (lanes == WEFT_LANES)
        weft_store_pairs (to + 2 * j, WEFT_LANES, weft_load (even + j), weft_load (odd + j));
      else
        weft_store_pairs (to + 2 * j, lanes, weft_load_some (even + j, lanes),
                          weft_load_some (odd + j, lanes));
    }
}

/* to[j] = x[4j], j < n; nothing beyond x[4n − 4] is read. */
static inline void
weft_take_every_fourth (gsize n, const float *x, float *to)
{
  const WeftVectorInt even = { WEFT_EVEN_LANES };

  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      gsize lanes = MIN (WEFT_LANES, n - j), count = 4 * lanes - 3;
      WeftVector v[4];

#pragma GCC unroll 4
      for (gsize i = 0; i < 4; i++)
        {
          gsize at = MIN (i * WEFT_LANES, count);

          v[i] = lanes == WEFT_LANES && i < 3
                     ? weft_load (x + 4 * j + at)
                     : weft_load_some (x + 4 * j + at, MIN (count - at, WEFT_LANES));
        }
      v[0] = __builtin_shuffle (v[0], v[1], even);
      v[2] = __builtin_shuffle (v[2], v[3], even);
      v[0] = __builtin_shuffle (v[0], v[2], even);
      if (lanes == WEFT_LANES)
        weft_store (to + j, v[0]);
      else
        weft_store_some (to + j, v[0], lanes);
    }
}

/* to[4j + i] = x[i·step + j], i < 4, j < n. */
static inline void
weft_put_in_fours (gsize n, const float *x, gsize step, float *to)
{
  const WeftVectorInt lower = { WEFT_LOWER_LANES }, upper = { WEFT_UPPER_LANES };

  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      gsize lanes = MIN (WEFT_LANES, n - j);
      float some[4 * WEFT_LANES], *out = lanes == WEFT_LANES ? to + 4 * j : some;
      WeftVector v[4];

#pragma GCC unroll 4
      for (gsize i = 0; i < 4; i++)
        v[i] = lanes == WEFT_LANES ? weft_load (x + i * step + j)
                                   : weft_load_some (x + i * step + j, lanes);
      weft_store_pairs (out, WEFT_LANES, __builtin_shuffle (v[0], v[2], lower),
                        __builtin_shuffle (v[1], v[3], lower));
      weft_store_pairs (out + 2 * WEFT_LANES, WEFT_LANES, __builtin_shuffle (v[0], v[2], upper),
                        __builtin_shuffle (v[1], v[3], upper));
      if (out == some)
        memcpy (to + 4 * j, some, 4 * lanes * sizeof *some);
    }
}
#endif
