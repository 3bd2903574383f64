/* batch_norm: y[n, c, i] = s[c] · h[n, c, i] + t[c], h = (x − μ[c]) / √(σ²[c] + ε)
 *
 * x is (N, C), (N, C, L), (N, C, H, W) or (N, C, D, H, W); where the channels are last, (N, T, C),
 * a mask (N, T) of 0 and 1 may say which steps are real: others count for nothing, y and dx are 0
 * there. In training μ and σ² are the batch's mean and biased variance over n and i (M values), and
 * the running ones move towards them: r ← r + momentum · (new − r), where the new variance is the
 * unbiased one. A batch of a single value tells no variance: that then stays. Outside training μ
 * and σ² are the running ones.
 *
 * dt[c] = Σ dy, ds[c] = Σ dy·h; dx = s/√(σ² + ε) · (dy − dt/M − h · ds/M) in training, s/√(σ² + ε)
 * · dy else.
 *
 * Saved: μ and 1/√(σ² + ε), C each. A slice owns its channels, so no two write one statistic. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/channel-sums.h"
#include "engine/ops/common.h"

typedef struct
{
  float eps, momentum;
  gboolean last; /* the channels are the last axis */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, eps, 1e-5, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, momentum, 0.1, 0, 1),
  WEFT_BOOL (Attrs, last, FALSE),
  { NULL },
};

enum
{
  X,
  SCALE,
  SHIFT,
  MEAN,
  VARIANCE,
  MASK,
};

static gint64
get_n_channels (const Attrs *attrs, const WeftShape *x)
{
  return x->dims[attrs->last ? x->rank - 1 : 1];
}

static gboolean
check_mask (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X], *mask = &shapes->in[MASK];

  if (shapes->n_in > MASK && mask->rank >= 0
      && (x->rank != 3 || !((const Attrs *) shapes->attrs)->last || mask->rank != 2
          || mask->dims[0] != x->dims[0] || mask->dims[1] != x->dims[1]))
    return weft_expects (shapes, _ ("expects a mask of the steps, (N, T)"));
  return TRUE;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];
  WeftShape per_channel;

  if (x->rank < 2 || x->rank > 5 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects (N, features) or (N, C, …)"));
  per_channel = WEFT_SHAPE (get_n_channels (shapes->attrs, x));
  for (guint i = SCALE; i <= VARIANCE; i++)
    if (!weft_shape_equal (&shapes->in[i], &per_channel))
      return weft_expects (shapes,
                           _ ("expects one scale, shift, mean and variance for each channel"));
  return check_mask (shapes) && weft_shape_same (shapes);
}

static guint
count_slices (const WeftOpRun *run)
{
  guint slices = weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE);

  return (guint) MIN (slices, get_n_channels (run->attrs, &run->in_shape[X]));
}

/* The next channels of the slice's to be done together, from `begin` on: one where each is long, so
 * that it stays in cache from pass to pass; many where they lie side by side. */
static WeftChannels
get_channels (const WeftOpRun *run, guint slice, gsize begin)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *x = &run->in_shape[X];
  gsize count = (gsize) get_n_channels (attrs, x);
  WeftSpan part = weft_span_of (count, count_slices (run), slice, 1);
  WeftChannels channels
      = { attrs->last ? weft_count_between (x, 0, x->rank - 1) : (gsize) x->dims[0], count,
          attrs->last ? 1 : weft_count_between (x, 2, x->rank) };

  channels.begin = MAX (begin, part.begin);
  channels.end = MIN (part.end, channels.begin + (channels.inner == 1 ? WEFT_CHANNELS_MOST : 1));
  return channels;
}

/* Steps over the slice's channels. */
#define FOR_CHANNELS(channels, run, slice)                                                         \
  for (WeftChannels channels = get_channels (run, slice, 0); channels.begin < channels.end;        \
       channels = get_channels (run, slice, channels.end))

/* --- what is real --- */

static const float *
get_mask (const WeftOpRun *run)
{
  return run->n_in > MASK ? run->in[MASK] : NULL;
}

/* Values of a channel. */
static double
get_count (const WeftOpRun *run, const WeftChannels *channels)
{
  const float *mask = get_mask (run);

  return (mask != NULL ? weft_sum (channels->n, mask) : (double) channels->n)
         * (double) channels->inner;
}

typedef void (*Sum) (const WeftChannels *channels, double *sums, const float *x,
                     const float *centers, const float *y);

static void
sum_values (const WeftChannels *channels, double *sums, const float *x, const float *centers,
            const float *y)
{
  weft_channels_sum (channels, sums, x);
}

static void
sum_squares (const WeftChannels *channels, double *sums, const float *x, const float *centers,
             const float *y)
{
  weft_channels_squares (channels, sums, x, centers);
}

static void
sum_dots (const WeftChannels *channels, double *sums, const float *x, const float *centers,
          const float *y)
{
  weft_channels_dots (channels, sums, x, centers, y);
}

/* Over unbroken runs of real steps: what lies between them is not looked at. */
static void
sum_runs (const WeftChannels *channels, const float *mask, Sum sum, double *sums, const float *x,
          const float *centers, const float *y)
{
  double some[WEFT_CHANNELS_MOST];
  WeftChannels part = *channels;
  gsize count = channels->end - channels->begin;

  memset (sums, 0, count * sizeof *sums);
  for (gsize begin = 0; begin < channels->n; begin += part.n + 1)
    {
      for (part.n = 0; begin + part.n < channels->n && mask[begin + part.n] != 0.0f;)
        part.n++;
      if (part.n == 0)
        continue;
      sum (&part, some, x + begin * channels->channels, centers,
           y != NULL ? y + begin * channels->channels : NULL);
      for (gsize j = 0; j < count; j++)
        sums[j] += some[j];
    }
}

static void
sum_real (const WeftOpRun *run, const WeftChannels *channels, Sum sum, double *sums, const float *x,
          const float *centers, const float *y)
{
  if (get_mask (run) == NULL)
    sum (channels, sums, x, centers, y);
  else
    sum_runs (channels, get_mask (run), sum, sums, x, centers, y);
}

static void
clear_unreal (const WeftOpRun *run, const WeftChannels *channels, float *y)
{
  const float *mask = get_mask (run);

  for (gsize n = 0; mask != NULL && n < channels->n; n++)
    if (mask[n] == 0.0f)
      memset (y + n * channels->channels + channels->begin, 0,
              (channels->end - channels->begin) * sizeof *y);
}

/* --- the passes --- */

/* The batch's mean and sum of squares around it. */
static void
sum_moments (const WeftOpRun *run, const WeftChannels *channels, double count, float *means,
             double *squares)
{
  double sums[WEFT_CHANNELS_MOST];
  gsize n = channels->end - channels->begin;

  if (channels->inner > 1)
    weft_channels_moments (channels, run->in[X], sums, squares);
  else
    sum_real (run, channels, sum_values, sums, run->in[X], NULL, NULL);
  for (gsize j = 0; j < n; j++)
    means[j] = (float) (channels->inner > 1 ? sums[j] : sums[j] / count);
  if (channels->inner == 1)
    sum_real (run, channels, sum_squares, squares, run->in[X], means, NULL);
}

/* The batch's mean and biased variance; the running ones move towards them. */
static void
measure (const WeftOpRun *run, const WeftChannels *channels, float *means, double *variances)
{
  const Attrs *attrs = run->attrs;
  float *running_means = (float *) run->in[MEAN] + channels->begin;
  float *running_variances = (float *) run->in[VARIANCE] + channels->begin;
  double count = MAX (get_count (run, channels), 1.0), squares[WEFT_CHANNELS_MOST];

  sum_moments (run, channels, count, means, squares);
  for (gsize j = 0; j < channels->end - channels->begin; j++)
    {
      running_means[j] += attrs->momentum * (means[j] - running_means[j]);
      variances[j] = squares[j] / count;
      if (count > 1.0)
        running_variances[j]
            += attrs->momentum * (float) (squares[j] / (count - 1.0) - running_variances[j]);
    }
}

static void
forward_channels (const WeftOpRun *run, const WeftChannels *channels)
{
  const Attrs *attrs = run->attrs;
  const float *scales = (const float *) run->in[SCALE] + channels->begin;
  float *means = (float *) run->saved + channels->begin, *inverses = means + channels->channels;
  float factors[WEFT_CHANNELS_MOST];
  double variances[WEFT_CHANNELS_MOST];

  if (run->training)
    measure (run, channels, means, variances);
  for (gsize j = 0; j < channels->end - channels->begin; j++)
    {
      if (!run->training)
        {
          means[j] = ((const float *) run->in[MEAN])[channels->begin + j];
          variances[j] = ((const float *) run->in[VARIANCE])[channels->begin + j];
        }
      inverses[j] = (float) (1.0 / sqrt (variances[j] + attrs->eps));
      factors[j] = scales[j] * inverses[j];
    }
  weft_channels_scale (channels, run->in[X], means, factors,
                       (const float *) run->in[SHIFT] + channels->begin, run->out[0]);
  clear_unreal (run, channels, run->out[0]);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  FOR_CHANNELS (channels, run, slice)
  forward_channels (run, &channels);
}

static void
backward_channels (const WeftOpRun *run, const WeftChannels *channels)
{
  const float *scales = (const float *) run->in[SCALE] + channels->begin;
  const float *means = (const float *) run->saved + channels->begin;
  const float *inverses = means + channels->channels;
  float factors[WEFT_CHANNELS_MOST], offsets[WEFT_CHANNELS_MOST], slopes[WEFT_CHANNELS_MOST];
  double dt[WEFT_CHANNELS_MOST], ds[WEFT_CHANNELS_MOST];
  double count = MAX (get_count (run, channels), 1.0);

  if (channels->inner > 1)
    weft_channels_sums_and_dots (channels, dt, ds, run->in[X], means, run->d_out[0]);
  else
    {
      sum_real (run, channels, sum_values, dt, run->d_out[0], NULL, NULL);
      sum_real (run, channels, sum_dots, ds, run->in[X], means, run->d_out[0]);
    }
  for (gsize j = 0; j < channels->end - channels->begin; j++)
    {
      ds[j] *= inverses[j];
      factors[j] = scales[j] * inverses[j];
      offsets[j] = run->training ? (float) (dt[j] / count) : 0.0f;
      slopes[j] = run->training ? (float) (ds[j] / count * inverses[j]) : 0.0f;
      if (run->d_in[SCALE] != NULL)
        run->d_in[SCALE][channels->begin + j] = (float) ds[j];
      if (run->d_in[SHIFT] != NULL)
        run->d_in[SHIFT][channels->begin + j] = (float) dt[j];
    }
  if (run->d_in[X] == NULL)
    return;
  weft_channels_gradient (channels, run->in[X], run->d_out[0], means, factors, offsets, slopes,
                          run->d_in[X]);
  clear_unreal (run, channels, run->d_in[X]);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  FOR_CHANNELS (channels, run, slice)
  backward_channels (run, &channels);
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return 2 * (gsize) get_n_channels (shapes->attrs, &shapes->in[X]) * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "volumes",
    { F32 (2, 3, 2, 3, 2), F32 (3), F32 (3), F32 (3), F32 (3) },
    .positive = 1 << VARIANCE },
  { "features",
    { F32 (6, 5), F32 (5), F32 (5), F32 (5), F32 (5) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4 },
  { "sequences",
    { F32 (3, 2, 5), F32 (2), F32 (2), F32 (2), F32 (2) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4 },
  { "pictures",
    { F32 (2, 3, 4, 5), F32 (3), F32 (3), F32 (3), F32 (3) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4 },
  { "batch of one",
    { F32 (1, 2, 3, 3), F32 (2), F32 (2), F32 (2), F32 (2) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4 },
  { "features, evaluating",
    { F32 (4, 3), F32 (3), F32 (3), F32 (3), F32 (3) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4,
    .evaluates = TRUE },
  { "pictures, evaluating",
    { F32 (2, 3, 4, 4), F32 (3), F32 (3), F32 (3), F32 (3) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4,
    .evaluates = TRUE },
  { "steps, features last",
    { F32 (3, 5, 4), F32 (4), F32 (4), F32 (4), F32 (4) },
    &(const Attrs){ 1e-5f, 0.1f, TRUE },
    .positive = 1 << VARIANCE },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (3), F32 (3), F32 (3), F32 (3), F32 (4, 6) },
    &(const Attrs){ 1e-5f, 0.1f, TRUE },
    .positive = 1 << VARIANCE,
    .bits = 1 << MASK },
  { "padded steps, evaluating",
    { F32 (4, 6, 3), F32 (3), F32 (3), F32 (3), F32 (3), F32 (4, 6) },
    &(const Attrs){ 1e-5f, 0.1f, TRUE },
    .positive = 1 << VARIANCE,
    .ends = 1 << MASK,
    .evaluates = TRUE },
  { "many features",
    { F32 (64, 300), F32 (300), F32 (300), F32 (300), F32 (300) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4,
    .is_large = TRUE },
  { "large pictures",
    { F32 (8, 16, 31, 32), F32 (16), F32 (16), F32 (16), F32 (16) },
    &(const Attrs){ 1e-5f, 0.1f },
    .positive = 1 << 4,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (batch_norm) = {
  .id = "batch_norm",
  .units = { WEFT_UNITS_WEIGHED, 1, "last", .weights = { { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 1 } } },
  .summary = "y[n, c, i] = s[c] · (x[n, c, i] − μ[c]) / √(σ²[c] + ε) + t[c]",
  .inputs = { { "x", .backward_reads = TRUE },
              { "s", .backward_reads = TRUE },
              { "t" },
              { "mean", .no_gradient = TRUE, .is_written = TRUE },
              { "var", .no_gradient = TRUE, .is_written = TRUE },
              { "mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch
  = "(lambda norm: torch.zeros_like (x).index_put (torch.where (mask > 0), norm (x[mask > 0]))"
    " if mask is not None else norm (x.flatten (0, -2)).reshape (x.shape) if last else norm (x)) "
    "(lambda x: F.batch_norm (x, mean, var, s, t, training, momentum, eps))",
  .onnx = "last ? ((x - mean) / Sqrt (var + eps) * s + t) * (mask ? Reshape (mask, [0, 0, "
          "1]) : none) : BatchNormalization (x, s, t, mean, var, epsilon=eps)",
};
