/* group_norm: y[n, c, i] = s[c] · x̂[n, c, i] + t[c], x̂ = (x − μ) / √(σ² + ε), mean and biased
 * variance over the channels of c's group and all i of sample n (Wu and He 2018); of as many groups
 * as channels it is instance normalisation. s and t may be absent: 1 and 0. With g = dy · s, dx =
 * (g − mean g − x̂ · mean (g·x̂)) / √(σ² + ε), means over the group; ds[c] = Σ dy·x̂, dt[c] = Σ dy
 * over n and i.
 *
 * Saved: μ and 1/√(σ² + ε) of each group of each sample. Workspace of backward: Σ dy·x̂ and Σ dy of
 * each channel of each sample, from which ds and dt are summed in the order of samples. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

typedef struct
{
  int groups;
  float eps;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, groups, 1, 1, G_MAXINT),
  WEFT_REAL (Attrs, eps, 1e-5, 0, G_MAXFLOAT),
  { NULL },
};

enum
{
  X,
  SCALE,
  SHIFT,
};

typedef struct
{
  gsize samples, channels, groups, inner; /* channels: of a group; inner: numbers of a channel */
} Sizes;

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *x)
{
  return (Sizes){
    .samples = (gsize) x->dims[0],
    .channels = (gsize) x->dims[1] / (gsize) attrs->groups,
    .groups = (gsize) attrs->groups,
    .inner = weft_count_between (x, 2, x->rank),
  };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X];

  if (x->rank < 2 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects (N, C, …)"));
  if (attrs->groups < 1 || x->dims[1] % attrs->groups != 0)
    {
      shapes->error = g_strdup_printf (
          _ ("expects a number of channels that divides evenly into %d groups"), attrs->groups);
      return FALSE;
    }
  for (guint i = SCALE; i < shapes->n_in; i++)
    if (shapes->in[i].rank != 1 || shapes->in[i].dims[0] != x->dims[1])
      return weft_expects (shapes, _ ("expects one scale and shift for each channel"));
  return weft_shape_same (shapes);
}

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  guint slices = weft_slices_for (weft_count (run->in_shape), WEFT_ELEMENTS_PER_SLICE / 2);

  return (guint) MIN (slices, sizes.samples * sizes.groups);
}

static WeftSpan
get_parts (const WeftOpRun *run, const Sizes *sizes, guint slice)
{
  return weft_span_of (sizes->samples * sizes->groups, count_slices (run), slice, 1);
}

static const float *
get_weight (const WeftOpRun *run, guint i)
{
  return run->n_in > i ? run->in[i] : NULL;
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y (N·G, C/G·I) */
{
  const Attrs *attrs = run->attrs;
  Sizes sizes = get_sizes (attrs, run->in_shape);
  WeftSpan parts = get_parts (run, &sizes, slice);
  gsize count = sizes.channels * sizes.inner;
  const float *scales = get_weight (run, SCALE), *shifts = get_weight (run, SHIFT);
  float *means = run->saved, *inverses = means + sizes.samples * sizes.groups;

  for (gsize p = parts.begin; p < parts.end; p++)
    {
      const float *x = (const float *) run->in[X] + p * count;
      float *y = (float *) run->out[0] + p * count;
      float mean = weft_sum (count, x) / (float) count;

      means[p] = mean;
      inverses[p]
          = 1.0f / sqrtf (weft_sum_squares_around (count, x, mean) / (float) count + attrs->eps);
      for (gsize c = 0; c < sizes.channels; c++, x += sizes.inner, y += sizes.inner)
        {
          gsize channel = p % sizes.groups * sizes.channels + c;
          float scale = inverses[p] * (scales != NULL ? scales[channel] : 1.0f);
          float shift = shifts != NULL ? shifts[channel] : 0.0f;

          for (gsize i = 0; i < sizes.inner; i++)
            y[i] = scale * (x[i] - mean) + shift;
        }
    }
}

/* Σ dy·x̂ and Σ dy of a channel of a sample. */
static float *
get_sums (const WeftOpRun *run, const Sizes *sizes, gsize p, gsize c)
{
  return (float *) run->workspace + 2 * (p * sizes->channels + c);
}

static void
backward_part (const WeftOpRun *run, const Sizes *sizes, gsize p)
{
  gsize count = sizes->channels * sizes->inner;
  const float *x = (const float *) run->in[X] + p * count, *dy = run->d_out[0] + p * count;
  const float *scales = get_weight (run, SCALE);
  float mean = ((const float *) run->saved)[p];
  float inverse = ((const float *) run->saved)[sizes->samples * sizes->groups + p];
  double sum = 0, dot = 0;

  for (gsize c = 0; c < sizes->channels; c++)
    {
      gsize begin = c * sizes->inner;
      float *sums = get_sums (run, sizes, p, c), total = weft_sum (sizes->inner, dy + begin);
      float scale = scales != NULL ? scales[p % sizes->groups * sizes->channels + c] : 1.0f;

      sums[0] = weft_dot_around (sizes->inner, x + begin, mean, dy + begin) * inverse;
      sums[1] = total;
      dot += (double) (scale * sums[0]);
      sum += (double) (scale * total);
    }
  for (gsize c = 0; run->d_in[X] != NULL && c < sizes->channels; c++)
    {
      float scale = scales != NULL ? scales[p % sizes->groups * sizes->channels + c] : 1.0f;
      float middle = (float) (sum / (double) count), slope = (float) (dot / (double) count);
      float *dx = run->d_in[X] + p * count;

#pragma GCC ivdep
      for (gsize i = c * sizes->inner; i < (c + 1) * sizes->inner; i++)
        dx[i] = inverse * (scale * dy[i] - middle - (x[i] - mean) * inverse * slope);
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan parts = get_parts (run, &sizes, slice);

  for (gsize p = parts.begin; p < parts.end; p++)
    backward_part (run, &sizes, p);
}

static void
sum_samples (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  gsize channels = sizes.groups * sizes.channels;

  for (guint w = SCALE; w < run->n_in; w++)
    for (gsize c = 0; run->d_in[w] != NULL && c < channels; c++)
      {
        double sum = 0;

        for (gsize n = 0; n < sizes.samples; n++)
          sum += get_sums (run, &sizes, n * sizes.groups, c)[w - SCALE];
        run->d_in[w][c] = (float) sum;
      }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return 2 * sizes.samples * sizes.groups * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 2 * weft_count_between (shapes->in, 0, 2) * sizeof (float) : 0;
}

static const WeftOpCase cases[] = {
  { "two groups of pictures", { F32 (2, 4, 3, 2), F32 (4), F32 (4) }, &(const Attrs){ 2, 1e-5f } },
  { "each channel of a sequence", { F32 (2, 3, 5) }, &(const Attrs){ 3, 1e-5f } },
  { "one group of features", { F32 (3, 6), F32 (6), F32 (6) }, &(const Attrs){ 1, 1e-3f } },
  { "batch of one, a volume",
    { F32 (1, 4, 2, 2, 2), F32 (4), F32 (4) },
    &(const Attrs){ 2, 1e-5f } },
  { "large",
    { F32 (8, 32, 16, 16), F32 (32), F32 (32) },
    &(const Attrs){ 8, 1e-5f },
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (group_norm) = {
  .id = "group_norm",
  .units = { WEFT_UNITS_WEIGHED, 1, .weights = { { 1, 1 }, { 2, 1 } } },
  .summary = "y[n, c, i] = s[c] · (x[n, c, i] − μ[n, g]) / √(σ²[n, g] + ε) + t[c]",
  .inputs = { { "x", .backward_reads = TRUE },
              { "s", .optional = TRUE, .backward_reads = TRUE },
              { "t", .optional = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward }, { NULL, sum_samples } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.group_norm (x, groups, s, t, eps)",
  .onnx = "h = Reshape (InstanceNormalization (Reshape (x, [0, groups, -1]), [1.0] * groups, "
          "[0.0] * groups, epsilon=eps), shape); c = [-1] + [1] * (rank (x) - 2); h * (s ? "
          "Reshape (s, c) : none) + (t ? Reshape (t, c) : none)",
};
