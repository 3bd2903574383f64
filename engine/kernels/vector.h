/* vector: float vectors as wide as the kernel set's registers, in GCC's vector extensions
 *
 * WEFT_LANES floats in each of WEFT_REGISTERS: 16 in 32 (x86-64-v4), 8 in 16 (x86-64-v3), 4 in 32
 * (neon, plain). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

#include "engine/base/set.h"

#if WEFT_KERNEL_LEVEL >= 3
#include <immintrin.h>
#endif

#if WEFT_KERNEL_LEVEL == 4
#define WEFT_LANES 16
#define WEFT_REGISTERS 32
#elif WEFT_KERNEL_LEVEL == 3
#define WEFT_LANES 8
#define WEFT_REGISTERS 16
#else
#define WEFT_LANES 4
#define WEFT_REGISTERS 32
#endif

typedef float WeftVector __attribute__ ((vector_size (4 * WEFT_LANES)));
typedef gint32 WeftVectorInt __attribute__ ((vector_size (4 * WEFT_LANES)));
typedef guint32 WeftVectorBits __attribute__ ((vector_size (4 * WEFT_LANES)));
typedef float WeftVectorAnywhere
    __attribute__ ((vector_size (4 * WEFT_LANES), aligned (4), may_alias));

WEFT_INLINE WeftVector
weft_load (const float *x)
{
  return *(const WeftVectorAnywhere *) x;
}

WEFT_INLINE void
weft_store (float *x, WeftVector v)
{
  *(WeftVectorAnywhere *) x = v;
}

WEFT_INLINE WeftVector
weft_splat (float x)
{
  return x - (WeftVector){ 0 };
}

/* The first n ≤ WEFT_LANES elements, zeros after them. Nothing beyond x[n − 1] is touched. */
WEFT_INLINE WeftVector
weft_load_some (const float *x, gsize n)
{
#if WEFT_KERNEL_LEVEL == 4
  return (WeftVector) _mm512_maskz_loadu_ps ((__mmask16) ((1u << n) - 1), x);
#elif WEFT_KERNEL_LEVEL == 3
  WeftVectorInt lane = { 0, 1, 2, 3, 4, 5, 6, 7 };

  return (WeftVector) _mm256_maskload_ps (x, (__m256i) (lane < (int) n));
#else
  WeftVector v = { n > 0 ? x[0] : 0, n > 1 ? x[1] : 0, n > 2 ? x[2] : 0, n > 3 ? x[3] : 0 };

  return v;
#endif
}

WEFT_INLINE void
weft_store_some (float *x, WeftVector v, gsize n)
{
#if WEFT_KERNEL_LEVEL == 4
  _mm512_mask_storeu_ps (x, (__mmask16) ((1u << n) - 1), (__m512) v);
#elif WEFT_KERNEL_LEVEL == 3
  WeftVectorInt lane = { 0, 1, 2, 3, 4, 5, 6, 7 };

  _mm256_maskstore_ps (x, (__m256i) (lane < (int) n), (__m256) v);
#else
  for (gsize i = 0; i < n; i++)
    x[i] = v[i];
#endif
}

/* y (n) = x (n), and y (n) = 0: of rows so short that a call would take longer than the work. */
WEFT_INLINE void
weft_copy_row (gsize n, const float *x, float *y)
{
  for (; n > WEFT_LANES; n -= WEFT_LANES, x += WEFT_LANES, y += WEFT_LANES)
    weft_store (y, weft_load (x));
  weft_store_some (y, weft_load_some (x, n), n);
}

WEFT_INLINE void
weft_clear_row (gsize n, float *y)
{
  for (; n > WEFT_LANES; n -= WEFT_LANES, y += WEFT_LANES)
    weft_store (y, (WeftVector){ 0 });
  weft_store_some (y, (WeftVector){ 0 }, n);
}

/* yes where the mask is set, no elsewhere. */
WEFT_INLINE WeftVector
weft_select (WeftVectorInt mask, WeftVector yes, WeftVector no)
{
  return (WeftVector) ((mask & (WeftVectorInt) yes) | (~mask & (WeftVectorInt) no));
}

/* v's first n lanes, rest's after them. */
WEFT_INLINE WeftVector
weft_first_lanes (WeftVector v, gsize n, WeftVector rest)
{
#if WEFT_KERNEL_LEVEL == 4
  return (WeftVector) _mm512_mask_mov_ps ((__m512) rest, (__mmask16) ((1u << n) - 1), (__m512) v);
#elif WEFT_KERNEL_LEVEL == 3
  WeftVectorInt lane = { 0, 1, 2, 3, 4, 5, 6, 7 };

  return weft_select (lane < (int) n, v, rest);
#else
  WeftVectorInt lane = { 0, 1, 2, 3 };

  return weft_select (lane < (int) n, v, rest);
#endif
}

/* The eight lanes left when the upper half of the widest registers is folded onto the lower. */
#if WEFT_KERNEL_LEVEL == 4
#define WEFT_FOLD(v, with)                                                                         \
  with (_mm512_castps512_ps256 ((__m512) (v)), _mm512_extractf32x8_ps ((__m512) (v), 1))
#else
#define WEFT_FOLD(v, with) ((__m256) (v))
#endif

/* Over all lanes, the lower half with the upper half again and again. */
WEFT_INLINE float
weft_sum_lanes (WeftVector v)
{
#if WEFT_KERNEL_LEVEL >= 3
  __m256 eight = WEFT_FOLD (v, _mm256_add_ps);
  __m128 four = _mm_add_ps (_mm256_castps256_ps128 (eight), _mm256_extractf128_ps (eight, 1));
  __m128 two = _mm_add_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_add_ss (two, _mm_movehdup_ps (two)));
#else
  return (v[0] + v[2]) + (v[1] + v[3]);
#endif
}

/* The largest lane; lanes that are NaN may be passed over. */
WEFT_INLINE float
weft_max_lanes (WeftVector v)
{
#if WEFT_KERNEL_LEVEL >= 3
  __m256 eight = WEFT_FOLD (v, _mm256_max_ps);
  __m128 four = _mm_max_ps (_mm256_castps256_ps128 (eight), _mm256_extractf128_ps (eight, 1));
  __m128 two = _mm_max_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_max_ss (two, _mm_movehdup_ps (two)));
#else
  return MAX (MAX (v[0], v[2]), MAX (v[1], v[3]));
#endif
}
