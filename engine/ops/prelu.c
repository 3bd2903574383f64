/* prelu: y[n, c, i] = x[n, c, i] where that is positive, else w[c]·x[n, c, i], or w[0] for all;
 * dx = dy or w·dy likewise; dw[c] = Σ dy·x over what is not positive (He et al. 2015) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

/* x (N, C, I), where one w stands for all C is 1. */
typedef struct
{
  gsize n, c, inner;
} Sides;

static Sides
get_sides (const WeftShape *in)
{
  gsize n = (gsize) in[0].dims[0], c = (gsize) in[1].dims[0];

  return (Sides){ n, c, weft_count (&in[0]) / n / c };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *w = &shapes->in[1];

  if (x->rank < 1 || w->rank != 1 || (w->dims[0] != 1 && (x->rank < 2 || w->dims[0] != x->dims[1])))
    return weft_expects (shapes, _ ("expects one slope, or one for every channel"));
  return weft_shape_same (shapes);
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) run->in_shape->dims[0], weft_elementwise_slices (run));
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sides s = get_sides (run->in_shape);
  WeftSpan samples = weft_span_of (s.n, count_slices (run), slice, 1);
  const float *w = run->in[1];

  for (gsize row = samples.begin * s.c; row < samples.end * s.c; row++)
    {
      const float *x = (const float *) run->in[0] + row * s.inner;
      float *y = (float *) run->out[0] + row * s.inner, slope = w[row % s.c];

      for (gsize i = 0; i < s.inner; i++)
        y[i] = x[i] > 0.0f ? x[i] : slope * x[i];
    }
}

static void
backward_x (const WeftOpRun *run, guint slice)
{
  Sides s = get_sides (run->in_shape);
  WeftSpan samples = weft_span_of (s.n, count_slices (run), slice, 1);
  const float *w = run->in[1];

  if (run->d_in[0] == NULL)
    return;
  for (gsize row = samples.begin * s.c; row < samples.end * s.c; row++)
    {
      const float *x = (const float *) run->in[0] + row * s.inner;
      const float *dy = run->d_out[0] + row * s.inner;
      float *dx = run->d_in[0] + row * s.inner, slope = w[row % s.c];

      for (gsize i = 0; i < s.inner; i++)
        dx[i] = x[i] > 0.0f ? dy[i] : slope * dy[i];
    }
}

/* Of a sample and a channel, into the workspace (N, C). */
static void
sum_rows (const WeftOpRun *run, guint slice)
{
  Sides s = get_sides (run->in_shape);
  WeftSpan samples = weft_span_of (s.n, count_slices (run), slice, 1);

  if (run->d_in[1] == NULL)
    return;
  for (gsize row = samples.begin * s.c; row < samples.end * s.c; row++)
    {
      const float *x = (const float *) run->in[0] + row * s.inner;
      const float *dy = run->d_out[0] + row * s.inner;
      float sum = 0.0f;

      for (gsize i = 0; i < s.inner; i++)
        sum += x[i] > 0.0f ? 0.0f : dy[i] * x[i];
      ((float *) run->workspace)[row] = sum;
    }
}

static void
sum_samples (const WeftOpRun *run, guint slice)
{
  Sides s = get_sides (run->in_shape);
  const float *sums = run->workspace;

  if (run->d_in[1] == NULL)
    return;
  memset (run->d_in[1], 0, s.c * sizeof (float));
  for (gsize n = 0; n < s.n; n++)
    for (gsize c = 0; c < s.c; c++)
      run->d_in[1][c] += sums[n * s.c + c];
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean backward)
{
  Sides s = get_sides (shapes->in);

  return backward ? s.n * s.c * sizeof (float) : 0;
}

static const WeftOpCase cases[] = {
  { "one for all", { F32 (3, 7), F32 (1) } },
  { "one a feature", { F32 (4, 5), F32 (5) } },
  { "channels", { F32 (2, 3, 2, 3), F32 (3) } },
  { "batch of one", { F32 (1, 3), F32 (3) } },
  { "large", { F32 (16, 8, 20, 21), F32 (8) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (prelu) = {
  .id = "prelu",
  .units = { WEFT_UNITS_WEIGHED, 1, .weights = { { 1, 1 } } },
  .summary = "y[n, c, i] = x[n, c, i] where that is positive, else w[c]·x[n, c, i]",
  .inputs = { { "x", .backward_reads = TRUE }, { "w", .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward_x }, { count_slices, sum_rows }, { NULL, sum_samples } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.prelu (x, w)",
  .onnx = "PRelu (x, size (w, 0) == 1 ? w : Reshape (w, [-1] + [1] * (rank (x) - 2)))",
};
