/* tint: y[n, c, i] = Σ A[n, c, k]·x[n, k, i] + b[n]·m[n]: brightness, contrast, saturation and hue
 * of a picture, each sample as it draws
 *
 * Brightness times x; contrast x about the mean m of its grey; saturation each pixel about its
 * grey; hue turns colours about grey (in YIQ). Grey is 0.299 R + 0.587 G + 0.114 B; a picture of
 * other than three channels has contrast and brightness alone, and the mean of its channels for
 * grey. x (N, C, H, W). Outside training y = x. dx is the transposed map of dy. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"

#define RGB 3

typedef struct
{
  double p, brightness, contrast, saturation, hue;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 1, 0, 1),        WEFT_REAL (Attrs, brightness, 0, 0, 1),
  WEFT_REAL (Attrs, contrast, 0, 0, 1), WEFT_REAL (Attrs, saturation, 0, 0, 1),
  WEFT_REAL (Attrs, hue, 0, 0, 0.5),    { NULL },
};

enum
{
  X,
  DRAW,
};

enum
{
  HAPPENS,
  BRIGHTNESS,
  CONTRAST,
  SATURATION,
  HUE,
};

/* What a sample draws: factors, and the turn in radians. */
typedef struct
{
  double brightness, contrast, saturation, turn;
} Drawn;

static const double grey[RGB] = { 0.299, 0.587, 0.114 };

static Drawn
draw (const WeftOpRun *run, gsize n)
{
  const Attrs *attrs = run->attrs;
  WeftRandom random = weft_by_sample (run, DRAW, n);

  if (!weft_by_sample_happens (&random, HAPPENS, attrs->p))
    return (Drawn){ 1, 1, 1, 0 };
  return (Drawn){
    weft_by_sample_between (&random, BRIGHTNESS, 1 - attrs->brightness, 1 + attrs->brightness),
    weft_by_sample_between (&random, CONTRAST, 1 - attrs->contrast, 1 + attrs->contrast),
    weft_by_sample_between (&random, SATURATION, 1 - attrs->saturation, 1 + attrs->saturation),
    weft_by_sample_between (&random, HUE, -attrs->hue, attrs->hue) * 2 * G_PI,
  };
}

/* Hue after saturation, (to, from): grey stays, what is beside it shrinks and turns. */
static void
get_colours (const Drawn *drawn, double m[RGB][RGB])
{
  static const double yiq[RGB][RGB] = { { 0.299, 0.587, 0.114 },
                                        { 0.595716, -0.274453, -0.321263 },
                                        { 0.211456, -0.522591, 0.311135 } };
  static const double rgb[RGB][2]
      = { { 0.95629572, 0.62102442 }, { -0.27212210, -0.64738060 }, { -1.10698902, 1.70461500 } };
  double c = drawn->saturation * cos (drawn->turn), s = drawn->saturation * sin (drawn->turn);

  for (int to = 0; to < RGB; to++)
    for (int from = 0; from < RGB; from++)
      {
        double i = c * yiq[1][from] - s * yiq[2][from], q = s * yiq[1][from] + c * yiq[2][from];

        m[to][from] = yiq[0][from] + rgb[to][0] * i + rgb[to][1] * q;
      }
}

static double
get_share (gsize channels, gsize c)
{
  return channels == RGB ? grey[c] : 1.0 / (double) channels;
}

/* y = k·x + (1 − k)·mean of grey, all times the brightness; transposed the mean is of all of dy. */
static void
set_contrast (const Drawn *drawn, gsize channels, gsize size, gboolean is_back, const float *x,
              float *y)
{
  double keep = drawn->brightness * drawn->contrast,
         lift = drawn->brightness * (1 - drawn->contrast) / (double) size, sum = 0;

  for (gsize c = 0; c < channels; c++)
    {
      double share = is_back ? 1 : get_share (channels, c), part = 0;

      for (gsize i = 0; lift != 0 && i < size; i++)
        part += (double) x[c * size + i];
      sum += share * part;
    }
  for (gsize c = 0; c < channels; c++)
    {
      float add = (float) (lift * sum * (is_back ? get_share (channels, c) : 1));

      for (gsize i = 0; i < size; i++)
        y[c * size + i] = (float) keep * x[c * size + i] + add;
    }
}

/* In place: y (3, size). */
static void
set_colours (const Drawn *drawn, gsize size, gboolean is_back, float *y)
{
  double m[RGB][RGB];
  float f[RGB][RGB];

  get_colours (drawn, m);
  for (int a = 0; a < RGB; a++)
    for (int b = 0; b < RGB; b++)
      f[a][b] = (float) (is_back ? m[b][a] : m[a][b]);
#pragma GCC ivdep
  for (gsize i = 0; i < size; i++)
    {
      float r = y[i], g = y[size + i], b = y[2 * size + i];

      y[i] = f[0][0] * r + f[0][1] * g + f[0][2] * b;
      y[size + i] = f[1][0] * r + f[1][1] * g + f[1][2] * b;
      y[2 * size + i] = f[2][0] * r + f[2][1] * g + f[2][2] * b;
    }
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN (
      (gsize) run->in_shape[X].dims[0],
      weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE / 2));
}

/* Colours come after contrast, and going back before it. */
static void
go_over (const WeftOpRun *run, guint slice, const float *x, float *y, gboolean is_back)
{
  const WeftShape *shape = &run->in_shape[X];
  WeftSpan samples = weft_span_of ((gsize) shape->dims[0], count_slices (run), slice, 1);
  gsize channels = (gsize) shape->dims[1], size = weft_count_between (shape, 2, shape->rank);
  gsize row = channels * size;

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      Drawn drawn = draw (run, n);
      gboolean is_coloured = channels == RGB && (drawn.saturation != 1 || drawn.turn != 0);

      if (is_back && is_coloured)
        {
          memmove (y + n * row, x + n * row, row * sizeof *y);
          set_colours (&drawn, size, TRUE, y + n * row);
          set_contrast (&drawn, channels, size, TRUE, y + n * row, y + n * row);
          continue;
        }
      set_contrast (&drawn, channels, size, is_back, x + n * row, y + n * row);
      if (is_coloured)
        set_colours (&drawn, size, FALSE, y + n * row);
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->in[X], run->out[0], FALSE);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->d_out[0], run->d_in[X], TRUE);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (shapes->in[X].rank != 4)
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  return weft_by_sample_check (shapes, DRAW) && weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "all of it",
    { F32 (4, 3, 3, 4), I64 (4) },
    &(const Attrs){ 1, 0.4, 0.5, 0.6, 0.2 },
    .classes = 99 },
  { "grey, some",
    { F32 (5, 1, 3, 4), I64 (5) },
    &(const Attrs){ 0.6, 0.4, 0.5, 0.6, 0.2 },
    .classes = 99 },
  { "two channels",
    { F32 (3, 2, 2, 3), I64 (3) },
    &(const Attrs){ 1, 0.2, 0.9, 0.5, 0.5 },
    .classes = 99 },
  { "batch of one, of no data", { F32 (1, 3, 2, 2) }, &(const Attrs){ 1, 0, 0, 1, 0.5 } },
  { "large",
    { F32 (16, 3, 32, 32), I64 (16) },
    &(const Attrs){ 1, 0.4, 0.4, 0.4, 0.1 },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (tint) = {
  .id = "tint",
  .summary = "y[n, c, i] = Σ A[n, c, k]·x[n, k, i] + b[n]·m[n], A and b as the sample draws",
  .inputs = { { "x" }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "tint (x, draw, p, brightness, contrast, saturation, hue)",
};
