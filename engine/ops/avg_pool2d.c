/* avg_pool2d: y[n, c, i, j] = Σ x[n, c, h, w] / D over the window of (i, j) within the picture; D
 * counts the window's elements within picture and padding (count_include_pad), else within the
 * picture; dx[n, c, h, w] = Σ dy[n, c, i, j] / D over the windows that it lies in. An empty window
 * gives 0. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/window2d.h"

static float
get_weight (const WeftPoolAttrs *attrs, WeftWindow rows, WeftWindow columns)
{
  int inside = (rows.end - rows.first) * (columns.end - columns.first);
  int divisor = attrs->count_include_pad ? rows.padded_end * columns.padded_end : inside;

  return inside > 0 ? 1.0f / (float) divisor : 0.0f;
}

static float
sum_window (const float *x, gint64 width, WeftWindow rows, WeftWindow columns,
            const WeftPoolAttrs *attrs)
{
  float sum = 0.0f;

  for (int r = 0; r < rows.end - rows.first; r++)
    for (int s = 0; s < columns.end - columns.first; s++)
      sum += x[(rows.at + (gint64) r * attrs->dilation[0]) * width + columns.at
               + (gint64) s * attrs->dilation[1]];
  return sum;
}

static void
spread_window (float *dx, gint64 width, WeftWindow rows, WeftWindow columns,
               const WeftPoolAttrs *attrs, float share)
{
  for (int r = 0; r < rows.end - rows.first; r++)
    for (int s = 0; s < columns.end - columns.first; s++)
      dx[(rows.at + (gint64) r * attrs->dilation[0]) * width + columns.at
         + (gint64) s * attrs->dilation[1]]
          += share;
}

/* Forward: x (H, W) → y (I, J). Backward: dy (I, J) → dx (H, W). */
static void
run_plane (const WeftOpRun *run, const float *x, float *y, const float *dy, float *dx)
{
  const WeftPoolAttrs *attrs = run->attrs;
  gint64 height = run->in_shape[0].dims[2], width = run->in_shape[0].dims[3], out = 0;

  for (gint64 i = 0; i < run->out_shape[0].dims[2]; i++)
    {
      WeftWindow rows = weft_pool_window (attrs, 0, height, i);

      for (gint64 j = 0; j < run->out_shape[0].dims[3]; j++, out++)
        {
          WeftWindow columns = weft_pool_window (attrs, 1, width, j);
          float weight = get_weight (attrs, rows, columns);

          if (dx == NULL)
            y[out] = weight * sum_window (x, width, rows, columns, attrs);
          else
            spread_window (dx, width, rows, columns, attrs, weight * dy[out]);
        }
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4),
        out = weft_count_between (run->out_shape, 2, 4);

  for (gsize p = planes.begin; p < planes.end; p++)
    run_plane (run, (const float *) run->in[0] + p * in, (float *) run->out[0] + p * out, NULL,
               NULL);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4),
        out = weft_count_between (run->out_shape, 2, 4);

  memset (run->d_in[0] + planes.begin * in, 0, (planes.end - planes.begin) * in * sizeof (float));
  for (gsize p = planes.begin; p < planes.end; p++)
    run_plane (run, NULL, NULL, run->d_out[0] + p * out, run->d_in[0] + p * in);
}

WEFT_CASES_BEGIN
static const WeftOpCase cases[] = {
  { "2 × 2",
    { F32 (2, 3, 6, 8) },
    POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0), .count_include_pad = TRUE) },
  { "padding counted",
    { F32 (2, 2, 7, 6) },
    POOL (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1), .count_include_pad = TRUE) },
  { "padding not counted", { F32 (2, 2, 7, 6) }, POOL (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)) },
  { "ceil mode, padding counted",
    { F32 (1, 2, 6, 7) },
    POOL (PAIR (3, 2), PAIR (2, 3), PAIR (1, 1), .count_include_pad = TRUE, .ceil_mode = TRUE) },
  { "ceil mode, padding not counted",
    { F32 (1, 2, 6, 7) },
    POOL (PAIR (3, 2), PAIR (2, 3), PAIR (1, 1), .ceil_mode = TRUE) },
  { "batch of one, 1 × 1", { F32 (1, 1, 1, 1) }, POOL (PAIR (1, 1), PAIR (1, 1), PAIR (0, 0)) },
  { NULL },
};
WEFT_CASES_END

const WeftOp WEFT_OP_ROW (avg_pool2d) = {
  .id = "avg_pool2d",
  .units = { WEFT_UNITS_CHANNELS },
  .summary = "y[n, c, i, j] = Σ x[n, c, h, w] / D over the window of (i, j)",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = weft_pool_attrs,
  .attrs_size = sizeof (WeftPoolAttrs),
  .shape = weft_pool_check_shape,
  .forward = { { weft_pool_slices, forward } },
  .backward = { { weft_pool_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.avg_pool2d (x, kernel, stride, padding, ceil_mode, count_include_pad)",
  .onnx = "e = [(size (y, 2) - 1) * stride[0] + (kernel[0] - 1) * dilation[0] + 1 - size (x, "
          "2) - padding[0], (size (y, 3) - 1) * stride[1] + (kernel[1] - 1) * dilation[1] + "
          "1 - size (x, 3) - padding[1]]; p = padding + (ceil_mode ? [e[0] < 0 ? 0 : e[0], "
          "e[1] < 0 ? 0 : e[1]] : padding); ceil_mode and count_include_pad ? none : "
          "AveragePool (x, kernel_shape=kernel, strides=stride, pads=p, "
          "count_include_pad=count_include_pad)",
};
