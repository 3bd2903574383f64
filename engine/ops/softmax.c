/* softmax: y[a, j, b] = exp (x[a, j, b]) / Σₖ exp (x[a, k, b]), j and k along the axis;
 * dx[a, j, b] = y[a, j, b] · (dy[a, j, b] − Σₖ y[a, k, b] · dy[a, k, b]); along axis 1 a mask (A,
 * L) of 0 and 1 may leave some j out: y is 0 there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/softmax.h"
#include "engine/kernels/sum.h"
#include "engine/ops/axis.h"

#define CHUNK 64 /* columns b done side by side */

static WeftSides
get_sides (const WeftAxisAttrs *attrs, const WeftShape *shape)
{
  return weft_axis_sides (attrs->dim, shape);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (get_sides (shapes->attrs, &shapes->in[0]).axis < 0)
    return weft_expects (shapes, _ ("expects an input that has the axis to sum along"));
  if (!weft_axis_check_mask (shapes, 1, get_sides (shapes->attrs, &shapes->in[0]).axis))
    return FALSE;
  return weft_shape_same (shapes);
}

static guint
count_slices (const WeftOpRun *run)
{
  WeftSides sides = get_sides (run->attrs, run->out_shape);

  return (guint) MIN (sides.a,
                      weft_slices_for (weft_count (run->out_shape), WEFT_ELEMENTS_PER_SLICE / 4));
}

/* One block x (L, n) whose rows lie stride apart: soft-max along L for n columns side by side. */
static void
forward_columns (const float *x, float *y, gsize length, gsize n, gsize stride)
{
  float highest[CHUNK], sum[CHUNK] = { 0 };

  memcpy (highest, x, n * sizeof *x);
  for (gsize j = 1; j < length; j++)
    for (gsize i = 0; i < n; i++)
      highest[i] = x[j * stride + i] > highest[i] ? x[j * stride + i] : highest[i];
  for (gsize j = 0; j < length; j++)
    {
      for (gsize i = 0; i < n; i++)
        y[j * stride + i] = x[j * stride + i] - highest[i];
      weft_exp (n, y + j * stride, y + j * stride);
      for (gsize i = 0; i < n; i++)
        sum[i] += y[j * stride + i];
    }
  for (gsize j = 0; j < length; j++)
    for (gsize i = 0; i < n; i++)
      y[j * stride + i] /= sum[i];
}

/* The same of those that count, one column after the other. */
static void
forward_masked (const float *x, const float *mask, float *y, const WeftSides *sides)
{
  for (gsize b = 0; b < sides->b; b++)
    {
      float highest = -INFINITY, sum = 0.0f;

      for (gsize j = 0; j < sides->length; j++)
        if (mask[j] != 0.0f && !(x[j * sides->b + b] <= highest))
          highest = x[j * sides->b + b];
      for (gsize j = 0; j < sides->length; j++)
        sum += y[j * sides->b + b] = mask[j] != 0.0f ? expf (x[j * sides->b + b] - highest) : 0.0f;
      for (gsize j = 0; j < sides->length && sum > 0.0f; j++)
        y[j * sides->b + b] /= sum;
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSides sides = get_sides (run->attrs, run->out_shape);
  WeftSpan part = weft_span_of (sides.a, count_slices (run), slice, 1);
  gsize block = sides.length * sides.b;
  const float *x = run->in[0], *mask = run->n_in > 1 ? run->in[1] : NULL;
  float *y = run->out[0];

  for (gsize a = part.begin; a < part.end; a++)
    if (mask != NULL)
      forward_masked (x + a * block, mask + a * sides.length, y + a * block, &sides);
    else if (sides.b == 1)
      weft_softmax_row (sides.length, x + a * block, y + a * block);
    else
      for (gsize b = 0; b < sides.b; b += CHUNK)
        forward_columns (x + a * block + b, y + a * block + b, sides.length,
                         MIN (CHUNK, sides.b - b), sides.b);
}

static void
backward_columns (const float *y, const float *dy, float *dx, gsize length, gsize n, gsize stride)
{
  float dot[CHUNK] = { 0 };

  for (gsize j = 0; j < length; j++)
    for (gsize i = 0; i < n; i++)
      dot[i] += y[j * stride + i] * dy[j * stride + i];
  for (gsize j = 0; j < length; j++)
    for (gsize i = 0; i < n; i++)
      dx[j * stride + i] = y[j * stride + i] * (dy[j * stride + i] - dot[i]);
}

static void
backward_row (const float *y, const float *dy, float *dx, gsize length)
{
  float dot = weft_dot (length, y, dy);

  for (gsize j = 0; j < length; j++)
    dx[j] = y[j] * (dy[j] - dot);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSides sides = get_sides (run->attrs, run->out_shape);
  WeftSpan part = weft_span_of (sides.a, count_slices (run), slice, 1);
  gsize block = sides.length * sides.b;
  const float *y = run->out[0], *dy = run->d_out[0];
  float *dx = run->d_in[0];

  for (gsize a = part.begin; a < part.end && sides.b == 1; a++)
    backward_row (y + a * block, dy + a * block, dx + a * block, sides.length);
  for (gsize a = part.begin; a < part.end && sides.b > 1; a++)
    for (gsize b = 0; b < sides.b; b += CHUNK)
      backward_columns (y + a * block + b, dy + a * block + b, dx + a * block + b, sides.length,
                        MIN (CHUNK, sides.b - b), sides.b);
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (3, 10) }, AXIS (1) },
  { "last axis from the end", { F32 (2, 3, 17) }, AXIS (-1) },
  { "channels", { F32 (2, 4, 3, 5) }, AXIS (1) },
  { "batch of one, one class", { F32 (1, 1) }, AXIS (1) },
  { "steps of which some are real", { F32 (3, 5, 2), F32 (3, 5) }, AXIS (1), .bits = 2 },
  { "pictures", { F32 (2, 5, 40, 40) }, AXIS (1), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (softmax) = {
  .id = "softmax",
  .summary = "y[a, j, b] = exp (x[a, j, b]) / Σₖ exp (x[a, k, b])",
  .inputs = { { "x" }, { "mask", .optional = TRUE, .no_gradient = TRUE } },
  .outputs = { { "y", .backward_reads = TRUE } },
  .attrs = weft_axis_attrs,
  .attrs_size = sizeof (WeftAxisAttrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .may_overwrite = TRUE,
  .high = 1,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.softmax (x if mask is None else x.masked_fill (mask.reshape (mask.shape + (1,) * "
             "(x.dim () - 2)) == 0, -1e9), dim)",
  .onnx = "m = mask ? Reshape (mask, [0, 0] + [1] * (rank (x) - 2)) : none; mask ? Softmax "
          "(x + (m - 1) * 1e9, axis=dim) * m : Softmax (x, axis=dim)",
};
