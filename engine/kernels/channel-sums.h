/* channel-sums: sums and maps over a few channels of x, seen as (N, C, I)
 *
 * Where I is 1 the channels lie side by side and are summed side by side; else each is a list of
 * runs of I numbers. Sums are taken in double precision from runs summed in single precision. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/sum.h"

#define WEFT_CHANNELS_MOST 64 /* side by side */

typedef struct
{
  gsize n, channels, inner;
  gsize begin, end; /* the channels at hand, counted from 0 in what follows */
} WeftChannels;

/* Defines `name`: sums[j] = Σ over n, i of `term`, which names row[c] in the columns' form and is
 * `run_sum` of a run in the other. */
#define WEFT_DEFINE_CHANNEL_SUM(name, term, run_sum, ...)                                          \
  static inline void name (const WeftChannels *s, double *sums, __VA_ARGS__)                       \
  {                                                                                                \
    gsize count = s->end - s->begin;                                                               \
                                                                                                   \
    for (gsize j = 0; j < count; j++)                                                              \
      sums[j] = 0.0;                                                                               \
    if (s->inner == 1)                                                                             \
      for (gsize n = 0; n < s->n; n++)                                                             \
        for (gsize j = 0, at = n * s->channels + s->begin; j < count; j++, at++)                   \
          sums[j] += term;                                                                         \
    else                                                                                           \
      for (gsize j = 0; j < count; j++)                                                            \
        for (gsize n = 0, at; n < s->n; n++)                                                       \
          {                                                                                        \
            at = (n * s->channels + s->begin + j) * s->inner;                                      \
            sums[j] += run_sum;                                                                    \
          }                                                                                        \
  }

WEFT_DEFINE_CHANNEL_SUM (weft_channels_sum, x[at], weft_sum (s->inner, x + at), const float *x)
WEFT_DEFINE_CHANNEL_SUM (weft_channels_squares, (x[at] - centers[j]) * (x[at] - centers[j]),
                         weft_sum_squares_around (s->inner, x + at, centers[j]), const float *x,
                         const float *centers)
WEFT_DEFINE_CHANNEL_SUM (weft_channels_dots, (x[at] - centers[j]) * y[at],
                         weft_dot_around (s->inner, x + at, centers[j], y + at), const float *x,
                         const float *centers, const float *y)

/* y = factors · (x − centers) + shifts */
static inline void
weft_channels_scale (const WeftChannels *s, const float *x, const float *centers,
                     const float *factors, const float *shifts, float *y)
{
  for (gsize n = 0; n < s->n; n++)
    for (gsize j = 0; j < s->end - s->begin; j++)
      {
        gsize at = (n * s->channels + s->begin + j) * s->inner;
        float factor = factors[j], center = centers[j], shift = shifts[j];

        if (s->inner == 1)
          {
            y[at] = factor * (x[at] - center) + shift;
            continue;
          }
        for (gsize i = 0; i < s->inner; i++)
          y[at + i] = factor * (x[at + i] - center) + shift;
      }
}

/* dx = factors · (dy − offsets − slopes · (x − centers)) */
static inline void
weft_channels_gradient (const WeftChannels *s, const float *x, const float *dy,
                        const float *centers, const float *factors, const float *offsets,
                        const float *slopes, float *dx)
{
  for (gsize n = 0; n < s->n; n++)
    for (gsize j = 0; j < s->end - s->begin; j++)
      {
        gsize at = (n * s->channels + s->begin + j) * s->inner;
        float factor = factors[j], center = centers[j], offset = offsets[j], slope = slopes[j];

        if (s->inner == 1)
          {
            dx[at] = factor * (dy[at] - offset - slope * (x[at] - center));
            continue;
          }
#pragma GCC ivdep
        for (gsize i = 0; i < s->inner; i++)
          dx[at + i] = factor * (dy[at + i] - offset - slope * (x[at + i] - center));
      }
}
