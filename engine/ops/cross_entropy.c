/* cross_entropy: y = s/N · Σₙ (log Σⱼ exp (x[n, j]) − x[n, t[n]]), x the logits, t the class
 * indices; dx[n, j] = dy · s/N · (p[n, j] − [j = t[n]]), p[n, j] = exp (x[n, j]) / Σₖ exp (x[n, k])
 *
 * There may be more axes than N, (N, T, C) and (N, T): a row is then a step of a sample, N is how
 * many rows there are, and a mask says which of them are real. Saved: p (N, C), 0 in rows that are
 * not. Workspace: a loss a row (N). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/softmax.h"
#include "engine/ops/loss-rows.h"

static void
run_rows (const WeftOpRun *run, guint slice) /* x (N, C) → p (N, C), losses (N) */
{
  WeftSpan rows = weft_loss_rows_of (run, slice);
  gsize classes = weft_row_width (&run->in_shape[0]);
  const float *x = run->in[0];
  float *p = run->saved, *losses = run->workspace;

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      float chosen = x[n * classes + weft_loss_rows_class (run, n)];

      losses[n] = weft_softmax_row (classes, x + n * classes, p + n * classes) - chosen;
      if (weft_loss_counts_row (run, n))
        continue;
      losses[n] = 0.0f;
      memset (p + n * classes, 0, classes * sizeof *p);
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
backward (const WeftOpRun *run, guint slice) /* p (N, C) → dx (N, C) */
{
  const WeftLossAttrs *attrs = run->attrs;
  WeftSpan rows = weft_loss_rows_of (run, slice);
  gsize classes = weft_row_width (&run->in_shape[0]);
  const float *p = run->saved;
  float *dx = run->d_in[0];
  float factor = run->d_out[0][0] * attrs->scale / (float) weft_loss_rows_real (run);

  for (gsize i = rows.begin * classes; i < rows.end * classes; i++)
    dx[i] = factor * p[i];
  for (gsize n = rows.begin; n < rows.end; n++)
    if (weft_loss_counts_row (run, n))
      dx[n * classes + weft_loss_rows_class (run, n)] -= factor;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return weft_count (&shapes->in[0]) * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "ten classes", { F32 (6, 10), I64 (6) }, SCALE (1.0f) },
  { "batch of one, scaled", { F32 (1, 3), I64 (1) }, SCALE (0.5f) },
  { "a class a step", { F32 (2, 3, 5), I64 (2, 3) }, SCALE (1.0f), .classes = 5 },
  { "steps of which some are real",
    { F32 (4, 6, 3), I64 (4, 6), F32 (4, 6) },
    SCALE (1.0f),
    .bits = 1 << WEFT_LOSS_MASK,
    .classes = 3 },
  { "large", { F32 (600, 100), I64 (600) }, SCALE (1.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (cross_entropy) = {
  .id = "cross_entropy",
  .summary = "y = s/N · Σₙ (log Σⱼ exp (x[n, j]) − x[n, t[n]])",
  .inputs
  = { { "x" },
      { "t", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE },
      WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = weft_loss_attrs,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = weft_loss_rows_check_classes,
  .saved_bytes = count_saved,
  .workspace_bytes = weft_loss_rows_workspace,
  .forward = { { weft_loss_rows_slices, run_rows }, { NULL, sum_losses } },
  .backward = { { weft_loss_rows_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * mean_of (F.cross_entropy (x.flatten (0, -2), t.flatten (), "
             "reduction='none').reshape (t.shape), mask)",
};
