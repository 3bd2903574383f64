/* gather: y[n, a, k, b] = x[n, a, index[n, k], b]: what every sample picks along an axis, as often
 * as it likes; dx sums dy up where it was picked from. An index of (N) picks one, and the axis goes
 *
 * Data is checked when it is read; a stray index picks zeros and must not reach outside. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/axis.h"

/* x as (N, A, L, B), y as (N, A, K, B). */
typedef struct
{
  gsize n, a, length, b, k;
} Sides;

static Sides
get_sides (const WeftAxisAttrs *attrs, const WeftShape *in)
{
  int axis = weft_axis_of (attrs, &in[0]);

  return (Sides){ (gsize) in[0].dims[0], weft_count_between (&in[0], 1, axis),
                  (gsize) in[0].dims[axis], weft_count_between (&in[0], axis + 1, in[0].rank),
                  in[1].rank > 1 ? (gsize) in[1].dims[1] : 1 };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *index = &shapes->in[1];
  WeftShape *y = &shapes->out[0];
  int axis = weft_axis_of (shapes->attrs, x);

  if (!weft_is_float (x) || axis < 1 || axis >= x->rank)
    return weft_expects (shapes, _ ("expects an input that has the axis to pick along"));
  if (index->rank < 1 || index->rank > 2 || index->dims[0] != x->dims[0])
    return weft_expects (shapes, _ ("expects one number (N) or several (N, K) to pick by"));
  *y = *x;
  if (index->rank == 2)
    y->dims[axis] = index->dims[1];
  else
    {
      y->rank--;
      for (int i = axis; i < y->rank; i++)
        y->dims[i] = x->dims[i + 1];
    }
  return TRUE;
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) run->in_shape->dims[0],
                      weft_slices_for (weft_count (run->in_shape), WEFT_ELEMENTS_PER_SLICE));
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sides sides = get_sides (run->attrs, run->in_shape);
  WeftSpan samples = weft_span_of (sides.n, count_slices (run), slice, 1);
  const gint64 *index = run->in[1];
  float *y = (float *) run->out[0] + samples.begin * sides.a * sides.k * sides.b;

  for (gsize n = samples.begin; n < samples.end; n++)
    for (gsize a = 0; a < sides.a; a++)
      for (gsize k = 0; k < sides.k; k++, y += sides.b)
        {
          guint64 from = (guint64) index[n * sides.k + k];
          const float *x = (const float *) run->in[0] + (n * sides.a + a) * sides.length * sides.b;

          if (from < sides.length)
            memcpy (y, x + from * sides.b, sides.b * sizeof *y);
          else
            memset (y, 0, sides.b * sizeof *y);
        }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sides sides = get_sides (run->attrs, run->in_shape);
  WeftSpan samples = weft_span_of (sides.n, count_slices (run), slice, 1);
  gsize step = sides.a * sides.length * sides.b;
  const gint64 *index = run->in[1];
  const float *dy = run->d_out[0] + samples.begin * sides.a * sides.k * sides.b;

  memset (run->d_in[0] + samples.begin * step, 0,
          (samples.end - samples.begin) * step * sizeof (float));
  for (gsize n = samples.begin; n < samples.end; n++)
    for (gsize a = 0; a < sides.a; a++)
      for (gsize k = 0; k < sides.k; k++, dy += sides.b)
        {
          guint64 to = (guint64) index[n * sides.k + k];
          float *dx = run->d_in[0] + (n * sides.a + a) * sides.length * sides.b + to * sides.b;

          for (gsize b = 0; b < sides.b && to < sides.length; b++)
            dx[b] += dy[b];
        }
}

static const WeftOpCase cases[] = {
  { "one step of each", { F32 (3, 5, 4), I64 (3) }, AXIS (1), .classes = 5 },
  { "several, some twice", { F32 (2, 4, 3), I64 (2, 6) }, AXIS (1), .classes = 4 },
  { "features", { F32 (3, 2, 7), I64 (3, 2) }, AXIS (-1), .classes = 7 },
  { "a score, batch of one", { F32 (1, 6), I64 (1) }, AXIS (1), .classes = 6 },
  { "large", { F32 (32, 40, 60), I64 (32, 30) }, AXIS (1), .classes = 40, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (gather) = {
  .id = "gather",
  .summary = "y[n, a, k, b] = x[n, a, index[n, k], b]",
  .inputs
  = { { "x" },
      { "index", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = weft_axis_attrs,
  .attrs_size = sizeof (WeftAxisAttrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "torch.stack ([s.index_select ((dim % x.dim ()) - 1, i.reshape (-1)) for s, i in zip "
             "(x, index)]).reshape (x.shape[:dim % x.dim ()] + index.shape[1:] + x.shape[dim % "
             "x.dim () + 1:])",
  .onnx = "dim == 1 or dim == 1 - rank (x) ? GatherND (x, Unsqueeze (index, [-1]), "
          "batch_dims=1) : none",
};
