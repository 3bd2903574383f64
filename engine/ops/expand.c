/* expand: y[n, i, j, …] = x[n, i or 0, j or 0, …]: what has one number along an axis, or no such
 * axis, has it as often as it is asked for; dx sums dy up along what was spread out
 *
 * Axes of a sample are counted from the last one, as numpy does, the batch stays the batch. One
 * number for all of the batch (a loss) becomes as many samples as `like` has. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  WeftDims dims; /* of one sample */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_DIMS (Attrs, dims, "1", 1, G_MAXINT),
  { NULL },
};

/* Neighbouring axes that are alike are one: how often it is gone along, and how far apart its
 * numbers lie in x (0: it is spread out) and in y. */
typedef struct
{
  int n;
  gsize count[WEFT_MAX_RANK], x_step[WEFT_MAX_RANK], y_step[WEFT_MAX_RANK];
} Walk;

/* x's dimension that goes along axis i of y. */
static gint64
get_dim (const WeftShape *x, const WeftShape *y, int i)
{
  int at = i == 0 ? 0 : i - (y->rank - x->rank);

  return x->rank > 0 && (i == 0 || at >= 1) ? x->dims[at] : 1;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftDims *dims = &((const Attrs *) shapes->attrs)->dims;
  const WeftShape *x = &shapes->in[0];
  gint64 samples = x->rank > 0 ? x->dims[0] : shapes->n_in > 1 ? shapes->in[1].dims[0] : 0;
  WeftShape *y = &shapes->out[0];

  if (!weft_is_float (x) || samples < 1)
    return weft_expects (shapes, _ ("expects numbers with a fraction"));
  *y = (WeftShape){ .rank = dims->n + 1, .type = WEFT_F32, .dims = { samples } };
  for (int i = 0; i < dims->n && i + 1 < WEFT_MAX_RANK; i++)
    y->dims[i + 1] = dims->d[i];
  if (y->rank > WEFT_MAX_RANK || y->rank < x->rank)
    return weft_expects (shapes, _ ("expects inputs of one shape"));
  for (int i = 1; i < y->rank; i++)
    if (get_dim (x, y, i) != 1 && get_dim (x, y, i) != y->dims[i])
      return weft_expects (shapes, _ ("expects inputs of one shape"));
  return TRUE;
}

/* From axis `from` on, the last one first. */
static Walk
make_walk (const WeftShape *x, const WeftShape *y, int from)
{
  Walk walk = { 0 };
  gsize x_step = 1, y_step = 1;

  for (int i = y->rank - 1; i >= from; i--)
    {
      gboolean is_spread = get_dim (x, y, i) == 1;
      int last = walk.n - 1;

      if (y->dims[i] == 1)
        continue;
      if (last >= 0 && is_spread == (walk.x_step[last] == 0))
        walk.count[last] *= (gsize) y->dims[i];
      else
        {
          walk.count[walk.n] = (gsize) y->dims[i];
          walk.x_step[walk.n] = is_spread ? 0 : x_step;
          walk.y_step[walk.n++] = y_step;
        }
      x_step *= (gsize) get_dim (x, y, i);
      y_step *= (gsize) y->dims[i];
    }
  return walk;
}

static void
copy (const Walk *walk, int axis, const float *x, float *y)
{
  if (axis < 0)
    *y = *x;
  else if (axis > 0)
    for (gsize i = 0; i < walk->count[axis]; i++)
      copy (walk, axis - 1, x + i * walk->x_step[axis], y + i * walk->y_step[axis]);
  else if (walk->x_step[0] > 0)
    memcpy (y, x, walk->count[0] * sizeof *y);
  else
    for (gsize i = 0; i < walk->count[0]; i++)
      y[i] = *x;
}

static void
add_up (const Walk *walk, int axis, float *dx, const float *dy)
{
  if (axis < 0)
    *dx += *dy;
  else if (axis > 0)
    for (gsize i = 0; i < walk->count[axis]; i++)
      add_up (walk, axis - 1, dx + i * walk->x_step[axis], dy + i * walk->y_step[axis]);
  else if (walk->x_step[0] > 0)
    for (gsize i = 0; i < walk->count[0]; i++)
      dx[i] += dy[i];
  else
    {
      float sum = 0.0f;

      for (gsize i = 0; i < walk->count[0]; i++)
        sum += dy[i];
      *dx += sum;
    }
}

/* Samples are shared out; of what is one for all of them backward is one slice. */
static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) run->out_shape->dims[0], weft_elementwise_slices (run));
}

static guint
count_back_slices (const WeftOpRun *run)
{
  return run->in_shape->rank > 0 ? count_slices (run) : 1;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Walk walk = make_walk (run->in_shape, run->out_shape, 1);
  gsize n = (gsize) run->out_shape->dims[0], width = weft_count (run->out_shape) / n;
  gsize step = run->in_shape->rank > 0 ? weft_count (run->in_shape) / n : 0;
  WeftSpan samples = weft_span_of (n, count_slices (run), slice, 1);

  for (gsize i = samples.begin; i < samples.end; i++)
    copy (&walk, walk.n - 1, (const float *) run->in[0] + i * step,
          (float *) run->out[0] + i * width);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Walk walk = make_walk (run->in_shape, run->out_shape, 1);
  gsize n = (gsize) run->out_shape->dims[0], width = weft_count (run->out_shape) / n;
  gsize step = run->in_shape->rank > 0 ? weft_count (run->in_shape) / n : 0;
  WeftSpan samples = weft_span_of (n, count_back_slices (run), slice, 1);

  memset (run->d_in[0] + samples.begin * step, 0,
          (step > 0 ? (samples.end - samples.begin) * step : 1) * sizeof (float));
  for (gsize i = samples.begin; i < samples.end; i++)
    add_up (&walk, walk.n - 1, run->d_in[0] + i * step, run->d_out[0] + i * width);
}

#define EXPAND(...) (&(const Attrs){ { WEFT_RANK (__VA_ARGS__), { __VA_ARGS__ } } })

static const WeftOpCase cases[] = {
  { "a number a channel", { F32 (3, 4, 1, 1) }, EXPAND (4, 3, 2) },
  { "a row for all rows", { F32 (2, 5) }, EXPAND (3, 5) },
  { "between", { F32 (2, 3, 1, 4) }, EXPAND (2, 3, 3, 4) },
  { "as it is, batch of one", { F32 (1, 3, 2) }, EXPAND (3, 2) },
  { "large", { F32 (16, 32, 1) }, EXPAND (32, 200), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (expand) = {
  .id = "expand",
  .units = { WEFT_UNITS_EACH },
  .summary = "y[n, i, j] = x[n, i or 0, j or 0]",
  .inputs = { { "x" },
              { "like", .types = WEFT_TYPE_BIT (WEFT_F32) | WEFT_TYPE_BIT (WEFT_I64),
                .optional = TRUE, .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_back_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "x.reshape (x.shape[:1] + (1,) * (len (dims) + 1 - x.dim ()) + x.shape[1:]).expand "
             "(x.shape[0], *dims)",
  .onnx = "like ? none : Expand (Reshape (x, [0] + [1] * (len (dims) + 1 - rank (x)) + tail "
          "(x)), Concat (Shape (x, start=0, end=1), dims, axis=0))",
};
