/* mse: y = s/M · Σᵢ (x[i] − t[i])², M elements in all; dx[i] = dy · s/M · 2 (x[i] − t[i]), dt[i] =
 * −dx[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/loss.h"

static void
sum_squares (const WeftOpRun *run, guint slice) /* x, t: flat, any shape */
{
  WeftSpan part = weft_loss_span (run, slice);
  const float *x = run->in[0], *t = run->in[1];
  double *sums = run->workspace;

  sums[slice]
      = weft_sum_squared_differences (part.end - part.begin, x + part.begin, t + part.begin);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_loss_span (run, slice);
  const float *x = run->in[0], *t = run->in[1];
  float *dx = run->d_in[0], *dt = run->d_in[1], factor = 2.0f * weft_loss_factor (run);

  if (dx != NULL)
    for (gsize i = part.begin; i < part.end; i++)
      dx[i] = factor * (x[i] - t[i]);
  if (dt != NULL)
    for (gsize i = part.begin; i < part.end; i++)
      dt[i] = factor * (t[i] - x[i]);
}

const WeftOp WEFT_OP_ROW (mse) = {
  .id = "mse",
  .summary = "y = s/M · Σᵢ (x[i] − t[i])²",
  .n_in = 2,
  .n_out = 1,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = weft_loss_check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum_squares }, { NULL, weft_loss_sum } },
  .backward = { { weft_loss_slices, backward } },
  .backward_reads_in = WEFT_BIT (0) | WEFT_BIT (1),
};
