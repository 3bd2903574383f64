/* commitment: y = s/M · Σᵢ (1 + β) (x[i] − e[i])², M elements in all, where each of the two counts
 * as a constant in the other's part: de[i] = dy · s/M · 2 (e[i] − x[i]), dx[i] = −β · de[i] (van
 * den Oord, Vinyals and Kavukcuoglu 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/loss.h"

typedef struct
{
  float scale, beta;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, beta, 0.25, 0, G_MAXFLOAT),
  { NULL },
};

static void
sum_squares (const WeftOpRun *run, guint slice) /* x, e: flat, any shape */
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0], *e = run->in[1];
  double *sums = run->workspace;

  sums[slice] = 0.0;
  while (weft_loss_next (run, &left, &part))
    sums[slice]
        += weft_sum_squared_differences (part.end - part.begin, x + part.begin, e + part.begin);
}

static void
end (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;

  weft_loss_end (run, attrs->scale * (1.0f + attrs->beta));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0], *e = run->in[1];
  float factor = 2.0f * weft_loss_factor_of (run, attrs->scale);

  weft_loss_clear (run, &left);
  while (weft_loss_next (run, &left, &part))
    for (gsize i = part.begin; i < part.end; i++)
      {
        float pull = factor * (e[i] - x[i]);

        if (run->d_in[0] != NULL)
          run->d_in[0][i] = -attrs->beta * pull;
        if (run->d_in[1] != NULL)
          run->d_in[1][i] = pull;
      }
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (5, 3), F32 (5, 3) }, &(const Attrs){ 1.0f, 0.25f } },
  { "batch of one, scaled", { F32 (1, 1), F32 (1, 1) }, &(const Attrs){ 0.5f, 2.0f } },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    &(const Attrs){ 1.0f, 0.25f },
    .bits = 1 << WEFT_LOSS_MASK },
  { "large", { F32 (64, 999), F32 (64, 999) }, &(const Attrs){ 1.0f, 0.25f }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (commitment) = {
  .id = "commitment",
  .summary = "y = s/M · Σᵢ (1 + β) (x[i] − e[i])²; de = −2s/M (x − e), dx = −β de",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "e", .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = weft_loss_check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum_squares }, { NULL, end } },
  .backward = { { weft_loss_slices, backward } },
  .bends_gradient = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * (mean_of ((e - x.detach ()).square (), mask) + beta * mean_of ((x - e.detach "
             "()).square (), mask))",
};
