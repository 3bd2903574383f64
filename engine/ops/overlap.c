/* overlap: how little two sets have in common, p = sigmoid x and t, the mean over samples:
 * y = s/N · Σₙ (1 − (b + m) / (b + α f + β g + m)), b = Σᵢ pᵢ tᵢ what is marked rightly, f = Σᵢ pᵢ
 * (1 − tᵢ) wrongly, g = Σᵢ (1 − pᵢ) tᵢ not at all (Salehi et al. 2017); with D for the denominator
 * dx[i] = dy · s/N · pᵢ (1 − pᵢ) · ((b + m) ∂D − tᵢ D) / D², ∂D = tᵢ + α (1 − tᵢ) − β tᵢ; dt[i]
 * likewise of ∂D = pᵢ − α pᵢ + β (1 − pᵢ), pᵢ in place of tᵢ
 *
 * α = β = ½ is dice, 1 the intersection over union. What a mask (N) or (N, T) leaves out has no
 * part. Saved: b + m and D (N, 2). Workspace: a loss a sample (N). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/math.h"
#include "engine/ops/loss.h"

typedef struct
{
  float scale, alpha, beta, smooth;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, alpha, 0.5, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, beta, 0.5, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, smooth, 1, 0, G_MAXFLOAT),
  { NULL },
};

#define CHUNK 512

/* A slice has whole samples. */
static guint
count_slices (const WeftOpRun *run)
{
  return MIN (weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE / 4),
              (guint) MIN (weft_loss_n (run), WEFT_MAX_SLICES));
}

static WeftSpan
get_samples (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_loss_n (run), count_slices (run), slice, 1);
}

/* b, f and g of one sample, the elements of `left`. */
static void
measure (const WeftOpRun *run, WeftSpan left, double sums[3])
{
  const float *x = run->in[0], *t = run->in[1];
  float p[CHUNK];
  WeftSpan part;

  sums[0] = sums[1] = sums[2] = 0;
  while (weft_loss_next (run, &left, &part))
    for (gsize begin = part.begin; begin < part.end; begin += CHUNK)
      {
        gsize n = MIN (CHUNK, part.end - begin);
        float both = 0, marked = 0, wanted = 0;

        weft_sigmoid (n, x + begin, p);
        for (gsize i = 0; i < n; i++)
          {
            both += p[i] * t[begin + i];
            marked += p[i];
            wanted += t[begin + i];
          }
        sums[0] += both;
        sums[1] += marked - both;
        sums[2] += wanted - both;
      }
}

static void
run_samples (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  WeftSpan samples = get_samples (run, slice);
  float *losses = run->workspace, *saved = run->saved;

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      double sums[3], above, below;

      measure (run, (WeftSpan){ n * weft_loss_width (run), (n + 1) * weft_loss_width (run) }, sums);
      above = sums[0] + attrs->smooth;
      below = above + attrs->alpha * sums[1] + attrs->beta * sums[2];
      below = MAX (below, 1e-12);
      losses[n] = (float) (1 - above / below);
      saved[2 * n] = (float) above;
      saved[2 * n + 1] = (float) below;
    }
}

static void
end (const WeftOpRun *run, guint slice)
{
  const float *losses = run->workspace;
  double sum = 0;

  for (gsize n = 0; n < weft_loss_n (run); n++)
    sum += losses[n];
  *(float *) run->out[0]
      = (float) (((const Attrs *) run->attrs)->scale * sum / (double) weft_loss_n (run));
}

static void
differentiate (const WeftOpRun *run, WeftSpan part, const float *saved, float factor)
{
  const Attrs *attrs = run->attrs;
  const float *x = run->in[0], *t = run->in[1];
  float *dx = run->d_in[0], *dt = run->d_in[1], p[CHUNK];
  float above = saved[0], below = saved[1], over = factor / (below * below);
  float lean = 1 - attrs->alpha - attrs->beta; /* ∂D by p is t·lean + α, by t p·lean + β */

  for (gsize begin = part.begin; begin < part.end; begin += CHUNK)
    {
      gsize n = MIN (CHUNK, part.end - begin);

      weft_sigmoid (n, x + begin, p);
      for (gsize i = 0; dx != NULL && i < n; i++)
        dx[begin + i] = over * p[i] * (1 - p[i])
                        * (above * (t[begin + i] * lean + attrs->alpha) - t[begin + i] * below);
      for (gsize i = 0; dt != NULL && i < n; i++)
        dt[begin + i] = over * (above * (p[i] * lean + attrs->beta) - p[i] * below);
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const float *saved = run->saved;
  WeftSpan samples = get_samples (run, slice), part;
  float factor = run->d_out[0][0] * ((const Attrs *) run->attrs)->scale / (float) weft_loss_n (run);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      WeftSpan left = { n * weft_loss_width (run), (n + 1) * weft_loss_width (run) };

      weft_loss_clear (run, &left);
      while (weft_loss_next (run, &left, &part))
        differentiate (run, part, saved + 2 * n, factor);
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return (gsize) shapes->in[0].dims[0] * 2 * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : (gsize) shapes->in[0].dims[0] * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "dice",
    { F32 (3, 1, 4, 5), F32 (3, 1, 4, 5) },
    &(const Attrs){ 1, 0.5f, 0.5f, 0.5f },
    .bits = 2 },
  { "Tversky, scaled", { F32 (3, 7), F32 (3, 7) }, &(const Attrs){ 2, 0.3f, 0.7f, 1 }, .bits = 2 },
  { "batch of one, soft targets",
    { F32 (1, 6), F32 (1, 6) },
    &(const Attrs){ 1, 1, 1, 1 },
    .positive = 2 },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    &(const Attrs){ 1, 0.5f, 0.5f, 1 },
    .bits = 2 | 1 << WEFT_LOSS_MASK },
  { "large", { F32 (5, 1, 80, 80), F32 (5, 1, 80, 80) }, .bits = 2, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (overlap) = {
  .id = "overlap",
  .summary = "y = s/N · Σₙ (1 − (b + m) / (b + α f + β g + m)), b = Σᵢ pᵢ tᵢ",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "t", .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = weft_loss_check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, run_samples }, { NULL, end } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "overlap (x, t.reshape (x.shape), mask, scale, alpha, beta, smooth)",
};
