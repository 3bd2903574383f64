/* soft_cross_entropy: y = s/N · Σₙ Σⱼ t[n, j] · (log Σₖ exp (x[n, k]) − x[n, j]), x the logits, t
 * the share that each class is to have; dx[n, j] = dy · s/N · (p[n, j] · Σₖ t[n, k] − t[n, j]),
 * p[n, j] = exp (x[n, j]) / Σₖ exp (x[n, k])
 *
 * There may be more axes than N, (N, T, C): a row is then a step of a sample, N is how many rows
 * there are, and a mask says which of them are real. Saved: p (N, C). Workspace: a loss a row (N).
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/softmax.h"
#include "engine/ops/loss-rows.h"

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (shapes->in[0].rank < 2)
    return weft_expects (shapes, _ ("expects a prediction of shape (N, classes)"));
  return weft_loss_check_shape (shapes);
}

static void
run_rows (const WeftOpRun *run, guint slice) /* x, t (N, C) → p (N, C), losses (N) */
{
  WeftSpan rows = weft_loss_rows_of (run, slice);
  gsize classes = weft_row_width (&run->in_shape[0]);
  const float *x = run->in[0], *t = run->in[1];
  float *p = run->saved, *losses = run->workspace;

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      const float *row = x + n * classes, *shares = t + n * classes;
      float whole = weft_softmax_row (classes, row, p + n * classes);

      losses[n] = 0.0f;
      for (gsize j = 0; weft_loss_counts_row (run, n) && j < classes; j++)
        losses[n] += shares[j] * (whole - row[j]);
    }
}

static void
sum_losses (const WeftOpRun *run, guint slice)
{
  const WeftLossAttrs *attrs = run->attrs;

  *(float *) run->out[0]
      = (float) (attrs->scale * weft_loss_rows_sum (run) / weft_loss_rows_real (run));
}

static void
backward (const WeftOpRun *run, guint slice) /* p, t (N, C) → dx (N, C) */
{
  const WeftLossAttrs *attrs = run->attrs;
  WeftSpan rows = weft_loss_rows_of (run, slice);
  gsize classes = weft_row_width (&run->in_shape[0]);
  float factor = run->d_out[0][0] * attrs->scale / (float) weft_loss_rows_real (run);

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      const float *p = (const float *) run->saved + n * classes;
      const float *t = (const float *) run->in[1] + n * classes;
      float *dx = run->d_in[0] + n * classes, all = 0.0f;
      float part = weft_loss_counts_row (run, n) ? factor : 0.0f;

      for (gsize j = 0; j < classes; j++)
        all += t[j];
      for (gsize j = 0; j < classes; j++)
        dx[j] = part * (p[j] * all - t[j]);
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return weft_count (&shapes->in[0]) * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "nine moves", { F32 (6, 9), F32 (6, 9) }, SCALE (1.0f) },
  { "batch of one, scaled", { F32 (1, 3), F32 (1, 3) }, SCALE (0.5f) },
  { "shares a step", { F32 (2, 3, 5), F32 (2, 3, 5) }, SCALE (1.0f) },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    SCALE (1.0f),
    .bits = 1 << WEFT_LOSS_MASK },
  { "large", { F32 (600, 100), F32 (600, 100) }, SCALE (1.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (soft_cross_entropy) = {
  .id = "soft_cross_entropy",
  .summary = "y = s/N · Σₙ Σⱼ t[n, j] · (log Σₖ exp (x[n, k]) − x[n, j])",
  .inputs = { { "x" }, { "t", .no_gradient = TRUE, .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = weft_loss_attrs,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = weft_loss_rows_workspace,
  .forward = { { weft_loss_rows_slices, run_rows }, { NULL, sum_losses } },
  .backward = { { weft_loss_rows_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * mean_of (-(t * F.log_softmax (x, -1)).sum (-1), mask)",
};
