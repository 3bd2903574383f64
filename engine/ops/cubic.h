/* cubic: how much each of the four numbers around a place counts (Keys 1981, a = −0.75, as PyTorch
 * and ONNX have it) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#define WEFT_CUBIC_TAPS 4

/* Of a number at distance x: 1 at 0, 0 at other whole numbers and beyond 2. */
static inline float
weft_cubic_weigh (float x)
{
  const float a = -0.75f;

  x = fabsf (x);
  return x <= 1.0f  ? ((a + 2.0f) * x - (a + 3.0f)) * x * x + 1.0f
         : x < 2.0f ? ((a * x - 5.0f * a) * x + 8.0f * a) * x - 4.0f * a
                    : 0.0f;
}
