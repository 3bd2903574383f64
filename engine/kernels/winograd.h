/* winograd: the transforms of F(4 × 4, 3 × 3) (Lavin and Gray, CVPR 2016), channels side by side in
 * vectors
 *
 * y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A for 4 × 4 outputs y, a 3 × 3 kernel g and 6 × 6 inputs d: 36
 * products where the definition takes 144. For the weight gradient dg = Gᵀ [(A dy Aᵀ) ⊙ (Bᵀ d B)]
 * G. A matrix is stored row by row; each transform goes over its columns, then its rows. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

#define WEFT_WINOGRAD_TILE 4   /* outputs along an axis */
#define WEFT_WINOGRAD_WINDOW 6 /* inputs along an axis */
#define WEFT_WINOGRAD_POINTS 36

#if WEFT_KERNEL_LEVEL > 0
/* Each reads elements `step` vectors apart and writes likewise. */
WEFT_INLINE void
weft_winograd_input_line (const WeftVector *d, gsize step, WeftVector *o,
                          gsize o_step) /* Bᵀ: 6 → 6 */
{
  WeftVector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step],
             d5 = d[5 * step];
  WeftVector p = d4 - 4.0f * d2, q = d3 - 4.0f * d1, u = d4 - d2, v = 2.0f * (d3 - d1);

  o[0] = 4.0f * d0 + (d4 - 5.0f * d2);
  o[o_step] = p + q;
  o[2 * o_step] = p - q;
  o[3 * o_step] = u + v;
  o[4 * o_step] = u - v;
  o[5 * o_step] = 4.0f * d1 + (d5 - 5.0f * d3);
}

WEFT_INLINE void
weft_winograd_output_line (const WeftVector *m, gsize step, WeftVector *o,
                           gsize o_step) /* Aᵀ: 6 → 4 */
{
  WeftVector a = m[step] + m[2 * step], b = m[step] - m[2 * step];
  WeftVector c = m[3 * step] + m[4 * step], d = m[3 * step] - m[4 * step];

  o[0] = m[0] + a + c;
  o[o_step] = b + 2.0f * d;
  o[2 * o_step] = a + 4.0f * c;
  o[3 * o_step] = b + 8.0f * d + m[5 * step];
}

WEFT_INLINE void
weft_winograd_gradient_line (const WeftVector *d, gsize step, WeftVector *o,
                             gsize o_step) /* A: 4 → 6 */
{
  WeftVector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step];
  WeftVector e = d0 + d2, f = d1 + d3, g = d0 + 4.0f * d2, h = 2.0f * d1 + 8.0f * d3;

  o[0] = d0;
  o[o_step] = e + f;
  o[2 * o_step] = e - f;
  o[3 * o_step] = g + h;
  o[4 * o_step] = g - h;
  o[5 * o_step] = d3;
}

WEFT_INLINE void
weft_winograd_weight_line (const WeftVector *g, gsize step, WeftVector *o,
                           gsize o_step) /* G: 3 → 6 */
{
  WeftVector g0 = g[0], g1 = g[step], g2 = g[2 * step], s = g0 + g2,
             t = g0 * (1.0f / 24) + g2 * (1.0f / 6);

  o[0] = 0.25f * g0;
  o[o_step] = (s + g1) * (-1.0f / 6);
  o[2 * o_step] = (s - g1) * (-1.0f / 6);
  o[3 * o_step] = t + g1 * (1.0f / 12);
  o[4 * o_step] = t - g1 * (1.0f / 12);
  o[5 * o_step] = g2;
}

WEFT_INLINE void
weft_winograd_fold_line (const WeftVector *m, gsize step, WeftVector *o,
                         gsize o_step) /* Gᵀ: 6 → 3 */
{
  WeftVector a = (m[step] + m[2 * step]) * (1.0f / 6), b = m[3 * step] + m[4 * step];

  o[0] = 0.25f * m[0] - a + b * (1.0f / 24);
  o[o_step] = (m[2 * step] - m[step]) * (1.0f / 6) + (m[3 * step] - m[4 * step]) * (1.0f / 12);
  o[2 * o_step] = b * (1.0f / 6) - a + m[5 * step];
}

/* x (from, from) → o (to, to) by `line` over columns, then over rows. */
#define WEFT_WINOGRAD_BOTH(line, from, to, x, o)                                                   \
  do                                                                                               \
    {                                                                                              \
      WeftVector between[(to) * (from)];                                                           \
                                                                                                   \
      _Pragma ("GCC unroll 6") for (int column = 0; column < (from); column++)                     \
          line ((x) + column, from, between + column, from);                                       \
      _Pragma ("GCC unroll 6") for (int row = 0; row < (to); row++)                                \
          line (between + row * (from), 1, (o) + row * (to), 1);                                   \
    }                                                                                              \
  while (0)
#endif
