/* max-pool: one row of 2 × 2 windows side by side, or of any that go on by one, a vector of windows
 * at a time
 *
 * Element 0 … 3 of a window, row by row; the first of equal ones wins, and NaN wins over all. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

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

#if WEFT_KERNEL_LEVEL >= 3
/* Windows that go on by one over a picture (…, width), of which these rows lie in it. */
typedef struct
{
  const float *x; /* the picture's first row that is seen */
  int top;        /* which one that is */
  int rows, columns, width, padding;
} WeftPoolSlide;

/* Of x[0 …] those from low to high − 1, −∞ beside them; nothing else is touched. */
WEFT_INLINE WeftVector
weft_load_between (const float *x, int low, int high)
{
#if WEFT_KERNEL_LEVEL == 4
  __mmask16 mask = (__mmask16) (((1u << high) - 1) & ~((1u << low) - 1));

  return (WeftVector) _mm512_mask_loadu_ps ((__m512) weft_splat (-INFINITY), mask, x);
#else
  WeftVectorInt lane = { 0, 1, 2, 3, 4, 5, 6, 7 }, mask = (lane >= low) & (lane < high);

  return weft_select (mask, (WeftVector) _mm256_maskload_ps (x, (__m256i) mask),
                      weft_splat (-INFINITY));
#endif
}

WEFT_INLINE void
weft_store_numbers (gint32 *to, WeftVectorInt v, gsize n)
{
#if WEFT_KERNEL_LEVEL == 4
  _mm512_mask_storeu_epi32 (to, (__mmask16) ((1u << n) - 1), (__m512i) v);
#else
  WeftVectorInt lane = { 0, 1, 2, 3, 4, 5, 6, 7 };

  _mm256_maskstore_epi32 (to, (__m256i) (lane < (int) n), (__m256i) v);
#endif
}

/* n windows side by side. places: h·W + w of the largest element; the first that is seen where all
 * are −∞. */
static inline void
weft_max_pool_slide_row (int n, const WeftPoolSlide *slide, float *y, gint32 *places)
{
  int width = slide->width;

  for (int j = 0; j < n; j += WEFT_LANES)
    {
      gsize lanes = (gsize) MIN (WEFT_LANES, n - j);
      WeftVector best = weft_splat (-INFINITY);
      WeftVectorInt left, place;

      for (int k = 0; k < WEFT_LANES; k++)
        left[k] = j + k - slide->padding;
      place = slide->top * width + (left & (left > 0));
      for (int r = 0; r < slide->rows; r++)
        for (int s = 0; s < slide->columns; s++)
          {
            int first = j + s - slide->padding;
            WeftVector other = weft_load_between (slide->x + r * width + first, MAX (-first, 0),
                                                  CLAMP (width - first, 0, WEFT_LANES));
            WeftVectorInt wins = (other > best) | (other != other);

            best = weft_select (wins, other, best);
            place = (wins & (left + ((slide->top + r) * width + s))) | (~wins & place);
          }
      weft_store_some (y + j, best, lanes);
      weft_store_numbers (places + j, place, lanes);
    }
}
#endif

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
