/* log-sin: log, sin and cos, a vector at a time
 *
 * Errors against the exact value: log 2 units in the last place, sin and cos 2e-7 up to 8192, above
 * which their arguments cannot be brought home by three subtractions. NaN stays NaN. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "engine/kernels/vector.h"

#define WEFT_SIN_REACH 8192.0f

/* x = 2ⁿ · m, √½ ≤ m < √2; log m = 2·atanh ((m − 1) / (m + 1)), whose series is in squares up to
 * 0.03. What is below the normal numbers is made one of them first. */
WEFT_INLINE WeftVector
weft_log_vector (WeftVector x)
{
  const WeftVector lost = weft_splat (NAN), none = weft_splat (-INFINITY);
  WeftVectorInt is_small = x < 1.17549435e-38f;
  WeftVector given = x, n, m, t, square, p;
  WeftVectorBits bits;

  x = weft_select (is_small, x * 0x1p24f, x);
  bits = (WeftVectorBits) x - 0x3f3504f3u; /* √½ */
  n = __builtin_convertvector((WeftVectorInt) bits >> 23, WeftVector);
  m = (WeftVector) ((bits & 0x007fffffu) + 0x3f3504f3u);
  n = n - weft_select (is_small, weft_splat (24.0f), weft_splat (0.0f));
  t = (m - 1.0f) / (m + 1.0f);
  square = t * t;
  p = 1.0f / 7.0f + square * (1.0f / 9.0f);
  p = 1.0f / 5.0f + square * p;
  p = 1.0f / 3.0f + square * p;
  m = 2.0f * t + (2.0f * t * square * p + n * 1.42860677e-6f);
  m = m + n * 0.693145752f;
  m = weft_select (given == 0.0f, none, m);
  m = weft_select (given < 0.0f, lost, m);
  return weft_select (given < INFINITY, m, given); /* infinity and NaN stay */
}

/* r = x − n·π/2, |r| ≤ π/4, and of the sine and cosine of r the one and the sign that quarter n,
 * moved on by `quarters`, has. */
WEFT_INLINE WeftVector
weft_wave_vector (WeftVector x, guint32 quarters)
{
  const WeftVector rounder = weft_splat (0x1.8p23f);
  WeftVector whole = x * 0.636619772f + rounder, n = whole - rounder, r, square, sine, cosine;
  WeftVectorBits quarter = (WeftVectorBits) whole + quarters;

  r = x - n * 1.5703125f;
  r = r - n * 4.837512969970703125e-4f;
  r = r - n * 7.549789954891882e-8f;
  square = r * r;
  sine = -1.0f / 5040.0f + square * (1.0f / 362880.0f);
  sine = 1.0f / 120.0f + square * sine;
  sine = -1.0f / 6.0f + square * sine;
  sine = r + r * square * sine;
  cosine = -1.0f / 720.0f + square * (1.0f / 40320.0f);
  cosine = 1.0f / 24.0f + square * cosine;
  cosine = -0.5f + square * cosine;
  cosine = 1.0f + square * cosine;
  sine = weft_select ((quarter & 1u) == 1u, cosine, sine);
  return (WeftVector) ((WeftVectorBits) sine ^ ((quarter & 2u) << 30));
}
