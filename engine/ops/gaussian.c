/* gaussian: y = s/N · Σₙ Σⱼ m₀ (d[j] + ½ log 2π) + ½ e^(−2 d[j]) (m₂ − 2 m₁ x[n, j] + m₀ x[n, j]²)
 *
 * What numbers say against a bell curve around x of deviation e^d. Of t (N, J) the numbers are the
 * targets, mₖ = t[n, j]ᵏ; of t (N, 3, J) they are many or none, weighted: mₖ = t[n, k, j] is the
 * weighted sum of their powers. dx[n, j] = dy · s/N · e^(−2 d[j]) (m₀ x[n, j] − m₁), dd[j] = dy ·
 * s/N · Σₙ m₀ − e^(−2 d[j]) (m₂ − 2 m₁ x[n, j] + m₀ x[n, j]²). Workspace: a loss a row (N). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/ops/loss.h"

#define HALF_LOG_TURN 0.91893853f /* ½ log 2π */

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *d = &shapes->in[1], *t = &shapes->in[2];

  if (x->rank != 2 || !weft_is_float (x) || !weft_is_float (t))
    return weft_expects (shapes, _ ("expects a prediction of shape (N, numbers)"));
  if (d->rank != 1 || d->dims[0] != x->dims[1])
    return weft_expects (shapes, _ ("expects a deviation for every number"));
  if (!weft_shape_equal (x, t)
      && (t->rank != 3 || t->dims[0] != x->dims[0] || t->dims[1] != 3 || t->dims[2] != x->dims[1]))
    return weft_expects (shapes, _ ("expects a target of the prediction’s shape, or (N, 3, "
                                    "numbers)"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

/* Of element (n, j): how many, and their squares' sum from x. */
typedef struct
{
  float weight, pull, square; /* m₀, m₀ x − m₁, m₂ − 2 m₁ x + m₀ x² */
} Parts;

static Parts
get_parts (const WeftOpRun *run, gsize n, gsize j)
{
  gsize width = weft_row_width (&run->in_shape[0]);
  float x = ((const float *) run->in[0])[n * width + j];
  const float *t = run->in[2];
  float off, m[3];

  if (run->in_shape[2].rank == 2)
    {
      off = x - t[n * width + j];
      return (Parts){ 1.0f, off, off * off };
    }
  for (gsize k = 0; k < 3; k++)
    m[k] = t[(3 * n + k) * width + j];
  return (Parts){ m[0], m[0] * x - m[1], m[2] - 2.0f * m[1] * x + m[0] * x * x };
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN (
      weft_row_count (&run->in_shape[0]),
      weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE / 4));
}

static WeftSpan
get_rows (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_row_count (&run->in_shape[0]), count_slices (run), slice, 1);
}

static void
run_rows (const WeftOpRun *run, guint slice) /* x (N, J), d (J) → losses (N) */
{
  WeftSpan rows = get_rows (run, slice);
  gsize width = weft_row_width (&run->in_shape[0]);
  const float *d = run->in[1];

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      float loss = 0.0f;

      for (gsize j = 0; j < width; j++)
        {
          Parts of = get_parts (run, n, j);

          loss += of.weight * (d[j] + HALF_LOG_TURN) + 0.5f * expf (-2.0f * d[j]) * of.square;
        }
      ((float *) run->workspace)[n] = loss;
    }
}

static void
sum_losses (const WeftOpRun *run, guint slice)
{
  const WeftLossAttrs *attrs = run->attrs;
  const float *losses = run->workspace;
  gsize n = weft_row_count (&run->in_shape[0]);
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += (double) losses[i];
  *(float *) run->out[0] = (float) ((double) attrs->scale * sum / (double) n);
}

static float
get_factor (const WeftOpRun *run)
{
  return run->d_out[0][0] * ((const WeftLossAttrs *) run->attrs)->scale
         / (float) weft_row_count (&run->in_shape[0]);
}

static void
backward_x (const WeftOpRun *run, guint slice)
{
  WeftSpan rows = get_rows (run, slice);
  gsize width = weft_row_width (&run->in_shape[0]);
  const float *d = run->in[1];

  if (run->d_in[0] == NULL)
    return;
  for (gsize n = rows.begin; n < rows.end; n++)
    for (gsize j = 0; j < width; j++)
      run->d_in[0][n * width + j]
          = get_factor (run) * expf (-2.0f * d[j]) * get_parts (run, n, j).pull;
}

static void
backward_d (const WeftOpRun *run, guint slice) /* over all rows, in their order */
{
  gsize width = weft_row_width (&run->in_shape[0]);
  const float *d = run->in[1];

  if (run->d_in[1] == NULL)
    return;
  for (gsize j = 0; j < width; j++)
    {
      double sum = 0.0;

      for (gsize n = 0; n < weft_row_count (&run->in_shape[0]); n++)
        {
          Parts of = get_parts (run, n, j);

          sum += (double) (of.weight - expf (-2.0f * d[j]) * of.square);
        }
      run->d_in[1][j] = (float) ((double) get_factor (run) * sum);
    }
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : (gsize) shapes->in[0].dims[0] * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "numbers", { F32 (6, 4), F32 (4), F32 (6, 4) }, SCALE (1.0f) },
  { "batch of one, scaled", { F32 (1, 1), F32 (1), F32 (1, 1) }, SCALE (0.5f) },
  { "weighted sums", { F32 (5, 2), F32 (2), F32 (5, 3, 2) }, SCALE (1.0f) },
  { "large", { F32 (700, 60), F32 (60), F32 (700, 60) }, SCALE (1.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (gaussian) = {
  .id = "gaussian",
  .summary = "y = s/N · Σₙ Σⱼ d[j] + ½ log 2π + ½ ((x[n, j] − t[n, j]) / e^d[j])²",
  .inputs = { { "x", .backward_reads = TRUE },
              { "d", .backward_reads = TRUE },
              { "t", .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = weft_loss_attrs,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, run_rows }, { NULL, sum_losses } },
  .backward = { { count_slices, backward_x }, { NULL, backward_d } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "gaussian_likelihood (x, d, t, scale)",
};
