/* max-pool: one row of 2 × 2 windows side by side, a vector of windows at a time
 *
 * Element 0 … 3 of a window, row by row; the first of equal ones wins, and NaN wins over all. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/pairs.h"

#if WEFT_KERNEL_LEVEL > 0
typedef guint8 WeftVectorBytes __attribute__ ((vector_size (WEFT_LANES)));

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
