/* math: exp, tanh, sigmoid and softplus, a vector at a time; plain: the C library's
 *
 * Errors against the exact value: exp 2 units in the last place, tanh 3e-7, sigmoid 2e-7, softplus
 * 3e-7 (test-op-edges.c measures tanh and sigmoid). NaN stays NaN. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "engine/kernels/vector.h"

/* exp (x) = 2ⁿ · exp (r), n = round (x / ln 2), |r| ≤ ln 2 / 2; exp (r) by its Taylor polynomial of
 * degree 7. Below −87.3 it is the smallest normal number, above 88.3 2^127.4. */
WEFT_INLINE WeftVector
weft_exp_vector (WeftVector x)
{
  const WeftVector rounder = weft_splat (0x1.8p23f);
  WeftVector low = weft_splat (-87.3f), high = weft_splat (88.3f), whole, n, r, p;

  x = weft_select (x < low, low, x);
  x = weft_select (x > high, high, x);
  whole = x * 1.44269504f + rounder;
  n = whole - rounder;
  r = x - n * 0.693145752f;
  r = r - n * 1.42860677e-6f;
  p = 1.0f / 720.0f + r * (1.0f / 5040.0f);
  p = 1.0f / 120.0f + r * p;
  p = 1.0f / 24.0f + r * p;
  p = 1.0f / 6.0f + r * p;
  p = 0.5f + r * p;
  p = 1.0f + r * p;
  p = 1.0f + r * p;
  return p * (WeftVector) (((WeftVectorBits) whole - 0x4b400000u + 127u) << 23);
}

/* tanh (x) = 1 − 2 / (exp (2x) + 1); near zero, where that loses digits, x · (1 + x²·p (x²)). */
WEFT_INLINE WeftVector
weft_tanh_vector (WeftVector x)
{
  WeftVector square = x * x, far = 1.0f - 2.0f / (weft_exp_vector (x + x) + 1.0f), p;

  p = 0.0218694885f + square * -0.00886323552f;
  p = -0.0539682540f + square * p;
  p = 0.133333333f + square * p;
  p = -0.333333333f + square * p;
  return weft_select (square < 0.16f, x + x * square * p, far);
}

WEFT_INLINE WeftVector
weft_sigmoid_vector (WeftVector x)
{
  return 1.0f / (1.0f + weft_exp_vector (-x));
}

/* log (1 + exp (−|x|)) for |x|, and with max (x, 0) added softplus (x) = log (1 + exp (x)).
 * log (1 + u), 0 ≤ u ≤ 1, is 2·atanh (u / (2 + u)), whose series is in squares up to 1/9. */
WEFT_INLINE WeftVector
weft_softplus_vector (WeftVector x)
{
  WeftVector zero = { 0 }, u, t, square, p;

  u = weft_exp_vector (weft_select (x > zero, -x, x));
  t = u / (2.0f + u);
  square = t * t;
  p = 1.0f / 11.0f + square * (1.0f / 13.0f);
  p = 1.0f / 9.0f + square * p;
  p = 1.0f / 7.0f + square * p;
  p = 1.0f / 5.0f + square * p;
  p = 1.0f / 3.0f + square * p;
  return weft_select (x > zero, x, zero) + 2.0f * (t + t * square * p);
}

/* Defines `name`: y[i] = function of x[i] for i < n; y may be x. */
#if WEFT_KERNEL_LEVEL > 0
#define WEFT_DEFINE_MAP(name, vector, plain)                                                       \
  static inline void name (gsize n, const float *x, float *y)                                      \
  {                                                                                                \
    gsize i = 0;                                                                                   \
                                                                                                   \
    for (; i + WEFT_LANES <= n; i += WEFT_LANES)                                                   \
      weft_store (y + i, vector (weft_load (x + i)));                                              \
    if (i < n)                                                                                     \
      weft_store_some (y + i, vector (weft_load_some (x + i, n - i)), n - i);                      \
  }
#else
#define WEFT_DEFINE_MAP(name, vector, plain)                                                       \
  static inline void name (gsize n, const float *x, float *y)                                      \
  {                                                                                                \
    for (gsize i = 0; i < n; i++)                                                                  \
      y[i] = plain;                                                                                \
  }
#endif

WEFT_DEFINE_MAP (weft_exp, weft_exp_vector, expf (x[i]))
WEFT_DEFINE_MAP (weft_tanh, weft_tanh_vector, tanhf (x[i]))
WEFT_DEFINE_MAP (weft_sigmoid, weft_sigmoid_vector, 1.0f / (1.0f + expf (-x[i])))
WEFT_DEFINE_MAP (weft_softplus, weft_softplus_vector,
                 fmaxf (x[i], 0.0f) + log1pf (expf (-fabsf (x[i]))))
