/* adaptive_pool2d: y[n, c, i, j] = mean (or max) of x[n, c, h, w] over ⌊i·H/H'⌋ ≤ h < ⌈(i +
 * 1)·H/H'⌉ and w likewise, whatever H and W: as many windows as are asked for. dx of the mean: dy /
 * the window's size, to each that it holds; of the max: dy to its first largest.
 *
 * Saved: of the max for every output the place h·W + w of its largest. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/window2d.h"

typedef struct
{
  int size[2];
  gboolean largest; /* the max, else the mean */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_SIZE2 (Attrs, size, 1, 1, G_MAXINT),
  WEFT_BOOL (Attrs, largest, FALSE),
  { NULL },
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0];

  if (x->rank != 4 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  if (attrs->size[0] < 1 || attrs->size[1] < 1)
    return weft_expects (shapes, _ ("expects a size of at least 1"));
  if (weft_count_between (x, 2, 4) > G_MAXINT32)
    return weft_expects (shapes, _ ("expects pictures of at most two thousand million pixels"));
  shapes->out[0] = *x;
  shapes->out[0].dims[2] = attrs->size[0];
  shapes->out[0].dims[3] = attrs->size[1];
  return TRUE;
}

/* What output i of so many sees of a length. */
static WeftSpan
find_window (gint64 length, gint64 n, gint64 i)
{
  return (WeftSpan){ (gsize) (i * length / n), (gsize) (((i + 1) * length + n - 1) / n) };
}

static float
find_mean (const float *x, gsize width, WeftSpan rows, WeftSpan columns)
{
  float sum = 0.0f;

  for (gsize h = rows.begin; h < rows.end; h++)
    for (gsize w = columns.begin; w < columns.end; w++)
      sum += x[h * width + w];
  return sum / (float) ((rows.end - rows.begin) * (columns.end - columns.begin));
}

static gint32
find_largest (const float *x, gsize width, WeftSpan rows, WeftSpan columns)
{
  gsize best = rows.begin * width + columns.begin;

  for (gsize h = rows.begin; h < rows.end; h++)
    for (gsize w = columns.begin; w < columns.end; w++)
      if (x[h * width + w] > x[best] || isnan (x[h * width + w]))
        best = h * width + w;
  return (gint32) best;
}

static void
forward_plane (const WeftOpRun *run, const float *x, float *y, gint32 *places)
{
  const gint64 *in = run->in_shape[0].dims + 2, *out = run->out_shape[0].dims + 2;

  for (gint64 i = 0; i < out[0]; i++)
    for (gint64 j = 0; j < out[1]; j++, y++)
      {
        WeftSpan rows = find_window (in[0], out[0], i), columns = find_window (in[1], out[1], j);

        if (places == NULL)
          *y = find_mean (x, (gsize) in[1], rows, columns);
        else
          *y = x[*places++ = find_largest (x, (gsize) in[1], rows, columns)];
      }
}

static void
backward_plane (const WeftOpRun *run, const float *dy, float *dx) /* of the mean */
{
  const gint64 *in = run->in_shape[0].dims + 2, *out = run->out_shape[0].dims + 2;

  for (gint64 i = 0; i < out[0]; i++)
    for (gint64 j = 0; j < out[1]; j++, dy++)
      {
        WeftSpan rows = find_window (in[0], out[0], i), columns = find_window (in[1], out[1], j);
        float share = *dy / (float) ((rows.end - rows.begin) * (columns.end - columns.begin));

        for (gsize h = rows.begin; h < rows.end; h++)
          for (gsize w = columns.begin; w < columns.end; w++)
            dx[h * (gsize) in[1] + w] += share;
      }
}

static gint32 *
get_places (const WeftOpRun *run, gsize plane)
{
  gsize out = weft_count_between (run->out_shape, 2, 4);

  return ((const Attrs *) run->attrs)->largest ? (gint32 *) run->saved + plane * out : NULL;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4),
        out = weft_count_between (run->out_shape, 2, 4);

  for (gsize p = planes.begin; p < planes.end; p++)
    forward_plane (run, (const float *) run->in[0] + p * in, (float *) run->out[0] + p * out,
                   get_places (run, p));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4),
        out = weft_count_between (run->out_shape, 2, 4);

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      const gint32 *places = get_places (run, p);
      const float *dy = run->d_out[0] + p * out;
      float *dx = run->d_in[0] + p * in;

      memset (dx, 0, in * sizeof *dx);
      if (places == NULL)
        backward_plane (run, dy, dx);
      for (gsize i = 0; places != NULL && i < out; i++)
        dx[places[i]] += dy[i];
    }
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return ((const Attrs *) shapes->attrs)->largest ? weft_count (&shapes->out[0]) * sizeof (gint32)
                                                  : 0;
}

static const WeftOpCase cases[] = {
  { "means, uneven", { F32 (2, 3, 7, 5) }, &(const Attrs){ { 3, 2 }, FALSE } },
  { "largest, uneven", { F32 (2, 3, 7, 5) }, &(const Attrs){ { 3, 2 }, TRUE } },
  { "more than there are", { F32 (2, 1, 2, 3) }, &(const Attrs){ { 5, 4 }, FALSE } },
  { "largest of more than there are", { F32 (2, 1, 2, 3) }, &(const Attrs){ { 5, 4 }, TRUE } },
  { "batch of one, whole", { F32 (1, 2, 4, 4) }, &(const Attrs){ { 1, 1 }, TRUE } },
  { "large", { F32 (8, 16, 32, 32) }, &(const Attrs){ { 7, 7 }, FALSE }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (adaptive_pool2d) = {
  .id = "adaptive_pool2d",
  .units = { WEFT_UNITS_CHANNELS },
  .summary = "y[n, c, i, j] = mean or max of x[n, c, h, w], ⌊i·H/H'⌋ ≤ h < ⌈(i + 1)·H/H'⌉, …",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { weft_pool_slices, forward } },
  .backward = { { weft_pool_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "(F.adaptive_max_pool2d if largest else F.adaptive_avg_pool2d) (x, size)",
  .onnx = "k = [size (x, 2) // size (y, 2), size (x, 3) // size (y, 3)]; size (x, 2) % size "
          "(y, 2) + size (x, 3) % size (y, 3) ? none : largest ? MaxPool (x, kernel_shape=k, "
          "strides=k) : AveragePool (x, kernel_shape=k, strides=k)",
};
