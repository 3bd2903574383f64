/* rms_norm: y[r, d] = s[d] · x[r, d] · q[r], q = 1/√(mean x² + ε) over the last axis (Zhang and
 * Sennrich 2019); with g = dy · s, dx = q · g − x · q³ · mean (g·x), ds[d] = Σᵣ dy·x·q
 *
 * Saved: q of each row. Workspace of backward: ds of each slice. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/by-row.h"

typedef struct
{
  float eps;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, eps, 1e-6, 0, G_MAXFLOAT),
  { NULL },
};

enum
{
  X,
  SCALE,
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];

  if (x->rank < 2)
    return weft_expects (shapes, _ ("expects (N, …, D)"));
  if (shapes->in[SCALE].rank != 1 || shapes->in[SCALE].dims[0] != x->dims[x->rank - 1])
    return weft_expects (shapes, _ ("expects a scale for each of the last axis"));
  return weft_shape_same (shapes);
}

static void
forward (const WeftOpRun *run, guint slice) /* x (R, D) → y (R, D) */
{
  const Attrs *attrs = run->attrs;
  WeftSpan rows = weft_norm_rows (run, slice);
  gsize width = weft_row_width (run->in_shape);
  const float *scale = run->in[SCALE];
  float *inverses = run->saved;

  for (gsize r = rows.begin; r < rows.end; r++)
    {
      const float *x = (const float *) run->in[X] + r * width;
      float *y = (float *) run->out[0] + r * width;

      inverses[r]
          = 1.0f / sqrtf (weft_sum_squares_around (width, x, 0.0f) / (float) width + attrs->eps);
      for (gsize d = 0; d < width; d++)
        y[d] = scale[d] * (x[d] * inverses[r]);
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan rows = weft_norm_rows (run, slice);
  gsize width = weft_row_width (run->in_shape);
  const float *scale = run->in[SCALE], *inverses = run->saved;
  float *ds = (float *) run->workspace + slice * width;

  memset (ds, 0, width * sizeof *ds);
  for (gsize r = rows.begin; r < rows.end; r++)
    {
      const float *x = (const float *) run->in[X] + r * width, *dy = run->d_out[0] + r * width;
      float q = inverses[r], back;
      double dot = 0;

      for (gsize d = 0; d < width; d++)
        {
          ds[d] += dy[d] * x[d] * q;
          dot += (double) (dy[d] * scale[d] * x[d]);
        }
      back = (float) (dot / (double) width) * q * q;
      for (gsize d = 0; run->d_in[X] != NULL && d < width; d++)
        run->d_in[X][r * width + d] = q * (dy[d] * scale[d] - x[d] * back);
    }
}

static void
sum_slices (const WeftOpRun *run, guint slice)
{
  gsize width = weft_row_width (run->in_shape);
  const float *parts = run->workspace;

  if (run->d_in[SCALE] == NULL)
    return;
  memcpy (run->d_in[SCALE], parts, width * sizeof *parts);
  for (guint k = 1; k < weft_norm_slices (run); k++)
    for (gsize d = 0; d < width; d++)
      run->d_in[SCALE][d] += parts[k * width + d];
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return weft_row_count (shapes->in) * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? WEFT_MAX_SLICES * weft_row_width (shapes->in) * sizeof (float) : 0;
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (4, 7), F32 (7) } },
  { "sequences", { F32 (3, 5, 6), F32 (6) } },
  { "batch of one", { F32 (1, 9), F32 (9) } },
  { "large", { F32 (32, 64, 96), F32 (96) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (rms_norm) = {
  .id = "rms_norm",
  .units = { WEFT_UNITS_WEIGHED, -1, .weights = { { 1, 1 } } },
  .summary = "y[r, d] = s[d] · x[r, d] / √(mean x²[r] + ε)",
  .inputs = { { "x", .backward_reads = TRUE }, { "s", .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { weft_norm_slices, forward } },
  .backward = { { weft_norm_slices, backward }, { NULL, sum_slices } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "s * x * (x.square ().mean (-1, True) + eps).rsqrt ()",
  .onnx = "x / Sqrt (ReduceMean (x * x, axes=[-1], keepdims=1) + eps) * s",
};
