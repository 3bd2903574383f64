/* max-pool: one row of 2 × 2 windows side by side, a vector of windows at a time
 *
 * Element 0 … 3 of a window, row by row; the first of equal ones wins, and NaN wins over all. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

#if WEFT_KERNEL_LEVEL > 0
#if WEFT_KERNEL_LEVEL == 4
typedef guint8 WeftVectorBytes __attribute__ ((vector_size (16)));
#define WEFT_EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define WEFT_ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define WEFT_LOWER_LANES 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define WEFT_UPPER_LANES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#else
typedef guint8 WeftVectorBytes __attribute__ ((vector_size (8)));
#define WEFT_EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14
#define WEFT_ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15
#define WEFT_LOWER_LANES 0, 8, 1, 9, 2, 10, 3, 11
#define WEFT_UPPER_LANES 4, 12, 5, 13, 6, 14, 7, 15
#endif

/* Places of n windows to and from bytes. */
WEFT_INLINE void
weft_store_places (guint8 *places, WeftVectorInt place, gsize n)
{
  WeftVectorBytes bytes = __builtin_convertvector(place, WeftVectorBytes);

  if (n == WEFT_LANES)
    memcpy (places, &bytes, sizeof bytes);
  else
#if WEFT_KERNEL_LEVEL == 4
    _mm_mask_storeu_epi8 (places, (__mmask16) ((1u << n) - 1), (__m128i) bytes);
#else
    for (gsize i = 0; i < n; i++)
      places[i] = bytes[i];
#endif
}

WEFT_INLINE WeftVectorInt
weft_load_places (const guint8 *places, gsize n)
{
  WeftVectorBytes bytes = { 0 };

  if (n == WEFT_LANES)
    memcpy (&bytes, places, sizeof bytes);
  else
#if WEFT_KERNEL_LEVEL == 4
    bytes = (WeftVectorBytes) _mm_maskz_loadu_epi8 ((__mmask16) ((1u << n) - 1), places);
#else
    for (gsize i = 0; i < n; i++)
      bytes[i] = places[i];
#endif
  return __builtin_convertvector(bytes, WeftVectorInt);
}

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

WEFT_INLINE void
weft_take_larger (WeftVector *best, WeftVectorInt *place, WeftVector other, int number)
{
  WeftVectorInt wins = (other > *best) | (other != other);

  *best = weft_select (wins, other, *best);
  *place = (wins & number) | (~wins & *place);
}

static inline void
weft_max_pool_row (gsize n, const float *upper, const float *lower, float *y, guint8 *places)
{
  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      gsize lanes = MIN (WEFT_LANES, n - j);
      WeftVector best, second, third, fourth;
      WeftVectorInt place = { 0 };

      weft_load_pairs (upper + 2 * j, lanes, &best, &second);
      weft_load_pairs (lower + 2 * j, lanes, &third, &fourth);
      weft_take_larger (&best, &place, second, 1);
      weft_take_larger (&best, &place, third, 2);
      weft_take_larger (&best, &place, fourth, 3);
      if (lanes == WEFT_LANES)
        weft_store (y + j, best);
      else
        weft_store_some (y + j, best, lanes);
      weft_store_places (places + j, place, lanes);
    }
}

static inline void
weft_max_pool_spread_row (gsize n, const float *dy, const guint8 *places, float *upper,
                          float *lower)
{
  for (gsize j = 0; j < n; j += WEFT_LANES)
    {
      gsize lanes = MIN (WEFT_LANES, n - j);
      WeftVector d = lanes == WEFT_LANES ? weft_load (dy + j) : weft_load_some (dy + j, lanes),
                 zero = { 0 };
      WeftVectorInt place = weft_load_places (places + j, lanes);

      weft_store_pairs (upper + 2 * j, lanes, weft_select (place == 0, d, zero),
                        weft_select (place == 1, d, zero));
      weft_store_pairs (lower + 2 * j, lanes, weft_select (place == 2, d, zero),
                        weft_select (place == 3, d, zero));
    }
}
#else
static inline void
weft_take_larger (float *best, guint8 *place, float other, guint8 number)
{
  if (other > *best || other != other)
    {
      *best = other;
      *place = number;
    }
}

static inline void
weft_max_pool_row (gsize n, const float *upper, const float *lower, float *y, guint8 *places)
{
  for (gsize j = 0; j < n; j++)
    {
      y[j] = upper[2 * j];
      places[j] = 0;
      weft_take_larger (&y[j], &places[j], upper[2 * j + 1], 1);
      weft_take_larger (&y[j], &places[j], lower[2 * j], 2);
      weft_take_larger (&y[j], &places[j], lower[2 * j + 1], 3);
    }
}

static inline void
weft_max_pool_spread_row (gsize n, const float *dy, const guint8 *places, float *upper,
                          float *lower)
{
  for (gsize j = 0; j < n; j++)
    for (gsize i = 0; i < 2; i++)
      {
        upper[2 * j + i] = places[j] == i ? dy[j] : 0.0f;
        lower[2 * j + i] = places[j] == i + 2 ? dy[j] : 0.0f;
      }
}
#endif
