/* fourier: the discrete Fourier transform of one frame, X[f] = Σⱼ x[j] · e^(−2πi f j / n), of any
 * n: halves as long as it is even, then as it stands (Cooley and Tukey 1965) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

/* waves (2n): cosine and sine of 2πk / n at [2k] and [2k + 1]. */
static inline void
weft_fourier_fill (gsize n, float *waves)
{
  for (gsize k = 0; k < n; k++)
    {
      double angle = 2.0 * G_PI * (double) k / (double) n;

      waves[2 * k] = (float) cos (angle);
      waves[2 * k + 1] = (float) sin (angle);
    }
}

/* Of an odd count of numbers, every `step`th of them. */
static inline void
weft_fourier_plain (const float *x, gsize step, gsize n, const float *waves, float *y)
{
  for (gsize f = 0; f < n; f++)
    {
      float re = 0.0f, im = 0.0f;

      for (gsize j = 0, k = 0; j < n; j++, k = k + f >= n ? k + f - n : k + f)
        {
          const float *z = x + 2 * step * j, *w = waves + 2 * step * k;

          re += z[0] * w[0] + z[1] * w[1];
          im += z[1] * w[0] - z[0] * w[1];
        }
      y[2 * f] = re;
      y[2 * f + 1] = im;
    }
}

/* x, y (2n): real and imaginary parts in turn; waves of step·n; x and y are two. */
static inline void
weft_fourier (const float *x, gsize step, gsize n, const float *waves, float *y)
{
  gsize half = n / 2;

  if (n % 2 == 1)
    {
      weft_fourier_plain (x, step, n, waves, y);
      return;
    }
  weft_fourier (x, 2 * step, half, waves, y);
  weft_fourier (x + 2 * step, 2 * step, half, waves, y + n);
  for (gsize k = 0; k < half; k++)
    {
      const float *w = waves + 2 * step * k;
      float *a = y + 2 * k, *b = y + 2 * (k + half);
      float re = b[0] * w[0] + b[1] * w[1], im = b[1] * w[0] - b[0] * w[1];

      b[0] = a[0] - re;
      b[1] = a[1] - im;
      a[0] += re;
      a[1] += im;
    }
}
