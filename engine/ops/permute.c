/* permute: y[n, i₁, i₂, …] = x[n, …], the axes of a sample in another order: axis k of y is axis
 * dims[k] of x; dx is dy with the axes put back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/transpose.h"
#include "engine/ops/common.h"

typedef struct
{
  WeftDims dims; /* of one sample, from 1 on: the batch, 0, stays where it is */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_DIMS (Attrs, dims, "1", 1, WEFT_MAX_RANK - 1),
  { NULL },
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftDims *dims = &((const Attrs *) shapes->attrs)->dims;
  const WeftShape *x = &shapes->in[0];
  guint seen = 1;

  if (!weft_is_float (x))
    return weft_expects (shapes, _ ("expects numbers with a fraction"));
  shapes->out[0] = *x;
  for (int i = 0; i < dims->n && dims->n + 1 == x->rank; i++)
    {
      seen |= 1u << dims->d[i];
      shapes->out[0].dims[i + 1] = dims->d[i] < x->rank ? x->dims[dims->d[i]] : 1;
    }
  if (dims->n + 1 != x->rank || seen != (1u << x->rank) - 1)
    return weft_expects (shapes, _ ("expects an order that names every axis of a sample once"));
  return TRUE;
}

/* to (columns, rows) = from (rows, columns)ᵀ; rows of either lie a step apart. */
static void
turn (gsize rows, gsize columns, const float *from, gsize from_step, float *to, gsize to_step)
{
#if WEFT_KERNEL_LEVEL > 0
  weft_transpose (rows, columns, from, from_step, to, to_step);
#else
  for (gsize j = 0; j < columns; j++)
    for (gsize i = 0; i < rows; i++)
      to[j * to_step + i] = from[i * from_step + j];
#endif
}

/* One sample: how its axes are gone along, those of the numbers that are written in their order.
 * `fast`: along which one the numbers that are read lie one after the other. */
typedef struct
{
  int n, fast;
  gsize count[WEFT_MAX_RANK], from_step[WEFT_MAX_RANK], to_step[WEFT_MAX_RANK];
} Walk;

static void
walk_axes (const Walk *walk, int axis, const float *from, float *to)
{
  int last = walk->n - 1;

  if (axis == last && walk->fast == last)
    memcpy (to, from, walk->count[last] * sizeof *to);
  else if (axis == last)
    turn (walk->count[last], walk->count[walk->fast], from, walk->from_step[last], to,
          walk->to_step[walk->fast]);
  else if (axis == walk->fast)
    walk_axes (walk, axis + 1, from, to);
  else
    for (gsize i = 0; i < walk->count[axis]; i++)
      walk_axes (walk, axis + 1, from + i * walk->from_step[axis], to + i * walk->to_step[axis]);
}

static Walk
make_walk (const WeftDims *dims, const WeftShape *x, const WeftShape *y, gboolean backward)
{
  Walk walk = { .n = x->rank - 1 };

  for (int i = 0; i < walk.n; i++)
    {
      int of = dims->d[i];
      gsize x_step = weft_count_between (x, of + 1, x->rank);
      gsize y_step = weft_count_between (y, i + 2, y->rank);
      int at = backward ? of - 1 : i;

      walk.count[at] = (gsize) y->dims[i + 1];
      walk.from_step[at] = backward ? y_step : x_step;
      walk.to_step[at] = backward ? x_step : y_step;
      if (backward ? i == walk.n - 1 : of == walk.n)
        walk.fast = at;
    }
  return walk;
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) run->out_shape->dims[0], weft_elementwise_slices (run));
}

static void
run_samples (const WeftOpRun *run, guint slice, gboolean backward, const float *from, float *to)
{
  const Attrs *attrs = run->attrs;
  Walk walk = make_walk (&attrs->dims, run->in_shape, run->out_shape, backward);
  gsize n = (gsize) run->out_shape->dims[0], width = weft_count (run->out_shape) / n;
  WeftSpan samples = weft_span_of (n, count_slices (run), slice, 1);

  for (gsize i = samples.begin; i < samples.end; i++)
    walk_axes (&walk, 0, from + i * width, to + i * width);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  run_samples (run, slice, FALSE, run->in[0], run->out[0]);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  run_samples (run, slice, TRUE, run->d_out[0], run->d_in[0]);
}

#define ORDER(...) (&(const Attrs){ { WEFT_RANK (__VA_ARGS__), { __VA_ARGS__ } } })

static const WeftOpCase cases[] = {
  { "steps and features", { F32 (3, 4, 5) }, ORDER (2, 1) },
  { "channels last", { F32 (2, 3, 4, 5) }, ORDER (2, 3, 1) },
  { "round, batch of one", { F32 (1, 2, 3, 4) }, ORDER (3, 1, 2) },
  { "inner axis stays", { F32 (2, 3, 4, 5) }, ORDER (2, 1, 3) },
  { "as it is", { F32 (2, 3, 4) }, ORDER (1, 2) },
  { "five axes", { F32 (2, 2, 3, 2, 3) }, ORDER (4, 2, 1, 3) },
  { "large", { F32 (16, 40, 90) }, ORDER (2, 1), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (permute) = {
  .id = "permute",
  .units = { WEFT_UNITS_PERMUTED },
  .summary = "y[n, i, j, …] = x[n, …], the axes of a sample in another order",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "x.permute (0, *dims)",
  .onnx = "Transpose (x, perm=[0] + dims)",
};
