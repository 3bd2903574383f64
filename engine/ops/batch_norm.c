/* batch_norm: y[n, c, i] = s[c] · h[n, c, i] + t[c], h = (x − μ[c]) / √(σ²[c] + ε)
 *
 * x is (N, C), (N, C, L) or (N, C, H, W). In training μ and σ² are the batch's mean and biased
 * variance over n and i (M values), and the running ones move towards them: r ← r + momentum · (new
 * − r), where the new variance is the unbiased one. A batch of a single value tells no variance:
 * that then stays. Outside training μ and σ² are the running ones.
 *
 * dt[c] = Σ dy, ds[c] = Σ dy·h; dx = s/√(σ² + ε) · (dy − dt/M − h · ds/M) in training, s/√(σ² + ε)
 * · dy else.
 *
 * Saved: μ and 1/√(σ² + ε), C each. A slice owns its channels, so no two write one statistic. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

enum
{
  X,
  SCALE,
  SHIFT,
  MEAN,
  VARIANCE,
};

/* x seen as (N, C, I). */
typedef struct
{
  gsize n, channels, inner;
} Sides;

static Sides
get_sides (const WeftShape *x)
{
  return (Sides){ (gsize) x->dims[0], (gsize) x->dims[1], weft_count_between (x, 2, x->rank) };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];
  WeftShape per_channel;

  if (x->rank < 2 || x->rank > 4 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects (N, features), (N, C, L) or (N, C, H, W)"));
  per_channel = WEFT_SHAPE (x->dims[1]);
  for (guint i = SCALE; i <= VARIANCE; i++)
    if (!weft_shape_equal (&shapes->in[i], &per_channel))
      return weft_expects (shapes,
                           _ ("expects one scale, shift, mean and variance for each channel"));
  return weft_shape_same (shapes);
}

static guint
count_slices (const WeftOpRun *run)
{
  guint slices = weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE);

  return (guint) MIN (slices, run->in_shape[X].dims[1]);
}

static WeftSpan
get_channels (const WeftOpRun *run, guint slice)
{
  return weft_span_of ((gsize) run->in_shape[X].dims[1], count_slices (run), slice, 1);
}

/* The batch's mean and biased variance of channel c, in two passes. */
static void
measure (const float *x, Sides sides, gsize c, double *mean, double *variance)
{
  double count = (double) sides.n * (double) sides.inner, sum = 0.0, squares = 0.0;
  gsize step = sides.channels * sides.inner;

  x += c * sides.inner;
  for (gsize n = 0; n < sides.n; n++)
    sum += weft_sum (sides.inner, x + n * step);
  *mean = sum / count;
  for (gsize n = 0; n < sides.n; n++)
    squares += weft_sum_squares_around (sides.inner, x + n * step, (float) *mean);
  *variance = squares / count;
}

static void
update_running (const WeftOpRun *run, gsize c, double mean, double variance, double count)
{
  const WeftBatchNormAttrs *attrs = run->attrs;
  float *running_mean = run->in[MEAN], *running_variance = run->in[VARIANCE];

  running_mean[c] += attrs->momentum * (float) (mean - running_mean[c]);
  if (count > 1.0)
    running_variance[c]
        += attrs->momentum * (float) (variance * count / (count - 1.0) - running_variance[c]);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  const WeftBatchNormAttrs *attrs = run->attrs;
  WeftSpan channels = get_channels (run, slice);
  Sides sides = get_sides (&run->in_shape[X]);
  const float *scales = run->in[SCALE], *shifts = run->in[SHIFT];
  float *means = run->saved, *inverses = means + sides.channels;

  for (gsize c = channels.begin; c < channels.end; c++)
    {
      double mean = ((const float *) run->in[MEAN])[c],
             variance = ((const float *) run->in[VARIANCE])[c];

      if (run->training)
        {
          measure (run->in[X], sides, c, &mean, &variance);
          update_running (run, c, mean, variance, (double) sides.n * (double) sides.inner);
        }
      means[c] = (float) mean;
      inverses[c] = (float) (1.0 / sqrt (variance + attrs->eps));
      for (gsize n = 0; n < sides.n; n++)
        {
          const float *x = (const float *) run->in[X] + (n * sides.channels + c) * sides.inner;
          float *y = (float *) run->out[0] + (n * sides.channels + c) * sides.inner;
          float factor = scales[c] * inverses[c], center = means[c], shift = shifts[c];

          for (gsize i = 0; i < sides.inner; i++)
            y[i] = factor * (x[i] - center) + shift;
        }
    }
}

/* dx of channel c from dt = Σ dy and ds = Σ dy·h over it. */
static void
backward_input (const WeftOpRun *run, Sides sides, gsize c, double dt, double ds)
{
  const float *means = run->saved, *inverses = means + sides.channels;
  float factor = ((const float *) run->in[SCALE])[c] * inverses[c], center = means[c];
  double count = (double) sides.n * (double) sides.inner;
  float offset = run->training ? (float) (dt / count) : 0.0f;
  float slope = run->training ? (float) (ds / count * inverses[c]) : 0.0f;

  for (gsize n = 0; n < sides.n; n++)
    {
      gsize at = (n * sides.channels + c) * sides.inner;
      const float *x = (const float *) run->in[X] + at, *dy = run->d_out[0] + at;
      float *dx = run->d_in[X] + at;

#pragma GCC ivdep
      for (gsize i = 0; i < sides.inner; i++)
        dx[i] = factor * (dy[i] - offset - slope * (x[i] - center));
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan channels = get_channels (run, slice);
  Sides sides = get_sides (&run->in_shape[X]);
  const float *means = run->saved, *inverses = means + sides.channels;

  for (gsize c = channels.begin; c < channels.end; c++)
    {
      double dt = 0.0, ds = 0.0;

      for (gsize n = 0; n < sides.n; n++)
        {
          gsize at = (n * sides.channels + c) * sides.inner;

          dt += weft_sum (sides.inner, run->d_out[0] + at);
          ds += weft_dot_around (sides.inner, (const float *) run->in[X] + at, means[c],
                                 run->d_out[0] + at);
        }
      ds *= inverses[c];
      if (run->d_in[SCALE] != NULL)
        run->d_in[SCALE][c] = (float) ds;
      if (run->d_in[SHIFT] != NULL)
        run->d_in[SHIFT][c] = (float) dt;
      if (run->d_in[X] != NULL)
        backward_input (run, sides, c, dt, ds);
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return 2 * (gsize) shapes->in[X].dims[1] * sizeof (float);
}

const WeftOp WEFT_OP_ROW (batch_norm) = {
  .id = "batch_norm",
  .summary = "y[n, c, i] = s[c] · (x[n, c, i] − μ[c]) / √(σ²[c] + ε) + t[c]",
  .n_in = 5,
  .n_out = 1,
  .attrs_size = sizeof (WeftBatchNormAttrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .backward_reads_in = WEFT_BIT (X) | WEFT_BIT (SCALE),
  .integer_in = WEFT_BIT (MEAN) | WEFT_BIT (VARIANCE),
  .onnx = "BatchNormalization",
};
