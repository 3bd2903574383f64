/* weight_norm: w[k, i] = g[k] · v[k, i] / ‖v[k]‖, a weight by its length and its direction
 * (Salimans and Kingma 2016); with n = v/‖v‖, dg[k] = Σᵢ dw·n, dv = g/‖v‖ · (dw − n · dg)
 *
 * Rows, each of them whatever lies behind the first axis, are shared out. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

enum
{
  V,
  G,
};

static gsize
count_columns (const WeftShape *v)
{
  return weft_count_between (v, 1, v->rank);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *v = &shapes->in[V], *g = &shapes->in[G];

  if (v->rank < 2 || g->rank < 1 || g->dims[0] != v->dims[0] || weft_shape_count (g) != v->dims[0])
    return weft_expects (shapes, _ ("expects a length for each row of the weight"));
  return weft_shape_same (shapes);
}

static guint
count_slices (const WeftOpRun *run)
{
  guint slices = weft_slices_for (weft_count (run->in_shape), WEFT_ELEMENTS_PER_SLICE);

  return (guint) MIN (slices, (gsize) run->in_shape[V].dims[0]);
}

static WeftSpan
get_rows (const WeftOpRun *run, guint slice)
{
  return weft_span_of ((gsize) run->in_shape[V].dims[0], count_slices (run), slice, 1);
}

/* 1/‖v‖; of nothing but zeros 0, as if it had a direction that is none. */
static float
find_inverse (const float *v, gsize n)
{
  float squares = weft_sum_squares_around (n, v, 0.0f);

  return squares > 0.0f || isnan (squares) ? 1.0f / sqrtf (squares) : 0.0f;
}

static void
forward (const WeftOpRun *run, guint slice) /* v, w (K, I), g (K) */
{
  WeftSpan rows = get_rows (run, slice);
  gsize n = count_columns (run->in_shape);
  const float *g = run->in[G];

  for (gsize k = rows.begin; k < rows.end; k++)
    {
      const float *v = (const float *) run->in[V] + k * n;
      float *w = (float *) run->out[0] + k * n, factor = g[k] * find_inverse (v, n);

      for (gsize i = 0; i < n; i++)
        w[i] = factor * v[i];
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan rows = get_rows (run, slice);
  gsize n = count_columns (run->in_shape);
  const float *g = run->in[G];

  for (gsize k = rows.begin; k < rows.end; k++)
    {
      const float *v = (const float *) run->in[V] + k * n, *dw = run->d_out[0] + k * n;
      float inverse = find_inverse (v, n), along = 0.0f;

      for (gsize i = 0; i < n; i++)
        along += dw[i] * v[i];
      along *= inverse;
      if (run->d_in[G] != NULL)
        run->d_in[G][k] = along;
      for (gsize i = 0; run->d_in[V] != NULL && i < n; i++)
        run->d_in[V][k * n + i] = g[k] * inverse * (dw[i] - along * inverse * v[i]);
    }
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (4, 7), F32 (4, 1) } },
  { "filters", { F32 (3, 2, 3, 3), F32 (3, 1, 1, 1) } },
  { "one row of two", { F32 (1, 2), F32 (1, 1) } },
  { "large", { F32 (96, 700), F32 (96, 1) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (weight_norm) = {
  .id = "weight_norm",
  .summary = "w[k, i] = g[k] · v[k, i] / ‖v[k]‖",
  .inputs = { { "v", .backward_reads = TRUE }, { "g", .backward_reads = TRUE } },
  .outputs = { { "w" } },
  .units = { WEFT_UNITS_DIRECTED },
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "torch._weight_norm (v, g, 0)",
  .onnx = "v * Reshape (Reshape (g, [-1]) / ReduceL2 (Reshape (v, [size (v, 0), -1]), "
          "axes=[1], keepdims=0), [-1] + [1] * (rank (v) - 1))",
};
