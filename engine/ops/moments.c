/* moments: how far two batches of samples lie apart, each taken for normal numbers that do not hang
 * together, y = s · Σ_d (μa[d] − μb[d])² + (σa[d] − σb[d])², μ[d] = 1/N Σₙ x[n, d], σ[d] = √(1/N Σₙ
 * (x[n, d] − μ[d])² + ε); da[n, d] = dy · 2s/N · (μa − μb + (σa − σb) (a[n, d] − μa) / σa), db
 * likewise (Fréchet 1957; Salimans et al. 2016)
 *
 * Saved: μa, σa, μb, σb, (4, D). Workspace: a number a column, its sum while it is found. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/loss.h"

#define LEAST 1e-5 /* ε */

static guint
count_slices (const WeftOpRun *run)
{
  return weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE);
}

static WeftSpan
get_columns (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_loss_width (run), count_slices (run), slice, 16);
}

/* μ and σ of those columns of x (N, D). */
static void
find_moments (const WeftOpRun *run, WeftSpan columns, const float *x, float *mean, float *deviation)
{
  gsize n = weft_loss_n (run), width = weft_loss_width (run);
  double *sums = run->workspace;

  for (gsize d = columns.begin; d < columns.end; d++)
    sums[d] = 0;
  for (gsize i = 0; i < n; i++)
    for (gsize d = columns.begin; d < columns.end; d++)
      sums[d] += (double) x[i * width + d];
  for (gsize d = columns.begin; d < columns.end; d++)
    {
      mean[d] = (float) (sums[d] / (double) n);
      sums[d] = 0;
    }
  for (gsize i = 0; i < n; i++)
    for (gsize d = columns.begin; d < columns.end; d++)
      {
        double apart = (double) (x[i * width + d] - mean[d]);

        sums[d] += apart * apart;
      }
  for (gsize d = columns.begin; d < columns.end; d++)
    deviation[d] = (float) sqrt (sums[d] / (double) n + LEAST);
}

static void
compare (const WeftOpRun *run, guint slice)
{
  WeftSpan columns = get_columns (run, slice);
  gsize width = weft_loss_width (run);
  float *kept = run->saved;
  double *sums = run->workspace;

  for (guint i = 0; i < 2; i++)
    find_moments (run, columns, run->in[i], kept + 2 * i * width, kept + (2 * i + 1) * width);
  for (gsize d = columns.begin; d < columns.end; d++)
    {
      double means = (double) (kept[d] - kept[2 * width + d]);
      double deviations = (double) (kept[width + d] - kept[3 * width + d]);

      sums[d] = means * means + deviations * deviations;
    }
}

static void
sum (const WeftOpRun *run, guint slice)
{
  const double *sums = run->workspace;
  double all = 0;

  for (gsize d = 0; d < weft_loss_width (run); d++)
    all += sums[d];
  *(float *) run->out[0] = (float) (((const WeftLossAttrs *) run->attrs)->scale * all);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan columns = get_columns (run, slice);
  gsize n = weft_loss_n (run), width = weft_loss_width (run);
  const float *kept = run->saved;
  float factor = 2.0f * run->d_out[0][0] * ((const WeftLossAttrs *) run->attrs)->scale / (float) n;

  for (guint k = 0; k < 2; k++)
    {
      const float *mean = kept + 2 * k * width, *deviation = mean + width, *x = run->in[k];
      const float *other = kept + 2 * (1 - k) * width, *other_deviation = other + width;

      for (gsize i = 0; run->d_in[k] != NULL && i < n; i++)
        for (gsize d = columns.begin; d < columns.end; d++)
          run->d_in[k][i * width + d]
              = factor
                * (mean[d] - other[d]
                   + (1.0f - other_deviation[d] / deviation[d]) * (x[i * width + d] - mean[d]));
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *a = &shapes->in[0], *b = &shapes->in[1];

  if (a->rank < 2 || !weft_is_float (a) || !weft_shape_equal (a, b))
    return weft_expects (shapes, _ ("expects two rows of numbers a sample, of one shape"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return (gsize) weft_shape_sample_count (&shapes->in[0]) * 4 * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : (gsize) weft_shape_sample_count (&shapes->in[0]) * sizeof (double);
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (6, 4), F32 (6, 4) }, SCALE (1.0f) },
  { "pictures, scaled", { F32 (5, 2, 3, 3), F32 (5, 2, 3, 3) }, SCALE (0.5f) },
  { "batch of one", { F32 (1, 3), F32 (1, 3) }, SCALE (1.0f) },
  { "large", { F32 (64, 999), F32 (64, 999) }, SCALE (1.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (moments) = {
  .id = "moments",
  .summary = "y = s · Σ_d (μa[d] − μb[d])² + (σa[d] − σb[d])²",
  .inputs = { { "a", .backward_reads = TRUE }, { "b", .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = weft_loss_attrs,
  .attrs_size = sizeof (WeftLossAttrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, compare }, { NULL, sum } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * sum ((f (a.flatten (1)) - f (b.flatten (1))).square ().sum () for f in "
             "(lambda x: x.mean (0), lambda x: (x.var (0, unbiased=False) + 1e-5).sqrt ()))",
};
