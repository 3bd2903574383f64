/* erase: y = value within rectangles of the last two axes, else x: cut-out of pictures, masks of
 * time and frequency of sounds; each sample as it draws
 *
 * Of pictures (`bands` 0) one rectangle of a drawn area and ratio (Zhong et al. 2017, as PyTorch's
 * RandomErasing, at most the whole picture); of sequences so many bands across each axis, whose
 * width is 0 to `rows` or `columns` (SpecAugment: Park et al. 2019). x (N, …, H, W). Outside
 * training y = x. dx is dy outside the rectangles, else 0. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"
#include "engine/ops/resample.h"

typedef struct
{
  double p, scale_min, scale_max, ratio_min, ratio_max, value;
  int bands, rows, columns;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 0.5, 0, 1),
  WEFT_REAL (Attrs, scale_min, 0.02, 0, 1),
  WEFT_REAL (Attrs, scale_max, 0.33, 0, 1),
  WEFT_REAL (Attrs, ratio_min, 0.3, 0.01, 100),
  WEFT_REAL (Attrs, ratio_max, 3.3, 0.01, 100),
  WEFT_REAL (Attrs, value, 0, -G_MAXFLOAT, G_MAXFLOAT),
  WEFT_INT (Attrs, bands, 0, 0, 16),
  WEFT_INT (Attrs, rows, 0, 0, G_MAXINT),
  WEFT_INT (Attrs, columns, 0, 0, G_MAXINT),
  { NULL },
};

enum
{
  X,
  DRAW,
};

enum
{
  HAPPENS,
  AREA,
  RATIO,
  DOWN,
  ACROSS,
  BANDS = 8, /* the first number of bands: four each */
};

typedef struct
{
  gint64 top, left, height, width;
} Rectangle;

/* The first of length whole places in size. */
static gint64
place (const WeftRandom *random, guint k, gint64 size, gint64 length)
{
  return (gint64) ((double) weft_random_uniform (random, k) * (double) (size - length + 1));
}

static Rectangle
draw_one (const Attrs *attrs, const WeftRandom *random, gint64 height, gint64 width)
{
  double area = weft_by_sample_between (random, AREA, attrs->scale_min, attrs->scale_max)
                * (double) (height * width);
  double ratio = exp (
      weft_by_sample_between (random, RATIO, log (attrs->ratio_min), log (attrs->ratio_max)));
  Rectangle r = { .height = MIN (height, llrint (sqrt (area * ratio))),
                  .width = MIN (width, llrint (sqrt (area / ratio))) };

  r.top = place (random, DOWN, height, r.height);
  r.left = place (random, ACROSS, width, r.width);
  return r;
}

/* Band i: the even ones of rows, the odd ones of columns. */
static Rectangle
draw_band (const Attrs *attrs, const WeftRandom *random, gint64 height, gint64 width, guint i)
{
  gboolean is_column = i % 2 == 1;
  gint64 size = is_column ? width : height;
  gint64 most = MIN (size, is_column ? attrs->columns : attrs->rows);
  gint64 length
      = (gint64) ((double) weft_random_uniform (random, BANDS + 2 * i) * (double) (most + 1));
  gint64 at = place (random, BANDS + 2 * i + 1, size, length);

  return is_column ? (Rectangle){ 0, at, height, length } : (Rectangle){ at, 0, length, width };
}

static void
fill (float *y, const Rectangle *r, gint64 width, float value)
{
  for (gint64 i = r->top; i < r->top + r->height; i++)
    for (gint64 j = r->left; j < r->left + r->width; j++)
      y[i * width + j] = value;
}

static void
erase_plane (const Attrs *attrs, const WeftRandom *random, gint64 height, gint64 width, float value,
             float *y)
{
  Rectangle r;

  if (!weft_by_sample_happens (random, HAPPENS, attrs->p))
    return;
  for (guint i = 0; i < 2 * (guint) attrs->bands; i++)
    {
      r = draw_band (attrs, random, height, width, i);
      fill (y, &r, width, value);
    }
  if (attrs->bands > 0)
    return;
  r = draw_one (attrs, random, height, width);
  fill (y, &r, width, value);
}

static void
go_over (const WeftOpRun *run, guint slice, const float *from, float *to, float value)
{
  const WeftShape *x = &run->in_shape[X];
  WeftSpan planes = weft_planes_of (run, slice);
  gint64 height = x->dims[x->rank - 2], width = x->dims[x->rank - 1];
  gsize each = weft_count_between (x, 1, x->rank - 2), size = (gsize) (height * width);

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      WeftRandom random = weft_by_sample (run, DRAW, p / each);

      memmove (to + p * size, from + p * size, size * sizeof *to);
      erase_plane (run->attrs, &random, height, width, value, to + p * size);
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->in[X], run->out[0], (float) ((const Attrs *) run->attrs)->value);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->d_out[0], run->d_in[X], 0);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (shapes->in[X].rank < 3)
    return weft_expects (shapes, _ ("expects pictures or sequences, (N, …, H, W)"));
  return weft_by_sample_check (shapes, DRAW) && weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "cut-out",
    { F32 (6, 2, 7, 8), I64 (6) },
    &(const Attrs){ 0.8, 0.1, 0.5, 0.3, 3.3, 0.5, 0, 0, 0 },
    .classes = 99 },
  { "bands",
    { F32 (5, 9, 6), I64 (5) },
    &(const Attrs){ 1, 0, 0, 1, 1, 0, 2, 4, 3 },
    .classes = 99 },
  { "batch of one, of no data",
    { F32 (1, 3, 5, 4) },
    &(const Attrs){ 1, 0.3, 0.4, 0.5, 2, 0, 0, 0, 0 } },
  { "large",
    { F32 (16, 3, 32, 32), I64 (16) },
    &(const Attrs){ 0.9, 0.1, 0.5, 0.3, 3.3, 0, 0, 0, 0 },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (erase) = {
  .id = "erase",
  .summary
  = "y[n, …, i, j] = value within the rectangles that the sample draws, else x[n, …, i, j]",
  .inputs = { { "x" }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_planes_slices, forward } },
  .backward = { { weft_planes_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "erase (x, draw, p, (scale_min, scale_max), (ratio_min, ratio_max), value, bands, "
             "(rows, columns))",
};
