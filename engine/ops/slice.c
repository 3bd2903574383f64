/* slice: y[a, j, b] = x[a, start + j·step, b], j < length, along one axis; dx is dy there, else 0
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/axis.h"

typedef struct
{
  int dim;           /* counts the batch as 0; negative from the end */
  int start, length; /* start < 0 counts from the end */
  int step;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, dim, 1, -WEFT_MAX_RANK, WEFT_MAX_RANK - 1),
  WEFT_INT (Attrs, start, 0, G_MININT, G_MAXINT),
  WEFT_INT (Attrs, length, 1, 1, G_MAXINT),
  WEFT_INT (Attrs, step, 1, 1, G_MAXINT),
  { NULL },
};

static WeftSides
get_sides (const Attrs *attrs, const WeftShape *x)
{
  return weft_axis_sides (attrs->dim, x);
}

/* Where the slice begins along the axis. */
static gint64
get_start (const Attrs *attrs, const WeftSides *sides)
{
  return attrs->start < 0 ? attrs->start + (gint64) sides->length : attrs->start;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  WeftSides sides = get_sides (attrs, shapes->in);

  if (sides.axis < 0 || get_start (attrs, &sides) < 0
      || get_start (attrs, &sides) + (gint64) (attrs->length - 1) * attrs->step
             >= (gint64) sides.length)
    return weft_expects (shapes, _ ("expects an axis that holds the whole slice"));
  shapes->out[0] = shapes->in[0];
  shapes->out[0].dims[sides.axis] = attrs->length;
  return TRUE;
}

/* What lies in one piece: n runs of numbers, a step apart in x. */
typedef struct
{
  gsize n, width, step;
} Runs;

static Runs
get_runs (const Attrs *attrs, const WeftSides *sides)
{
  if (attrs->step == 1)
    return (Runs){ 1, (gsize) attrs->length * sides->b, 0 };
  return (Runs){ (gsize) attrs->length, sides->b, (gsize) attrs->step * sides->b };
}

static guint
count_slices (const WeftOpRun *run)
{
  gsize rows = get_sides (run->attrs, run->in_shape).a;

  return (guint) MIN (rows, weft_slices_for (weft_count (run->in_shape), WEFT_ELEMENTS_PER_SLICE));
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSides sides = get_sides (run->attrs, run->in_shape);
  gsize width = (gsize) ((const Attrs *) run->attrs)->length * sides.b,
        whole = sides.length * sides.b;
  WeftSpan rows = weft_span_of (sides.a, count_slices (run), slice, 1);
  Runs runs = get_runs (run->attrs, &sides);
  const float *x = (const float *) run->in[0] + (gsize) get_start (run->attrs, &sides) * sides.b;

  for (gsize a = rows.begin; a < rows.end; a++)
    for (gsize i = 0; i < runs.n; i++)
      memcpy ((float *) run->out[0] + a * width + i * runs.width, x + a * whole + i * runs.step,
              runs.width * sizeof *x);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSides sides = get_sides (run->attrs, run->in_shape);
  gsize width = (gsize) ((const Attrs *) run->attrs)->length * sides.b,
        whole = sides.length * sides.b;
  WeftSpan rows = weft_span_of (sides.a, count_slices (run), slice, 1);
  Runs runs = get_runs (run->attrs, &sides);

  memset (run->d_in[0] + rows.begin * whole, 0, (rows.end - rows.begin) * whole * sizeof (float));
  for (gsize a = rows.begin; a < rows.end; a++)
    for (gsize i = 0; i < runs.n; i++)
      memcpy (run->d_in[0] + a * whole + (gsize) get_start (run->attrs, &sides) * sides.b
                  + i * runs.step,
              run->d_out[0] + a * width + i * runs.width, runs.width * sizeof (float));
}

#define SLICE(dim, start, length) (&(const Attrs){ dim, start, length, 1 })

static const WeftOpCase cases[] = {
  { "features", { F32 (3, 7) }, SLICE (1, 2, 4) },
  { "the last step", { F32 (2, 5, 4) }, SLICE (1, -1, 1) },
  { "last axis from the end, batch of one", { F32 (1, 2, 6) }, SLICE (-1, 0, 3) },
  { "every second", { F32 (2, 5, 4) }, &(const Attrs){ 1, 0, 3, 2 } },
  { "every third feature", { F32 (3, 8) }, &(const Attrs){ -1, 1, 3, 3 } },
  { "large", { F32 (32, 40, 60) }, SLICE (1, 7, 20), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (slice) = {
  .id = "slice",
  .units = { WEFT_UNITS_SLICED },
  .summary = "y[a, j, b] = x[a, start + j · step, b]",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "x.narrow (dim, start % x.shape[dim], (length - 1) * step + 1).index_select (dim, "
             "torch.arange (length) * step)",
  .onnx = "s = start < 0 ? start + size (x, dim) : start; Slice (x, [s], [s + (length - 1) * "
          "step + 1], [dim], [step])",
};
