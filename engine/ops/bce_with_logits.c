/* bce_with_logits: y = s/M · Σᵢ (softplus (x[i]) − x[i]·t[i]), softplus (x) = log (1 + exp (x)), M
 * elements; dx[i] = dy · s/M · (sigmoid (x[i]) − t[i]), dt[i] = −dy · s/M · x[i]
 *
 * softplus is taken as max (x, 0) + log (1 + exp (−|x|)), which never overflows. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/math.h"
#include "engine/kernels/sum.h"
#include "engine/ops/loss.h"

#define CHUNK 1024

static void
sum_entropies (const WeftOpRun *run, guint slice) /* x, t: flat, any shape */
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0], *t = run->in[1];
  double *sums = run->workspace;
  float losses[CHUNK];

  sums[slice] = 0.0;
  while (weft_loss_next (run, &left, &part))
    for (gsize begin = part.begin; begin < part.end; begin += CHUNK)
      {
        gsize n = MIN (CHUNK, part.end - begin);

        weft_softplus (n, x + begin, losses);
        for (gsize i = 0; i < n; i++)
          losses[i] -= x[begin + i] * t[begin + i];
        sums[slice] += weft_sum (n, losses);
      }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0], *t = run->in[1];
  float *dx = run->d_in[0], *dt = run->d_in[1], factor = weft_loss_factor (run);

  weft_loss_clear (run, &left);
  while (weft_loss_next (run, &left, &part))
    {
      if (dx != NULL)
        weft_sigmoid (part.end - part.begin, x + part.begin, dx + part.begin);
      for (gsize i = part.begin; dx != NULL && i < part.end; i++)
        dx[i] = factor * (dx[i] - t[i]);
      for (gsize i = part.begin; dt != NULL && i < part.end; i++)
        dt[i] = -factor * x[i];
    }
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (5, 3), F32 (5, 3) }, SCALE (1.0f), .positive = 1 << 1 },
  { "batch of one, scaled", { F32 (1, 1), F32 (1, 1) }, SCALE (2.0f) },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    SCALE (1.0f),
    .bits = 1 << WEFT_LOSS_MASK },
  { "pixels", { F32 (4, 1, 64, 64), F32 (4, 1, 64, 64) }, SCALE (1.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (bce_with_logits) = {
  .id = "bce_with_logits",
  .summary = "y = s/M · Σᵢ (log (1 + exp (x[i])) − x[i]·t[i])",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "t", .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = weft_loss_attrs,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = weft_loss_check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum_entropies }, { NULL, weft_loss_sum } },
  .backward = { { weft_loss_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * mean_of (F.binary_cross_entropy_with_logits (x, t.reshape (x.shape), "
             "reduction='none'), mask)",
};
