/* add: y[i] = Σₖ xₖ[i], any number of inputs of one shape; dxₖ[i] = dy[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

static gboolean
check_shape (WeftOpShapes *shapes)
{
  for (guint k = 0; k < shapes->n_in; k++)
    if (!weft_is_float (&shapes->in[k]) || !weft_shape_equal (&shapes->in[0], &shapes->in[k]))
      {
        g_autofree char *first = weft_shape_format (&shapes->in[0], TRUE);

        shapes->error
            = g_strdup_printf (_ ("expects all inputs to have the shape of the first, %s"), first);
        return FALSE;
      }
  return weft_shape_same (shapes);
}

/* Sums of three and more go through a chunk of their own: y may be the memory of x₀, and x₀ may
 * stand among the inputs twice. */
#define CHUNK 1024

static void
sum_chunk (const WeftOpRun *run, gsize begin, gsize n)
{
  float *y = (float *) run->out[0] + begin, sum[CHUNK];

  memcpy (sum, (const float *) run->in[0] + begin, n * sizeof *sum);
  for (guint k = 1; k < run->n_in; k++)
    {
      const float *x = (const float *) run->in[k] + begin;

      for (gsize i = 0; i < n; i++)
        sum[i] += x[i];
    }
  memcpy (y, sum, n * sizeof *sum);
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *a = run->in[0], *b = run->in[1];
  float *y = run->out[0];

  if (run->n_in == 2)
    {
#pragma GCC ivdep
      for (gsize i = part.begin; i < part.end; i++)
        y[i] = a[i] + b[i];
      return;
    }
  for (gsize i = part.begin; i < part.end; i += CHUNK)
    sum_chunk (run, i, MIN (CHUNK, part.end - i));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  for (guint k = 0; k < run->n_in; k++)
    if (run->d_in[k] != NULL)
      weft_map_copy (run, slice, run->d_out[0], run->d_in[k]);
}

static const WeftOpCase cases[] = {
  { "two", { F32 (3, 7), F32 (3, 7) } },
  { "three, batch of one", { F32 (1, 2, 3, 3), F32 (1, 2, 3, 3), F32 (1, 2, 3, 3) } },
  { "large", { F32 (64, 999), F32 (64, 999), F32 (64, 999) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (add) = {
  .id = "add",
  .units = { WEFT_UNITS_EACH },
  .summary = "y[i] = Σₖ xₖ[i]",
  .inputs = { { "x", .repeats = TRUE } },
  .outputs = { { "y" } },
  .shape = check_shape,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .may_overwrite = TRUE,
  .passes_gradient = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "sum (inputs)",
  .onnx = "Sum (inputs)",
};
