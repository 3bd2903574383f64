/* max_pool2d: y[n, c, i, j] = max x[n, c, h, w] over the window of (i, j) within the picture;
 * dx[n, c, h, w] = Σ dy[n, c, i, j] over the windows whose first largest element, row by row, it is
 *
 * Saved: for every output the place h·W + w of its largest element, −1 for a window that misses the
 * picture whole (it gives 0); for 2 × 2 windows side by side, where it is one of four, a byte each.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/max-pool.h"
#include "engine/ops/window2d.h"

static gboolean
is_two_by_two (const WeftPoolAttrs *a, const WeftShape *in)
{
  return a->kernel[0] == 2 && a->kernel[1] == 2 && a->stride[0] == 2 && a->stride[1] == 2
         && a->padding[0] == 0 && a->padding[1] == 0 && a->dilation[0] == 1 && a->dilation[1] == 1
         && in->dims[2] % 2 == 0 && in->dims[3] % 2 == 0;
}

static void
forward_window (const float *x, gint64 width, WeftWindow rows, WeftWindow columns,
                const WeftPoolAttrs *attrs, float *y, gint32 *place)
{
  float best = -INFINITY;
  gint64 at = -1;

  for (int r = rows.first; r < rows.end; r++)
    for (int s = columns.first; s < columns.end; s++)
      {
        gint64 h = rows.at + (gint64) (r - rows.first) * attrs->dilation[0];
        gint64 w = columns.at + (gint64) (s - columns.first) * attrs->dilation[1];
        float value = x[h * width + w];

        if (at < 0 || value > best || isnan (value))
          {
            best = value;
            at = h * width + w;
          }
      }
  *y = at < 0 ? 0.0f : best;
  *place = (gint32) at;
}

static void
forward_plane (const WeftOpRun *run, const float *x, float *y,
               gint32 *places) /* x (H, W), y (I, J) */
{
  const WeftPoolAttrs *attrs = run->attrs;
  gint64 height = run->in_shape[0].dims[2], width = run->in_shape[0].dims[3];
  gint64 out_height = run->out_shape[0].dims[2], out_width = run->out_shape[0].dims[3];

  for (gint64 i = 0; i < out_height; i++)
    {
      WeftWindow rows = weft_pool_window (attrs, 0, height, i);

      for (gint64 j = 0; j < out_width; j++)
        forward_window (x, width, rows, weft_pool_window (attrs, 1, width, j), attrs, y++,
                        places++);
    }
}

#if WEFT_KERNEL_LEVEL >= 3
/* Windows that go on by one lie over each other, so that many of a row are taken at once. */
static gboolean
is_sliding (const WeftOpRun *run)
{
  const WeftPoolAttrs *a = run->attrs;

  return a->stride[0] == 1 && a->stride[1] == 1 && a->dilation[0] == 1 && a->dilation[1] == 1
         && a->padding[1] < WEFT_LANES && 2 * a->padding[0] <= a->kernel[0]
         && 2 * a->padding[1] <= a->kernel[1];
}

static void
forward_sliding (const WeftOpRun *run, const float *x, float *y,
                 gint32 *places) /* x (H, W), y (I, J) */
{
  const WeftPoolAttrs *attrs = run->attrs;
  int width = (int) run->in_shape->dims[3], n = (int) run->out_shape->dims[3];

  for (gint64 i = 0; i < run->out_shape->dims[2]; i++)
    {
      WeftWindow rows = weft_pool_window (attrs, 0, run->in_shape->dims[2], i);
      const WeftPoolSlide slide = { x + rows.at * width, (int) rows.at, rows.end - rows.first,
                                    attrs->kernel[1],    width,         attrs->padding[1] };

      weft_max_pool_slide_row (n, &slide, y + i * n, places + i * n);
    }
}
#endif

/* x (2I, 2J) → y (I, J) and which of the four, row by row. */
static void
forward_two_by_two (const float *x, gsize height, gsize width, float *y, guint8 *places)
{
  for (gsize i = 0; i < height; i++)
    weft_max_pool_row (width, x + 4 * i * width, x + (4 * i + 2) * width, y + i * width,
                       places + i * width);
}

static void
backward_two_by_two (const float *dy, const guint8 *places, gsize height, gsize width, float *dx)
{
  for (gsize i = 0; i < height; i++)
    weft_max_pool_spread_row (width, dy + i * width, places + i * width, dx + 4 * i * width,
                              dx + (4 * i + 2) * width);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4),
        out = weft_count_between (run->out_shape, 2, 4);

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      const float *x = (const float *) run->in[0] + p * in;
      float *y = (float *) run->out[0] + p * out;

      if (is_two_by_two (run->attrs, run->in_shape))
        forward_two_by_two (x, (gsize) run->out_shape->dims[2], (gsize) run->out_shape->dims[3], y,
                            (guint8 *) run->saved + p * out);
#if WEFT_KERNEL_LEVEL >= 3
      else if (is_sliding (run))
        forward_sliding (run, x, y, (gint32 *) run->saved + p * out);
#endif
      else
        forward_plane (run, x, y, (gint32 *) run->saved + p * out);
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4),
        out = weft_count_between (run->out_shape, 2, 4);

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      const gint32 *places = (const gint32 *) run->saved + p * out;
      const float *dy = run->d_out[0] + p * out;
      float *dx = run->d_in[0] + p * in;

      if (is_two_by_two (run->attrs, run->in_shape))
        {
          backward_two_by_two (dy, (const guint8 *) run->saved + p * out,
                               (gsize) run->out_shape->dims[2], (gsize) run->out_shape->dims[3],
                               dx);
          continue;
        }
      memset (dx, 0, in * sizeof *dx);
      for (gsize i = 0; i < out; i++)
        if (places[i] >= 0)
          dx[places[i]] += dy[i];
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (!weft_pool_check_shape (shapes))
    return FALSE;
  if (weft_count_between (shapes->in, 2, 4) > G_MAXINT32)
    return weft_expects (shapes, _ ("expects pictures of at most two thousand million pixels"));
  return TRUE;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  gsize each = is_two_by_two (shapes->attrs, shapes->in) ? sizeof (guint8) : sizeof (gint32);

  return weft_count (&shapes->out[0]) * each;
}

WEFT_CASES_BEGIN
static const WeftOpCase cases[] = {
  { "2 × 2", { F32 (2, 3, 6, 8) }, POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)) },
  { "2 × 2, odd size", { F32 (1, 2, 7, 5) }, POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)) },
  { "3 × 3 overlapping, padding",
    { F32 (2, 2, 7, 6) },
    POOL (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)) },
  { "3 × 3, by one", { F32 (2, 2, 7, 9) }, POOL (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
  { "2 × 5, by one", { F32 (2, 2, 5, 6) }, POOL (PAIR (2, 5), PAIR (1, 1), PAIR (1, 2)) },
  { "3 × 3, by one, large",
    { F32 (8, 16, 20, 40) },
    POOL (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)),
    .is_large = TRUE },
  { "ceil mode",
    { F32 (2, 2, 6, 7) },
    POOL (PAIR (3, 2), PAIR (2, 3), PAIR (1, 0), .ceil_mode = TRUE) },
  { "dilation",
    { F32 (1, 2, 8, 9) },
    POOL (PAIR (3, 2), PAIR (1, 2), PAIR (1, 1), .dilation = { 2, 3 }) },
  { "whole picture", { F32 (2, 2, 4, 4) }, POOL (PAIR (4, 4), PAIR (4, 4), PAIR (0, 0)) },
  { "2 × 2, large",
    { F32 (8, 16, 32, 32) },
    POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)),
    .is_large = TRUE },
  { NULL },
};
WEFT_CASES_END

const WeftOp WEFT_OP_ROW (max_pool2d) = {
  .id = "max_pool2d",
  .units = { WEFT_UNITS_CHANNELS },
  .summary = "y[n, c, i, j] = max x[n, c, h, w] over the window of (i, j)",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = weft_pool_attrs,
  .attrs_size = sizeof (WeftPoolAttrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { weft_pool_slices, forward } },
  .backward = { { weft_pool_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.max_pool2d (x, kernel, stride, padding, dilation, ceil_mode)",
  .onnx = "e = [(size (y, 2) - 1) * stride[0] + (kernel[0] - 1) * dilation[0] + 1 - size (x, "
          "2) - padding[0], (size (y, 3) - 1) * stride[1] + (kernel[1] - 1) * dilation[1] + "
          "1 - size (x, 3) - padding[1]]; p = padding + (ceil_mode ? [e[0] < 0 ? 0 : e[0], "
          "e[1] < 0 ? 0 : e[1]] : padding); MaxPool (x, kernel_shape=kernel, strides=stride, "
          "pads=p, dilations=dilation)",
};
