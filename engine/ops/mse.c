/* mse: y = s/M · Σᵢ (x[i] − t[i])², M elements in all; dx[i] = dy · s/M · 2 (x[i] − t[i]), dt[i] =
 * −dx[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/loss.h"

static void
sum_squares (const WeftOpRun *run, guint slice) /* x, t: flat, any shape */
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0], *t = run->in[1];
  double *sums = run->workspace;

  sums[slice] = 0.0;
  while (weft_loss_next (run, &left, &part))
    sums[slice]
        += weft_sum_squared_differences (part.end - part.begin, x + part.begin, t + part.begin);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0], *t = run->in[1];
  float *dx = run->d_in[0], *dt = run->d_in[1], factor = 2.0f * weft_loss_factor (run);

  weft_loss_clear (run, &left);
  while (weft_loss_next (run, &left, &part))
    {
      if (dx != NULL)
        for (gsize i = part.begin; i < part.end; i++)
          dx[i] = factor * (x[i] - t[i]);
      if (dt != NULL)
        for (gsize i = part.begin; i < part.end; i++)
          dt[i] = factor * (t[i] - x[i]);
    }
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (5, 3), F32 (5, 3) }, SCALE (1.0f) },
  { "batch of one, scaled", { F32 (1, 1), F32 (1, 1) }, SCALE (0.5f) },
  { "a column and a list", { F32 (6, 1), F32 (6) }, SCALE (1.0f) },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    SCALE (0.5f),
    .bits = 1 << WEFT_LOSS_MASK },
  { "large", { F32 (64, 999), F32 (64, 999) }, SCALE (1.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (mse) = {
  .id = "mse",
  .summary = "y = s/M · Σᵢ (x[i] − t[i])²",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "t", .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = weft_loss_attrs,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = weft_loss_check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum_squares }, { NULL, weft_loss_sum } },
  .backward = { { weft_loss_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * mean_of (F.mse_loss (x, t.reshape (x.shape), reduction='none'), mask)",
};
