/* layer_norm: y[r, d] = s[d] · (x[r, d] − μ[r]) / √(σ²[r] + ε) + t[d], mean and biased variance
 * over the last axis; with x̂ the normalised x and g[d] = dy[r, d] · s[d], dx[r, d] = (g[d] − mean g
 * − x̂[d] · mean (g·x̂)) / √(σ² + ε), ds[d] = Σᵣ dy·x̂, dt[d] = Σᵣ dy (Ba, Kiros and Hinton 2016)
 *
 * Saved: μ and 1 / √(σ² + ε) of each row. Workspace of backward: ds and dt of each slice. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/by-row.h"

typedef struct
{
  float eps;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, eps, 1e-5, 0, G_MAXFLOAT),
  { NULL },
};

enum
{
  X,
  SCALE,
  SHIFT,
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];

  if (x->rank < 2)
    return weft_expects (shapes, _ ("expects (N, …, D)"));
  for (int i = SCALE; i <= SHIFT; i++)
    if (shapes->in[i].rank != 1 || shapes->in[i].dims[0] != x->dims[x->rank - 1])
      return weft_expects (shapes, _ ("expects a scale and a shift for each of the last axis"));
  return weft_shape_same (shapes);
}

static void
forward (const WeftOpRun *run, guint slice) /* x (R, D) → y (R, D) */
{
  const Attrs *attrs = run->attrs;
  WeftSpan rows = weft_norm_rows (run, slice);
  gsize width = weft_row_width (run->in_shape);
  const float *scale = run->in[SCALE], *shift = run->in[SHIFT];
  float *means = run->saved, *inverses = means + weft_row_count (run->in_shape);

  for (gsize r = rows.begin; r < rows.end; r++)
    {
      const float *x = (const float *) run->in[X] + r * width;
      float *y = (float *) run->out[0] + r * width;
      float mean = weft_sum (width, x) / (float) width;
      float variance = weft_sum_squares_around (width, x, mean) / (float) width;

      means[r] = mean;
      inverses[r] = 1.0f / sqrtf (variance + attrs->eps);
      for (gsize d = 0; d < width; d++)
        y[d] = scale[d] * ((x[d] - mean) * inverses[r]) + shift[d];
    }
}

WEFT_DEFINE_SUM (dot_scaled_around, (x[i] - center) * (dy[i] * s[i]), const float *x, float center,
                 const float *dy, const float *s)

/* One row; ds and dt (D) gather what it adds. dx: nullable. */
static void
backward_row (const WeftOpRun *run, gsize r, float *ds, float *dt, float *dx)
{
  gsize width = weft_row_width (run->in_shape);
  const float *x = (const float *) run->in[X] + r * width, *dy = run->d_out[0] + r * width;
  const float *scale = run->in[SCALE], *means = run->saved;
  float mean = means[r], inverse = means[weft_row_count (run->in_shape) + r], middle, slope;

#pragma GCC ivdep
  for (gsize d = 0; d < width; d++)
    {
      ds[d] += dy[d] * ((x[d] - mean) * inverse);
      dt[d] += dy[d];
    }
  if (dx == NULL)
    return;
  middle = weft_dot (width, dy, scale) / (float) width;
  slope = dot_scaled_around (width, x, mean, dy, scale) * inverse / (float) width;
#pragma GCC ivdep
  for (gsize d = 0; d < width; d++)
    dx[d] = (dy[d] * scale[d] - middle - (x[d] - mean) * inverse * slope) * inverse;
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan rows = weft_norm_rows (run, slice);
  gsize width = weft_row_width (run->in_shape);
  float *ds = (float *) run->workspace + slice * 2 * width, *dt = ds + width;

  memset (ds, 0, 2 * width * sizeof *ds);
  for (gsize r = rows.begin; r < rows.end; r++)
    backward_row (run, r, ds, dt, run->d_in[X] != NULL ? run->d_in[X] + r * width : NULL);
}

static void
sum_slices (const WeftOpRun *run, guint slice)
{
  gsize width = weft_row_width (run->in_shape);

  for (int i = SCALE; i <= SHIFT; i++)
    {
      const float *parts = (const float *) run->workspace + (gsize) (i - SCALE) * width;

      if (run->d_in[i] == NULL)
        continue;
      memcpy (run->d_in[i], parts, width * sizeof *parts);
      for (guint k = 1; k < weft_norm_slices (run); k++)
        for (gsize d = 0; d < width; d++)
          run->d_in[i][d] += parts[k * 2 * width + d];
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return 2 * weft_row_count (shapes->in) * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? WEFT_MAX_SLICES * 2 * weft_row_width (shapes->in) * sizeof (float) : 0;
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (4, 7), F32 (7), F32 (7) } },
  { "sequences", { F32 (3, 5, 6), F32 (6), F32 (6) } },
  { "batch of one", { F32 (1, 9), F32 (9), F32 (9) } },
  { "large", { F32 (32, 64, 96), F32 (96), F32 (96) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (layer_norm) = {
  .id = "layer_norm",
  .units = { WEFT_UNITS_WEIGHED, -1, .weights = { { 1, 1 }, { 2, 1 } } },
  .summary = "y[r, d] = s[d] · (x[r, d] − μ[r]) / √(σ²[r] + ε) + t[d]",
  .inputs = { { "x", .backward_reads = TRUE }, { "s", .backward_reads = TRUE }, { "t" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { weft_norm_slices, forward } },
  .backward = { { weft_norm_slices, backward }, { NULL, sum_slices } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.layer_norm (x, (x.shape[-1],), s, t, eps)",
  .onnx = "LayerNormalization (x, s, t, axis=-1, epsilon=eps)",
};
