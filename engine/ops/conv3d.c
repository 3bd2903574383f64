/* conv3d: y[n, k, f, i, j] = b[k] + Σ w[k, c, q, r, s] · x[n, c₀ + c, e, h, v] over c, q, r, s with
 * e = f·stride + q·dilation − padding within the volume and h, v likewise; c₀ is the first channel
 * of k's group. dx, dw and db are the sums of dy that see them, as in conv2d.
 *
 * A sample is done layer by layer: of a layer f of the output the columns (C·Q·R·S, H'·W') are
 * gathered from x, y (K, H'·W') = w (K, C·Q·R·S) columns, so that columns stay small. Samples are
 * shared out; each slice has columns of its own, and in backward a dw of its own, summed in slice
 * order. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/gemm.h"
#include "engine/kernels/sum.h"
#include "engine/ops/convolution.h"

#define FLOPS_PER_SLICE 2000000
#define AXES 3

typedef struct
{
  WeftDims kernel, stride, dilation; /* depth, height, width */
  WeftDims padding, padding_end;     /* in front, above, left; behind, below, right */
  int groups;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_DIMS (Attrs, kernel, "1,1,1", 1, G_MAXINT),
  WEFT_DIMS (Attrs, stride, "1,1,1", 1, G_MAXINT),
  WEFT_DIMS (Attrs, dilation, "1,1,1", 1, G_MAXINT),
  WEFT_DIMS (Attrs, padding, "0,0,0", 0, G_MAXINT),
  WEFT_DIMS (Attrs, padding_end, "0,0,0", 0, G_MAXINT),
  WEFT_INT (Attrs, groups, 1, 1, G_MAXINT),
  { NULL },
};

/* Of one sample and one group. */
typedef struct
{
  gsize samples, groups, channels, filters; /* C and K of a group */
  gsize in_volume, out_volume, layer;       /* layer: H'·W' */
  gsize columns;                            /* C·Q·R·S */
} Sizes;

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *in, const WeftShape *out)
{
  gsize groups = (gsize) attrs->groups;
  Sizes sizes = {
    .samples = (gsize) in[X].dims[0],
    .groups = groups,
    .channels = (gsize) in[X].dims[1] / groups,
    .filters = (gsize) out->dims[1] / groups,
    .in_volume = weft_count_between (&in[X], 2, 5),
    .out_volume = weft_count_between (out, 2, 5),
    .layer = weft_count_between (out, 3, 5),
  };

  sizes.columns = sizes.channels * weft_count_between (&in[W], 2, 5);
  return sizes;
}

static gboolean
check_weight (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X], *w = &shapes->in[W];

  if (x->rank != 2 + AXES || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects volumes, (N, C, D, H, W)"));
  if (!weft_conv_check_groups (shapes, attrs->groups, w->dims[0]))
    return FALSE;
  if (w->rank != 2 + AXES || w->dims[1] != x->dims[1] / attrs->groups)
    return weft_expects (shapes, _ ("expects a filter for each channel, (K, C, Q, R, S)"));
  for (int axis = 0; axis < AXES; axis++)
    if (w->dims[2 + axis] != attrs->kernel.d[axis])
      return weft_expects (shapes, _ ("expects a filter for each channel, (K, C, Q, R, S)"));
  if (shapes->n_in > B && (shapes->in[B].rank != 1 || shapes->in[B].dims[0] != w->dims[0]))
    return weft_expects (shapes, _ ("expects one bias for each output channel"));
  return TRUE;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;

  if (!check_weight (shapes))
    return FALSE;
  shapes->out[0] = shapes->in[X];
  shapes->out[0].dims[1] = shapes->in[W].dims[0];
  for (int axis = 0; axis < AXES; axis++)
    {
      gint64 extent = (gint64) attrs->dilation.d[axis] * (attrs->kernel.d[axis] - 1) + 1;
      gint64 room = shapes->in[X].dims[2 + axis] + attrs->padding.d[axis]
                    + attrs->padding_end.d[axis] - extent;

      if (attrs->stride.d[axis] < 1 || attrs->dilation.d[axis] < 1 || attrs->padding.d[axis] < 0
          || attrs->padding_end.d[axis] < 0)
        return weft_expects (
            shapes, _ ("expects stride and dilation of at least 1, and padding of at least 0"));
      if (room < 0)
        return weft_expects (shapes, _ ("expects volumes that the filter fits into"));
      shapes->out[0].dims[2 + axis] = room / attrs->stride.d[axis] + 1;
    }
  return TRUE;
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in, shapes->out);

  return (gint64) (2 * sizes.samples * sizes.groups * sizes.filters * sizes.columns
                   * sizes.out_volume);
}

static guint
slices_of (const Sizes *sizes)
{
  gsize flops
      = 2 * sizes->samples * sizes->groups * sizes->filters * sizes->columns * sizes->out_volume;

  return (guint) MIN (sizes->samples, weft_slices_for (flops, FLOPS_PER_SLICE));
}

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);

  return slices_of (&sizes);
}

/* --- columns of one layer --- */

/* The outputs along the last axis that see the picture through that tap. */
static WeftSpan
find_inside (const Attrs *attrs, const WeftShape *x, gint64 n, gint64 shift)
{
  gint64 stride = attrs->stride.d[2], width = x->dims[4];
  gint64 begin = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
  gint64 end = width > shift ? (width - shift + stride - 1) / stride : 0;

  return (WeftSpan){ (gsize) MIN (begin, n), (gsize) MAX (MIN (end, n), MIN (begin, n)) };
}

/* One row of one tap: columns (W') from a row of x, or added to it. x: nullable, of a row outside.
 */
static void
move_row (const Attrs *attrs, WeftSpan inside, gint64 shift, gsize n, float *columns, float *x,
          gboolean adds)
{
  gint64 stride = attrs->stride.d[2];

  if (x == NULL)
    inside = (WeftSpan){ n, n };
  for (gsize j = inside.begin; j < inside.end && adds; j++)
    x[(gint64) j * stride + shift] += columns[j];
  if (adds)
    return;
  for (gsize j = 0; j < inside.begin; j++)
    columns[j] = 0.0f;
  for (gsize j = inside.begin; j < inside.end; j++)
    columns[j] = x[(gint64) j * stride + shift];
  for (gsize j = inside.end; j < n; j++)
    columns[j] = 0.0f;
}

/* The columns (H', W') of one tap, from a channel x (D, H, W). */
static void
move_tap (const WeftOpRun *run, gint64 f, const int *tap, float *columns, float *x, gboolean adds)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *in = &run->in_shape[X], *out = run->out_shape;
  gint64 at[AXES], shift;
  WeftSpan inside;

  for (int axis = 0; axis < AXES; axis++)
    at[axis] = (gint64) tap[axis] * attrs->dilation.d[axis] - attrs->padding.d[axis];
  at[0] += f * attrs->stride.d[0];
  shift = at[2];
  inside = find_inside (attrs, in, out->dims[4], shift);
  for (gint64 i = 0; i < out->dims[3]; i++, columns += out->dims[4])
    {
      gint64 h = i * attrs->stride.d[1] + at[1];
      gboolean is_inside = at[0] >= 0 && at[0] < in->dims[2] && h >= 0 && h < in->dims[3];
      float *row = is_inside ? x + (at[0] * in->dims[3] + h) * in->dims[4] : NULL;

      move_row (attrs, inside, shift, (gsize) out->dims[4], columns, row, adds);
    }
}

/* Gathers the columns (C·Q·R·S, H'·W') of layer f from x (C, D, H, W), or adds them to it. */
static void
move_columns (const WeftOpRun *run, const Sizes *sizes, gint64 f, float *columns, float *x,
              gboolean adds)
{
  const int *kernel = ((const Attrs *) run->attrs)->kernel.d;

  for (gsize c = 0; c < sizes->channels; c++, x += sizes->in_volume)
    for (int q = 0; q < kernel[0]; q++)
      for (int r = 0; r < kernel[1]; r++)
        for (int s = 0; s < kernel[2]; s++, columns += sizes->layer)
          move_tap (run, f, (const int[]){ q, r, s }, columns, x, adds);
}

/* --- forward --- */

static void
add_bias (const WeftOpRun *run, const Sizes *sizes, gsize n)
{
  const float *b = run->n_in > B ? run->in[B] : NULL;
  gsize filters = sizes->groups * sizes->filters;
  float *y = (float *) run->out[0] + n * filters * sizes->out_volume;

  for (gsize k = 0; k < filters && b != NULL; k++)
    for (gsize i = 0; i < sizes->out_volume; i++)
      y[k * sizes->out_volume + i] += b[k];
}

static void
forward_group (const WeftOpRun *run, const Sizes *sizes, gsize n, gsize g, float *columns)
{
  gsize at = n * sizes->groups + g;
  float *x = (float *) run->in[X] + at * sizes->channels * sizes->in_volume;
  float *y = (float *) run->out[0] + at * sizes->filters * sizes->out_volume;

  for (gint64 f = 0; f < run->out_shape->dims[2]; f++)
    {
      move_columns (run, sizes, f, columns, x, FALSE);
      /* y (K, H'·W') = w (K, C·Q·R·S) columns (C·Q·R·S, H'·W') */
      weft_gemm (&(WeftGemm){
          .m = sizes->filters,
          .n = sizes->layer,
          .k = sizes->columns,
          .a = (const float *) run->in[W] + g * sizes->filters * sizes->columns,
          .lda = sizes->columns,
          .b = columns,
          .ldb = sizes->layer,
          .c = y + (gsize) f * sizes->layer,
          .ldc = sizes->out_volume,
      });
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);
  WeftSpan samples = weft_span_of (sizes.samples, slices_of (&sizes), slice, 1);
  float *columns = (float *) run->workspace + slice * sizes.columns * sizes.layer;

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      for (gsize g = 0; g < sizes.groups; g++)
        forward_group (run, &sizes, n, g, columns);
      add_bias (run, &sizes, n);
    }
}

/* --- backward --- */

/* A slice's dw in the workspace, behind everybody's columns. */
static float *
get_part (const WeftOpRun *run, const Sizes *sizes, guint slice)
{
  gsize weights = sizes->groups * sizes->filters * sizes->columns;

  return (float *) run->workspace + slices_of (sizes) * sizes->columns * sizes->layer
         + slice * weights;
}

static void
backward_layer (const WeftOpRun *run, const Sizes *sizes, gsize at, gint64 f, float *columns,
                float *dw)
{
  gsize g = at % sizes->groups, weights = sizes->filters * sizes->columns;
  gsize x = at * sizes->channels * sizes->in_volume;
  const float *dy
      = run->d_out[0] + at * sizes->filters * sizes->out_volume + (gsize) f * sizes->layer;

  if (run->d_in[W] != NULL)
    {
      move_columns (run, sizes, f, columns, (float *) run->in[X] + x, FALSE);
      /* dw (K, C·Q·R·S) += dy (K, H'·W') columnsᵀ (H'·W', C·Q·R·S) */
      weft_gemm (&(WeftGemm){
          .m = sizes->filters,
          .n = sizes->columns,
          .k = sizes->layer,
          .a = dy,
          .lda = sizes->out_volume,
          .b = columns,
          .ldb = sizes->layer,
          .b_transposed = TRUE,
          .c = dw + g * weights,
          .ldc = sizes->columns,
          .accumulate = TRUE,
      });
    }
  if (run->d_in[X] == NULL)
    return;
  /* columns (C·Q·R·S, H'·W') = wᵀ (C·Q·R·S, K) dy (K, H'·W') */
  weft_gemm (&(WeftGemm){
      .m = sizes->columns,
      .n = sizes->layer,
      .k = sizes->filters,
      .a = (const float *) run->in[W] + g * weights,
      .lda = sizes->columns,
      .a_transposed = TRUE,
      .b = dy,
      .ldb = sizes->out_volume,
      .c = columns,
      .ldc = sizes->layer,
  });
  move_columns (run, sizes, f, columns, run->d_in[X] + x, TRUE);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);
  WeftSpan samples = weft_span_of (sizes.samples, slices_of (&sizes), slice, 1);
  float *columns = (float *) run->workspace + slice * sizes.columns * sizes.layer;
  float *dw = get_part (run, &sizes, slice);
  gsize volume = sizes.channels * sizes.in_volume;

  memset (dw, 0, sizes.groups * sizes.filters * sizes.columns * sizeof *dw);
  for (gsize at = samples.begin * sizes.groups; at < samples.end * sizes.groups; at++)
    {
      if (run->d_in[X] != NULL)
        memset (run->d_in[X] + at * volume, 0, volume * sizeof (float));
      for (gint64 f = 0; f < run->out_shape->dims[2]; f++)
        backward_layer (run, &sizes, at, f, columns, dw);
    }
}

static void
sum_slices (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);
  gsize filters = sizes.groups * sizes.filters, weights = filters * sizes.columns;
  const float *dw = get_part (run, &sizes, 0), *dy = run->d_out[0];

  if (run->d_in[W] != NULL)
    memcpy (run->d_in[W], dw, weights * sizeof *dw);
  for (guint k = 1; run->d_in[W] != NULL && k < slices_of (&sizes); k++)
    for (gsize i = 0; i < weights; i++)
      run->d_in[W][i] += dw[k * weights + i];
  if (run->n_in > B && run->d_in[B] != NULL)
    weft_conv_sum_bias (dy, sizes.samples, filters, sizes.out_volume, (WeftSpan){ 0, filters },
                        run->d_in[B]);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in, shapes->out);
  gsize weights = is_backward ? sizes.groups * sizes.filters * sizes.columns : 0;

  return slices_of (&sizes) * (sizes.columns * sizes.layer + weights) * sizeof (float);
}

#define TRIPLE(a, b, c)                                                                            \
  {                                                                                                \
    3,                                                                                             \
    {                                                                                              \
      a, b, c                                                                                      \
    }                                                                                              \
  }
#define CONV_PADDING(...) .padding = __VA_ARGS__, .padding_end = __VA_ARGS__
#define CONV3(kernel_, stride_, padding_, ...)                                                     \
  (&(const Attrs){ .kernel = kernel_,                                                              \
                   .stride = stride_,                                                              \
                   CONV_PADDING (padding_),                                                        \
                   .dilation = TRIPLE (1, 1, 1),                                                   \
                   .groups = 1,                                                                    \
                   __VA_ARGS__ })

WEFT_CASES_BEGIN
static const WeftOpCase cases[] = {
  { "3 × 3 × 3, padding 1",
    { F32 (2, 2, 3, 4, 3), F32 (3, 2, 3, 3, 3), F32 (3) },
    CONV3 (TRIPLE (3, 3, 3), TRIPLE (1, 1, 1), TRIPLE (1, 1, 1)) },
  { "strides, uneven",
    { F32 (2, 2, 5, 4, 6), F32 (2, 2, 2, 1, 3), F32 (2) },
    CONV3 (TRIPLE (2, 1, 3), TRIPLE (2, 3, 2), TRIPLE (0, 0, 1)) },
  { "dilation, padding at the end",
    { F32 (1, 2, 3, 4, 4), F32 (2, 2, 2, 2, 2), F32 (2) },
    CONV3 (TRIPLE (2, 2, 2), TRIPLE (1, 1, 1), TRIPLE (0, 0, 0), .dilation = TRIPLE (1, 2, 3),
           .padding_end = TRIPLE (1, 0, 2)) },
  { "two groups, no bias",
    { F32 (2, 4, 2, 3, 2), F32 (4, 2, 2, 2, 1) },
    CONV3 (TRIPLE (2, 2, 1), TRIPLE (1, 1, 1), TRIPLE (0, 0, 0), .groups = 2) },
  { "batch of one, beyond the edge",
    { F32 (1, 1, 1, 1, 2), F32 (2, 1, 3, 3, 3), F32 (2) },
    CONV3 (TRIPLE (3, 3, 3), TRIPLE (2, 2, 2), TRIPLE (2, 1, 3)) },
  { "large",
    { F32 (5, 8, 8, 10, 10), F32 (16, 8, 3, 3, 3), F32 (16) },
    CONV3 (TRIPLE (3, 3, 3), TRIPLE (1, 1, 1), TRIPLE (1, 1, 1)),
    .is_large = TRUE },
  { NULL },
};
WEFT_CASES_END

const WeftOp WEFT_OP_ROW (conv3d) = {
  .id = "conv3d",
  .units = { WEFT_UNITS_WEIGHED, 1, .weights = { { W, 1, 2 }, { B, 1 } } },
  .summary = "y[n, k, f, i, j] = b[k] + Σ w[k, c, q, r, s] · x[n, c, f·stride + q·dilation − "
             "padding, …]",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "w", .backward_reads = TRUE }, { "b", .optional = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward }, { NULL, sum_slices } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.conv3d (F.pad (x, sum (zip (padding[::-1], padding_end[::-1]), ())), w, b, stride, "
             "0, dilation, groups)",
  .onnx = "Conv (x, w, b, kernel_shape=kernel, strides=stride, pads=padding + padding_end, "
          "dilations=dilation, group=groups)",
};
