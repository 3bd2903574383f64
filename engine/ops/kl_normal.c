/* kl_normal: how far normal distributions lie from the standard one: y = s/N · Σᵢ ½ (m[i]² +
 * exp v[i] − v[i] − 1) over all N samples' numbers, mean m, log variance v; dm = dy · s/N · m, dv =
 * dy · s/N · ½ (exp v − 1); with a mask (N, T) over the steps that are real */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/loss.h"

static void
sum (const WeftOpRun *run, guint slice) /* m, v: flat, (N, …) */
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *m = run->in[0], *v = run->in[1];
  double *sums = run->workspace, all = 0.0;

  while (weft_loss_next (run, &left, &part))
    for (gsize i = part.begin; i < part.end; i++)
      all += 0.5 * ((double) (m[i] * m[i]) + expm1 ((double) v[i]) - (double) v[i]);
  sums[slice] = all;
}

/* s/N; the sum that losses share divides by all numbers that count. */
static float
get_scale (const WeftOpRun *run)
{
  return ((const WeftLossAttrs *) run->attrs)->scale
         * (float) (weft_loss_count (run) / (double) run->in_shape[0].dims[0]);
}

static void
end (const WeftOpRun *run, guint slice)
{
  weft_loss_end (run, get_scale (run));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *m = run->in[0], *v = run->in[1];
  float *dm = run->d_in[0], *dv = run->d_in[1];
  float factor = weft_loss_factor_of (run, get_scale (run));

  weft_loss_clear (run, &left);
  while (weft_loss_next (run, &left, &part))
    {
      for (gsize i = part.begin; dm != NULL && i < part.end; i++)
        dm[i] = factor * m[i];
      for (gsize i = part.begin; dv != NULL && i < part.end; i++)
        dv[i] = 0.5f * factor * expm1f (v[i]);
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (!weft_is_float (&shapes->in[0]) || !weft_shape_equal (&shapes->in[0], &shapes->in[1]))
    return weft_expects (shapes, _ ("expects a mean and a variance of one shape"));
  if (!weft_loss_check_mask (shapes))
    return FALSE;
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (5, 3), F32 (5, 3) }, SCALE (1.0f) },
  { "batch of one, scaled", { F32 (1, 4), F32 (1, 4) }, SCALE (0.5f) },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    SCALE (0.5f),
    .bits = 1 << WEFT_LOSS_MASK },
  { "large", { F32 (64, 999), F32 (64, 999) }, SCALE (1.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (kl_normal) = {
  .id = "kl_normal",
  .summary = "y = s/N · Σᵢ ½ (m[i]² + exp v[i] − v[i] − 1)",
  .inputs
  = { { "m", .backward_reads = TRUE }, { "v", .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = weft_loss_attrs,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum }, { NULL, end } },
  .backward = { { weft_loss_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * 0.5 * sum_of (m.square () + v.exp () - v - 1, mask) / len (m)",
};
