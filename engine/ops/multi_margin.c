/* multi_margin: the hinge of several classes: y = s/N · Σₙ 1/C · Σ_{j ≠ t} hⱼ^p, hⱼ = max (0, m −
 * x[t] + x[j]); dx[j] = dy · s/(N C) · p hⱼ^(p − 1) where hⱼ > 0, dx[t] = −Σ_{j ≠ t} of those
 *
 * There may be more axes than N, (N, T, C) and (N, T); a mask says which rows are real. Workspace:
 * a loss a row. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/loss-rows.h"

typedef struct
{
  float scale, margin;
  int p; /* 1 or 2 */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, margin, 1, 0, G_MAXFLOAT),
  WEFT_INT (Attrs, p, 1, 1, 2),
  { NULL },
};

/* The row's scores; label: its class. */
static const float *
get_row (const WeftOpRun *run, gsize n, gsize *label)
{
  *label = weft_loss_rows_class (run, n);
  return (const float *) run->in[0] + n * weft_row_width (&run->in_shape[0]);
}

static void
run_rows (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  WeftSpan rows = weft_loss_rows_of (run, slice);
  gsize classes = weft_row_width (&run->in_shape[0]), label;
  float *losses = run->workspace;

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      const float *x = get_row (run, n, &label);

      losses[n] = 0;
      for (gsize j = 0; weft_loss_counts_row (run, n) && j < classes; j++)
        {
          float lack = weft_loss_excess (attrs->margin - x[label] + x[j]);

          if (j != label)
            losses[n] += attrs->p == 1 ? lack : lack * lack;
        }
    }
}

/* What a row's sum over classes is multiplied by. */
static double
get_factor (const WeftOpRun *run)
{
  return (double) ((const Attrs *) run->attrs)->scale
         / (weft_loss_rows_real (run) * (double) weft_row_width (&run->in_shape[0]));
}

static void
sum (const WeftOpRun *run, guint slice)
{
  *(float *) run->out[0] = (float) (get_factor (run) * weft_loss_rows_sum (run));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  WeftSpan rows = weft_loss_rows_of (run, slice);
  gsize classes = weft_row_width (&run->in_shape[0]), label;
  float factor = run->d_out[0][0] * (float) get_factor (run);

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      const float *x = get_row (run, n, &label);
      float *dx = run->d_in[0] + n * classes, pull = 0;

      for (gsize j = 0; j < classes; j++)
        {
          float lack = weft_loss_excess (attrs->margin - x[label] + x[j]);

          dx[j] = weft_loss_counts_row (run, n) && lack > 0
                      ? factor * (attrs->p == 1 ? 1 : 2 * lack)
                      : 0;
          pull += j == label ? 0 : dx[j];
        }
      dx[label] = -pull;
    }
}

/* The margins lie between the steps of the grid on which the scores lie. */
static const WeftOpCase cases[] = {
  { "classes", { F32 (6, 5), I64 (6) }, &(const Attrs){ 1, 0.9f, 1 } },
  { "squared, batch of one", { F32 (1, 3), I64 (1) }, &(const Attrs){ 0.5f, 1.5f, 2 } },
  { "steps of which some are real",
    { F32 (4, 6, 3), I64 (4, 6), F32 (4, 6) },
    &(const Attrs){ 1, 0.95f, 1 },
    .bits = 1 << WEFT_LOSS_MASK,
    .classes = 3 },
  { "large", { F32 (600, 100), I64 (600) }, &(const Attrs){ 1, 1, 2 }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (multi_margin) = {
  .id = "multi_margin",
  .summary = "y = s/N · Σₙ 1/C · Σ_{j ≠ t} max (0, m − x[t] + x[j])^p",
  .inputs
  = { { "x", .backward_reads = TRUE },
      { "t", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE },
      WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = weft_loss_rows_check_classes,
  .workspace_bytes = weft_loss_rows_workspace,
  .forward = { { weft_loss_rows_slices, run_rows }, { NULL, sum } },
  .backward = { { weft_loss_rows_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * mean_of (F.multi_margin_loss (x.flatten (0, -2), t.flatten (), p, margin, "
             "reduction='none').reshape (t.shape), mask)",
};
