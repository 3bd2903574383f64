/* log_softmax: y[a, j, b] = x[a, j, b] − log Σₖ exp (x[a, k, b]), j and k along the axis;
 * dx[a, j, b] = dy[a, j, b] − exp (y[a, j, b]) · Σₖ dy[a, k, b] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/math.h"
#include "engine/ops/axis.h"

#define CHUNK 64 /* columns b done side by side */

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (weft_axis_sides (((const WeftAxisAttrs *) shapes->attrs)->dim, &shapes->in[0]).axis < 0)
    return weft_expects (shapes, _ ("expects an input that has the axis to sum along"));
  return weft_shape_same (shapes);
}

static WeftSides
get_sides (const WeftOpRun *run)
{
  return weft_axis_sides (((const WeftAxisAttrs *) run->attrs)->dim, run->out_shape);
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN (get_sides (run).a,
                      weft_slices_for (weft_count (run->out_shape), WEFT_ELEMENTS_PER_SLICE / 4));
}

/* One block x (L, n) whose rows lie stride apart, for n columns side by side. */
static void
forward_columns (const float *x, float *y, gsize length, gsize n, gsize stride)
{
  float highest[CHUNK], sum[CHUNK] = { 0 }, share[CHUNK];

  memcpy (highest, x, n * sizeof *x);
  for (gsize j = 1; j < length; j++)
    for (gsize i = 0; i < n; i++)
      highest[i] = x[j * stride + i] > highest[i] ? x[j * stride + i] : highest[i];
  for (gsize j = 0; j < length; j++)
    {
      for (gsize i = 0; i < n; i++)
        share[i] = x[j * stride + i] - highest[i];
      weft_exp (n, share, share);
      for (gsize i = 0; i < n; i++)
        sum[i] += share[i];
    }
  for (gsize i = 0; i < n; i++)
    sum[i] = logf (sum[i]);
  for (gsize j = 0; j < length; j++)
    for (gsize i = 0; i < n; i++)
      y[j * stride + i] = x[j * stride + i] - highest[i] - sum[i];
}

static void
backward_columns (const float *y, const float *dy, float *dx, gsize length, gsize n, gsize stride)
{
  float sum[CHUNK] = { 0 }, share[CHUNK];

  for (gsize j = 0; j < length; j++)
    for (gsize i = 0; i < n; i++)
      sum[i] += dy[j * stride + i];
  for (gsize j = 0; j < length; j++)
    {
      weft_exp (n, y + j * stride, share);
      for (gsize i = 0; i < n; i++)
        dx[j * stride + i] = dy[j * stride + i] - share[i] * sum[i];
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSides sides = get_sides (run);
  WeftSpan part = weft_span_of (sides.a, count_slices (run), slice, 1);
  gsize block = sides.length * sides.b;

  for (gsize a = part.begin; a < part.end; a++)
    for (gsize b = 0; b < sides.b; b += CHUNK)
      forward_columns ((const float *) run->in[0] + a * block + b,
                       (float *) run->out[0] + a * block + b, sides.length,
                       MIN (CHUNK, sides.b - b), sides.b);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSides sides = get_sides (run);
  WeftSpan part = weft_span_of (sides.a, count_slices (run), slice, 1);
  gsize block = sides.length * sides.b;

  for (gsize a = part.begin; a < part.end; a++)
    for (gsize b = 0; b < sides.b; b += CHUNK)
      backward_columns ((const float *) run->out[0] + a * block + b, run->d_out[0] + a * block + b,
                        run->d_in[0] + a * block + b, sides.length, MIN (CHUNK, sides.b - b),
                        sides.b);
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (3, 10) }, AXIS (1) },
  { "last axis from the end", { F32 (2, 3, 17) }, AXIS (-1) },
  { "channels", { F32 (2, 4, 3, 5) }, AXIS (1) },
  { "far apart, batch of one", { F32 (1, 5) }, AXIS (1), .deviation = 30 },
  { "pictures", { F32 (2, 5, 40, 40) }, AXIS (1), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (log_softmax) = {
  .id = "log_softmax",
  .summary = "y[a, j, b] = x[a, j, b] − log Σₖ exp (x[a, k, b])",
  .inputs = { { "x" } },
  .outputs = { { "y", .backward_reads = TRUE } },
  .attrs = weft_axis_attrs,
  .attrs_size = sizeof (WeftAxisAttrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .may_overwrite = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.log_softmax (x, dim)",
  .onnx = "LogSoftmax (x, axis=dim)",
};
