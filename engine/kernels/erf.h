/* erf: the error function, a vector at a time; NaN stays NaN */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

/* erf (x) = x · p (x²) / q (x²), the rational function that Eigen and XLA have, within 5e-7; what
 * is further from 0 than 4 is ±1. */
WEFT_INLINE WeftVector
weft_erf_vector (WeftVector x)
{
  WeftVector one = weft_splat (1.0f), far = weft_splat (4.0f), square = x * x, p, q, y;

  p = 2.77068142495902e-8f + square * -2.72614225801306e-10f;
  p = -2.10102402082508e-6f + square * p;
  p = -5.69250639462346e-5f + square * p;
  p = -7.34990630326855e-4f + square * p;
  p = -2.95459980854025e-3f + square * p;
  p = -1.60960333262415e-2f + square * p;
  q = -2.13374055278905e-4f + square * -1.45660718464996e-5f;
  q = -1.68282697438203e-3f + square * q;
  q = -7.37332916720468e-3f + square * q;
  q = -1.42647390514189e-2f + square * q;
  y = x * p / q;
  y = weft_select (x > far, one, y);
  return weft_select (x < -far, -one, y);
}
