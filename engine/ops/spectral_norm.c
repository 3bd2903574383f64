/* spectral_norm: y = w / σ, σ = uᵀ w v, the largest factor by which w stretches anything (Miyato
 * and others 2018); w (K, I) whatever lies behind the first axis. In training v ← wᵀu / ‖wᵀu‖ and u
 * ← w v / ‖w v‖ first, which with time find the direction that is stretched most. dw = dy/σ − Σ
 * dy·w / σ² · u vᵀ: u and v count as constants.
 *
 * Saved: σ. Workspace of backward: Σ dy·w / σ² and the slices' parts of it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

typedef struct
{
  float eps;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, eps, 1e-12, 0, 1),
  { NULL },
};

enum
{
  W,
  U,
  V,
};

static gsize
count_columns (const WeftShape *w)
{
  return weft_count_between (w, 1, w->rank);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *w = &shapes->in[W], *u = &shapes->in[U], *v = &shapes->in[V];

  if (w->rank < 2 || u->rank != 1 || v->rank != 1 || u->dims[0] != w->dims[0]
      || v->dims[0] * w->dims[0] != weft_shape_count (w))
    return weft_expects (shapes, _ ("expects a direction for the rows and columns of the weight"));
  return weft_shape_same (shapes);
}

static void
normalize (float *x, gsize n, float eps)
{
  float length = fmaxf (sqrtf (weft_sum_squares_around (n, x, 0.0f)), eps);

  for (gsize i = 0; i < n; i++)
    x[i] /= length;
}

/* x (I) = wᵀ (I, K) u (K) */
static void
pull (const float *w, const float *u, gsize rows, gsize n, float *x)
{
  memset (x, 0, n * sizeof *x);
  for (gsize k = 0; k < rows; k++)
    for (gsize i = 0; i < n; i++)
      x[i] += u[k] * w[k * n + i];
}

static float
dot (const float *a, const float *b, gsize n)
{
  float sum = 0.0f;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
find_sigma (const WeftOpRun *run, guint slice)
{
  gsize rows = (gsize) run->in_shape[W].dims[0], n = count_columns (run->in_shape);
  const float *w = run->in[W];
  float *u = run->in[U], *v = run->in[V], eps = ((const Attrs *) run->attrs)->eps, sigma = 0.0f;

  if (run->training)
    {
      pull (w, u, rows, n, v);
      normalize (v, n, eps);
      for (gsize k = 0; k < rows; k++)
        u[k] = dot (w + k * n, v, n);
      normalize (u, rows, eps);
    }
  for (gsize k = 0; k < rows; k++)
    sigma += u[k] * dot (w + k * n, v, n);
  *(float *) run->saved = sigma;
}

static void
divide (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  float inverse = 1.0f / *(const float *) run->saved, *y = run->out[0];
  const float *w = run->in[W];

  for (gsize i = part.begin; i < part.end; i++)
    y[i] = w[i] * inverse;
}

static void
sum_products (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);

  ((float *) run->workspace)[1 + slice] = dot (
      run->d_out[0] + part.begin, (const float *) run->in[W] + part.begin, part.end - part.begin);
}

static void
end_sum (const WeftOpRun *run, guint slice)
{
  float *sums = run->workspace, sigma = *(const float *) run->saved;

  sums[0] = 0.0f;
  for (guint k = 0; k < weft_elementwise_slices (run); k++)
    sums[0] += sums[1 + k];
  sums[0] /= sigma * sigma;
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  gsize n = count_columns (run->in_shape);
  const float *u = run->in[U], *v = run->in[V], *dy = run->d_out[0];
  float inverse = 1.0f / *(const float *) run->saved, back = *(const float *) run->workspace;

  for (gsize i = part.begin; run->d_in[W] != NULL && i < part.end; i++)
    run->d_in[W][i] = dy[i] * inverse - back * u[i / n] * v[i % n];
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? (1 + WEFT_MAX_SLICES) * sizeof (float) : 0;
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (4, 7), F32 (4), F32 (7) } },
  { "filters", { F32 (3, 2, 3, 3), F32 (3), F32 (18) } },
  { "one row of three", { F32 (1, 3), F32 (1), F32 (3) } },
  { "evaluating", { F32 (4, 7), F32 (4), F32 (7) }, .positive = 7, .evaluates = TRUE },
  { "large", { F32 (96, 700), F32 (96), F32 (700) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (spectral_norm) = {
  .id = "spectral_norm",
  .summary = "y = w / σ, σ = uᵀ w v",
  .inputs = { { "w", .backward_reads = TRUE },
              { "u", .no_gradient = TRUE, .is_written = TRUE, .backward_reads = TRUE },
              { "v", .no_gradient = TRUE, .is_written = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .units = { WEFT_UNITS_STRETCHED },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { NULL, find_sigma }, { weft_elementwise_slices, divide } },
  .backward = { { weft_elementwise_slices, sum_products },
                { NULL, end_sum },
                { weft_elementwise_slices, backward } },
  .bends_gradient = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "spectral (w, u, v, eps, training)",
  .onnx = "w / ReduceSum (Reshape (u, [-1, 1]) * MatMul (Reshape (w, [size (w, 0), -1]), "
          "Reshape (v, [-1, 1])), keepdims=0)",
};
