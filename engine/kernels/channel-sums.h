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

/* --- runs: where the channels do not lie side by side --- */

#define WEFT_CHANNELS_GROUP 1024 /* numbers summed together in single precision */

/* Runs of n numbers, `step` from one to the next. */
typedef struct
{
  gsize count, step, n;
} WeftRuns;

/* The next runs of a channel that are summed together, of those from image `begin` on. */
static inline WeftRuns
weft_channels_group (const WeftChannels *s, gsize begin)
{
  gsize most = MAX (WEFT_CHANNELS_GROUP / s->inner, 1);

  return (WeftRuns){ MIN (most, s->n - begin), s->channels * s->inner, s->inner };
}

/* What is added up of vectors of x and y; 0 where both are beyond a run's end. */
typedef WeftVector (*WeftRunTerm) (WeftVector x, WeftVector y, float center);

/* A run begins where another page does, and is not foreseen by the processor: from one run on its
 * successor is asked for. */
WEFT_INLINE void
weft_fetch (const float *x, const float *y, gsize at)
{
  __builtin_prefetch (x + at);
  if (y != x)
    __builtin_prefetch (y + at);
}

/* Σ term over runs. Four vectors go side by side, since an addition takes longer than a load. */
WEFT_INLINE float
weft_sum_runs (const WeftRuns *runs, WeftRunTerm term, gboolean fetches, const float *x,
               const float *y, float center)
{
  WeftVector sum[4] = { { 0 } };

  for (gsize run = 0; run < runs->count; run++, x += runs->step, y += runs->step)
    {
      gsize i = 0;

      for (; i + 4 * WEFT_LANES <= runs->n; i += 4 * WEFT_LANES)
#pragma GCC unroll 4
        for (gsize v = 0; v < 4; v++)
          {
            if (fetches)
              weft_fetch (x, y, runs->step + i + v * WEFT_LANES);
            sum[v] += term (weft_load (x + i + v * WEFT_LANES), weft_load (y + i + v * WEFT_LANES),
                            center);
          }
      for (; i + WEFT_LANES <= runs->n; i += WEFT_LANES)
        sum[0] += term (weft_load (x + i), weft_load (y + i), center);
      if (i < runs->n)
        sum[1] += weft_first_lanes (
            term (weft_load_some (x + i, runs->n - i), weft_load_some (y + i, runs->n - i), center),
            runs->n - i, (WeftVector){ 0 });
    }
  return weft_sum_lanes ((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

WEFT_INLINE WeftVector
weft_run_value (WeftVector x, WeftVector y, float center)
{
  return x;
}

WEFT_INLINE WeftVector
weft_run_square (WeftVector x, WeftVector y, float center)
{
  return (x - center) * (x - center);
}

WEFT_INLINE WeftVector
weft_run_dot (WeftVector x, WeftVector y, float center)
{
  return (x - center) * y;
}

/* means[j] and squares[j] = Σ (x − mean)²: of a few runs at a time, while they are in cache, joined
 * to those before them (Chan, Golub and LeVeque, 1979), so that x is read from memory once. */
static inline void
weft_channels_moments (const WeftChannels *s, const float *x, double *means, double *squares)
{
  for (gsize j = 0; j < s->end - s->begin; j++)
    {
      double mean = 0.0, sum = 0.0;
      WeftRuns runs;

      for (gsize n = 0; n < s->n; n += runs.count)
        {
          const float *at = x + (n * s->channels + s->begin + j) * s->inner;
          double share, step;
          float center;

          runs = weft_channels_group (s, n);
          center = weft_sum_runs (&runs, weft_run_value, TRUE, at, at, 0.0f)
                   / (float) (runs.count * runs.n);
          share = (double) runs.count / (double) (n + runs.count);
          step = (double) center - mean;
          sum += (double) weft_sum_runs (&runs, weft_run_square, FALSE, at, at, center);
          sum += step * step * share * (double) (n * runs.n);
          mean += step * share;
        }
      means[j] = mean;
      squares[j] = sum;
    }
}

/* sums[j] = Σ y and dots[j] = Σ (x − center) · y, likewise. */
static inline void
weft_channels_sums_and_dots (const WeftChannels *s, double *sums, double *dots, const float *x,
                             const float *centers, const float *y)
{
  for (gsize j = 0; j < s->end - s->begin; j++)
    {
      WeftRuns runs;

      sums[j] = dots[j] = 0.0;
      for (gsize n = 0; n < s->n; n += runs.count)
        {
          gsize at = (n * s->channels + s->begin + j) * s->inner;

          runs = weft_channels_group (s, n);
          dots[j] += (double) weft_sum_runs (&runs, weft_run_dot, TRUE, x + at, y + at, centers[j]);
          sums[j] += (double) weft_sum_runs (&runs, weft_run_value, FALSE, y + at, y + at, 0.0f);
        }
    }
}

WEFT_INLINE void
weft_scale_run (const WeftChannels *s, const float *x, float center, float factor, float shift,
                float *y)
{
  gsize i = 0, next = s->channels * s->inner;

  for (; i + WEFT_LANES <= s->inner; i += WEFT_LANES)
    {
      weft_fetch (x, y, next + i);
      weft_store (y + i, factor * (weft_load (x + i) - center) + shift);
    }
  for (; i < s->inner; i++)
    y[i] = factor * (x[i] - center) + shift;
}

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
        weft_scale_run (s, x + at, center, factor, shift, y + at);
      }
}

WEFT_INLINE void
weft_gradient_run (const WeftChannels *s, const float *x, const float *dy, float center,
                   float factor, float offset, float slope, float *dx)
{
  gsize i = 0, next = s->channels * s->inner;

  for (; i + WEFT_LANES <= s->inner; i += WEFT_LANES)
    {
      weft_fetch (x, dy, next + i);
      weft_store (dx + i,
                  factor * (weft_load (dy + i) - offset - slope * (weft_load (x + i) - center)));
    }
  for (; i < s->inner; i++)
    dx[i] = factor * (dy[i] - offset - slope * (x[i] - center));
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
        weft_gradient_run (s, x + at, dy + at, center, factor, offset, slope, dx + at);
      }
}
