/* many: a formula written once, for as many numbers at a time as a register holds; plain: for one
 *
 * Of WeftMany: + − · /, comparisons (whose results go with & and |), and what follows. A scalar
 * stands for all of them. Whoever wants what has no vector form takes it number by number (each_…),
 * as the C library has it. Errors of the others: engine/kernels/math.h. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/erf.h"
#include "engine/kernels/log-sin.h"
#include "engine/kernels/math.h"

#if WEFT_KERNEL_LEVEL > 0

typedef WeftVector WeftMany;
#define WEFT_MANY WEFT_LANES
#define WEFT_ALL(x) ((x) - (WeftMany){ 0 })
#define many_exp weft_exp_vector
#define many_tanh weft_tanh_vector
#define many_erf weft_erf_vector
#define many_sigmoid weft_sigmoid_vector
#define many_softplus weft_softplus_vector
#define many_log weft_log_vector
/* yes where the condition holds, no elsewhere; both are worked out. */
#define pick(condition, yes, no) weft_select ((condition), WEFT_ALL (yes), WEFT_ALL (no))
#define EACH(i) [i]

#else

typedef float WeftMany;
#define WEFT_MANY 1
#define many_exp expf
#define many_tanh tanhf
#define many_erf erff
#define many_log logf
#define many_sin sinf
#define many_cos cosf
#define pick(condition, yes, no) ((condition) ? (yes) : (no))
#define EACH(i)

WEFT_INLINE float
many_sigmoid (float x)
{
  return 1.0f / (1.0f + expf (-x));
}

/* log (1 + exp (x)) */
WEFT_INLINE float
many_softplus (float x)
{
  return fmaxf (x, 0.0f) + log1pf (expf (-fabsf (x)));
}

#endif

#define WEFT_DEFINE_EACH(name, expression)                                                         \
  WEFT_INLINE WeftMany name (WeftMany x, float a)                                                  \
  {                                                                                                \
    for (int i = 0; i < WEFT_MANY; i++)                                                            \
      x EACH (i) = expression;                                                                     \
    return x;                                                                                      \
  }

WEFT_DEFINE_EACH (each_sqrt_of, sqrtf (x EACH (i)))
WEFT_DEFINE_EACH (each_sin_of, sinf (x EACH (i)))
WEFT_DEFINE_EACH (each_cos_of, cosf (x EACH (i)))
WEFT_DEFINE_EACH (each_pow, powf (x EACH (i), a)) /* x to the power of a */
#define each_sqrt(x) each_sqrt_of (x, 0)
#define each_sin(x) each_sin_of (x, 0)
#define each_cos(x) each_cos_of (x, 0)

#if WEFT_KERNEL_LEVEL > 0
/* Far out, which is rare, number by number. */
WEFT_INLINE WeftMany
many_wave (WeftMany x, guint32 quarters)
{
  WeftMany size = weft_select (x < 0.0f, -x, x);

  if (weft_max_lanes (size) > WEFT_SIN_REACH)
    return quarters == 0 ? each_sin (x) : each_cos (x);
  return weft_wave_vector (x, quarters);
}

#define many_sin(x) many_wave (x, 0)
#define many_cos(x) many_wave (x, 1)
#endif

/* What lies under low or over high becomes that; what is no number stays so. */
WEFT_INLINE WeftMany
many_clamp (WeftMany x, float low, float high)
{
  x = pick (x < low, low, x);
  return pick (x > high, high, x);
}

WEFT_INLINE WeftMany
many_abs (WeftMany x)
{
  return pick (x < 0.0f, -x, x);
}

/* To the nearest whole number, of two as near to the even one. */
WEFT_INLINE WeftMany
many_round (WeftMany x)
{
  for (int i = 0; i < WEFT_MANY; i++)
    x EACH (i) = nearbyintf (x EACH (i));
  return x;
}

/* −1, 0 or 1. */
WEFT_INLINE WeftMany
many_sign (WeftMany x)
{
  return pick (x > 0.0f, 1.0f, pick (x < 0.0f, -1.0f, x));
}

WEFT_INLINE WeftMany
many_load (const float *x)
{
#if WEFT_KERNEL_LEVEL > 0
  return weft_load (x);
#else
  return *x;
#endif
}

WEFT_INLINE void
many_store (float *x, WeftMany y)
{
#if WEFT_KERNEL_LEVEL > 0
  weft_store (x, y);
#else
  *x = y;
#endif
}

/* The same of the n < WEFT_MANY that are left at an end: nothing beyond them is touched. */
WEFT_INLINE WeftMany
many_load_some (const float *x, gsize n)
{
#if WEFT_KERNEL_LEVEL > 0
  return weft_load_some (x, n);
#else
  return *x;
#endif
}

WEFT_INLINE void
many_store_some (float *x, WeftMany y, gsize n)
{
#if WEFT_KERNEL_LEVEL > 0
  weft_store_some (x, y, n);
#else
  *x = y;
#endif
}
