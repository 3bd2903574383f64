/* pad: y is x with more numbers around it along its last axes, or fewer where the pads are
 * negative: y[…, i, j] = x[…, i − top, j − left], and beyond its edges a constant, x turned back at
 * the edge (reflect: without the edge itself), the edge again (replicate) or x from the other side
 * (circular)
 *
 * dx sums dy up over all places that show the same number. Pads come in pairs, before and behind,
 * of the last axis first, as PyTorch has them. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

#define AXES 3

typedef enum
{
  CONSTANT,
  REFLECT,
  REPLICATE,
  CIRCULAR,
} Mode;

typedef struct
{
  WeftDims pads;
  int mode;
  float value;
} Attrs;

static const WeftChoice modes[] = {
  { "constant", NULL }, { "reflect", NULL }, { "replicate", NULL }, { "circular", NULL }, { NULL }
};

static const WeftParam attrs_rows[] = {
  WEFT_DIMS (Attrs, pads, "1,1", G_MININT, G_MAXINT),
  WEFT_CHOICE (Attrs, mode, CONSTANT, modes),
  WEFT_REAL (Attrs, value, 0, -G_MAXFLOAT, G_MAXFLOAT),
  { NULL },
};

/* The last three axes of x and y, the outermost first, and what stands before them. */
typedef struct
{
  gsize rows;
  gint64 x[AXES], y[AXES], before[AXES];
} Sides;

static Sides
get_sides (const Attrs *attrs, const WeftShape *x, const WeftShape *y)
{
  Sides sides = { .rows = weft_count_between (x, 0, MAX (x->rank - AXES, 0)) };

  for (int k = 0; k < AXES; k++)
    {
      int axis = x->rank - AXES + k, pair = AXES - 1 - k;

      sides.x[k] = axis >= 0 ? x->dims[axis] : 1;
      sides.y[k] = axis >= 0 ? y->dims[axis] : 1;
      sides.before[k] = 2 * pair < attrs->pads.n ? attrs->pads.d[2 * pair] : 0;
    }
  return sides;
}

/* Whether an axis of that length can have so many more at one end. */
static gboolean
fits (int mode, gint64 length, gint64 pad)
{
  gint64 most[] = { G_MAXINT, length - 1, G_MAXINT, length };

  return (mode == CONSTANT || pad >= 0) && pad <= most[mode];
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0];
  int axes = attrs->pads.n / 2;

  if (!weft_is_float (x))
    return weft_expects (shapes, _ ("expects numbers with a fraction"));
  if (attrs->pads.n % 2 != 0 || axes > AXES || axes >= x->rank)
    return weft_expects (shapes, _ ("expects two pads for each of at most three last axes"));
  shapes->out[0] = *x;
  for (int k = 0; k < axes; k++)
    {
      gint64 *dim = &shapes->out[0].dims[x->rank - 1 - k];
      gint64 before = attrs->pads.d[2 * k], behind = attrs->pads.d[2 * k + 1];

      if (!fits (attrs->mode, *dim, before) || !fits (attrs->mode, *dim, behind))
        return weft_expects (shapes, _ ("expects axes that are longer than what is added of them"));
      *dim += before + behind;
      if (*dim < 1)
        return weft_expects (shapes, _ ("expects axes of which something is left"));
    }
  return TRUE;
}

/* Which of x's numbers along an axis stands at place i of y; −1: none, the constant. */
static gint64
find_place (int mode, gint64 i, gint64 length)
{
  if (i >= 0 && i < length)
    return i;
  switch (mode)
    {
    case REFLECT:
      return i < 0 ? -i : 2 * (length - 1) - i;
    case REPLICATE:
      return i < 0 ? 0 : length - 1;
    case CIRCULAR:
      return i < 0 ? i + length : i - length;
    default:
      return -1;
    }
}

static guint
count_slices (const WeftOpRun *run)
{
  gsize rows = get_sides (run->attrs, run->in_shape, run->out_shape).rows;

  return (guint) MIN (rows, weft_elementwise_slices (run));
}

/* One row along the last axis; x NULL: all of it is the constant. */
static void
fill_row (const Attrs *attrs, const Sides *sides, const float *x, float *y)
{
  gint64 length = sides->x[2], before = sides->before[2];
  gint64 begin = CLAMP (before, 0, sides->y[2]), end = CLAMP (before + length, begin, sides->y[2]);

  for (gint64 j = 0; j < sides->y[2]; j++)
    {
      gint64 from;

      if (x != NULL && j == begin && end > begin)
        {
          memcpy (y + begin, x + begin - before, (gsize) (end - begin) * sizeof *y);
          j = end - 1;
          continue;
        }
      from = x != NULL ? find_place (attrs->mode, j - before, length) : -1;
      y[j] = from >= 0 ? x[from] : attrs->value;
    }
}

static void
add_row (const Attrs *attrs, const Sides *sides, float *dx, const float *dy)
{
  gint64 length = sides->x[2], before = sides->before[2];

  for (gint64 j = 0; j < sides->y[2]; j++)
    {
      gint64 to = find_place (attrs->mode, j - before, length);

      if (to >= 0)
        dx[to] += dy[j];
    }
}

/* Where in x (of three axes) the row of y at (d, i) comes from; −1: from nowhere. */
static gint64
find_row (const Attrs *attrs, const Sides *sides, gint64 d, gint64 i)
{
  gint64 plane = find_place (attrs->mode, d - sides->before[0], sides->x[0]);
  gint64 row = find_place (attrs->mode, i - sides->before[1], sides->x[1]);

  return plane < 0 || row < 0 ? -1 : (plane * sides->x[1] + row) * sides->x[2];
}

static void
forward (const WeftOpRun *run, guint slice) /* x (A, D, H, W) → y (A, D′, H′, W′) */
{
  Sides sides = get_sides (run->attrs, run->in_shape, run->out_shape);
  WeftSpan rows = weft_span_of (sides.rows, count_slices (run), slice, 1);
  gsize step = (gsize) (sides.x[0] * sides.x[1] * sides.x[2]);
  float *y = (float *) run->out[0] + rows.begin * (gsize) (sides.y[0] * sides.y[1] * sides.y[2]);

  for (gsize a = rows.begin; a < rows.end; a++)
    for (gint64 d = 0; d < sides.y[0]; d++)
      for (gint64 i = 0; i < sides.y[1]; i++, y += sides.y[2])
        {
          gint64 from = find_row (run->attrs, &sides, d, i);

          fill_row (run->attrs, &sides,
                    from < 0 ? NULL : (const float *) run->in[0] + a * step + from, y);
        }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sides sides = get_sides (run->attrs, run->in_shape, run->out_shape);
  WeftSpan rows = weft_span_of (sides.rows, count_slices (run), slice, 1);
  gsize step = (gsize) (sides.x[0] * sides.x[1] * sides.x[2]);
  const float *dy = run->d_out[0] + rows.begin * (gsize) (sides.y[0] * sides.y[1] * sides.y[2]);

  memset (run->d_in[0] + rows.begin * step, 0, (rows.end - rows.begin) * step * sizeof (float));
  for (gsize a = rows.begin; a < rows.end; a++)
    for (gint64 d = 0; d < sides.y[0]; d++)
      for (gint64 i = 0; i < sides.y[1]; i++, dy += sides.y[2])
        {
          gint64 to = find_row (run->attrs, &sides, d, i);

          if (to >= 0)
            add_row (run->attrs, &sides, run->d_in[0] + a * step + to, dy);
        }
}

#define PAD(mode, ...) (&(const Attrs){ { WEFT_RANK (__VA_ARGS__), { __VA_ARGS__ } }, mode, 0.5f })

static const WeftOpCase cases[] = {
  { "constant", { F32 (2, 3, 4, 5) }, PAD (CONSTANT, 1, 2, 3, 0) },
  { "cropped", { F32 (2, 3, 6) }, PAD (CONSTANT, -1, -2) },
  { "cropped and moved", { F32 (2, 4, 5) }, PAD (CONSTANT, -2, 3, 1, -2) },
  { "reflect", { F32 (2, 2, 4, 5) }, PAD (REFLECT, 2, 1, 3, 2) },
  { "replicate, batch of one", { F32 (1, 2, 3, 2) }, PAD (REPLICATE, 3, 1, 0, 4) },
  { "circular", { F32 (2, 2, 3, 4) }, PAD (CIRCULAR, 4, 1, 2, 3) },
  { "steps", { F32 (3, 4, 5) }, PAD (REPLICATE, 0, 0, 2, 0) },
  { "three axes", { F32 (1, 2, 2, 3, 4) }, PAD (REPLICATE, 1, 0, 2, 1, 1, 1) },
  { "three axes, reflect", { F32 (1, 1, 3, 3, 4) }, PAD (REFLECT, 1, 0, 2, 1, 1, 2) },
  { "large", { F32 (8, 4, 30, 41) }, PAD (REFLECT, 2, 2, 2, 2), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (pad) = {
  .id = "pad",
  .units = { WEFT_UNITS_CHANNELS },
  .summary = "y[…, i, j] = x[…, i − top, j − left], with more beyond the edges",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "pad (x, pads, mode, value)",
  .onnx = "mode == 3 ? none : Pad (x, around (pads, rank (x)), mode == 0 ? value : none, "
          "mode=mode == 0 ? 'constant' : mode == 1 ? 'reflect' : 'edge')",
};
