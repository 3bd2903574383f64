/* conv_transpose2d: what conv2d does to gradients: every input spreads a filter over the output,
 * y[n, k, i, j] = b[k] + Σ w[c, k, r, s] · x[n, c, h, v] over i = h·stride + r·dilation − padding,
 * …; dx is conv2d of dy, dw[c, k, r, s] = Σ x[n, c, h, v] · dy[n, k, i, j]
 *
 * A sample's columns (K·R·S, H·W) are wᵀ (K·R·S, C) x (C, H·W), added into y where they belong, and
 * gathered from dy going back; where filters lie side by side each has a place of its own and is
 * put there. Samples are shared out; each slice has columns of its own, and in
 * backward a dw of its own, summed in slice order. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/gemm.h"
#include "engine/ops/convolution.h"

#define FLOPS_PER_SLICE 2000000

typedef struct
{
  int kernel[2], stride[2], padding[2], output_padding[2], dilation[2]; /* h, w */
  int groups;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_SIZE2 (Attrs, kernel, 1, 1, G_MAXINT),
  WEFT_SIZE2 (Attrs, stride, 1, 1, G_MAXINT),
  WEFT_SIZE2 (Attrs, padding, 0, 0, G_MAXINT),
  WEFT_SIZE2 (Attrs, output_padding, 0, 0, G_MAXINT),
  WEFT_SIZE2 (Attrs, dilation, 1, 1, G_MAXINT),
  WEFT_INT (Attrs, groups, 1, 1, G_MAXINT),
  { NULL },
};

/* Of one sample and one group. */
typedef struct
{
  gsize samples, groups, channels, filters; /* C and K of a group */
  gsize in_area, out_area, columns;         /* columns: K·R·S */
} Sizes;

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *in, const WeftShape *out)
{
  gsize groups = (gsize) attrs->groups;

  return (Sizes){
    .samples = (gsize) in[X].dims[0],
    .groups = groups,
    .channels = (gsize) in[X].dims[1] / groups,
    .filters = (gsize) out->dims[1] / groups,
    .in_area = weft_count_between (&in[X], 2, 4),
    .out_area = weft_count_between (out, 2, 4),
    .columns = (gsize) out->dims[1] / groups * (gsize) attrs->kernel[0] * (gsize) attrs->kernel[1],
  };
}

static gboolean
check_weight (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X], *w = &shapes->in[W];

  if (!weft_conv_check_pictures (shapes)
      || !weft_conv_check_groups (shapes, attrs->groups, attrs->groups))
    return FALSE;
  if (w->rank != 4 || w->dims[0] != x->dims[1] || w->dims[2] != attrs->kernel[0]
      || w->dims[3] != attrs->kernel[1])
    return weft_expects (shapes, _ ("expects a filter for each channel, (C, K, R, S)"));
  if (shapes->n_in > B
      && (shapes->in[B].rank != 1 || shapes->in[B].dims[0] != w->dims[1] * attrs->groups))
    return weft_expects (shapes, _ ("expects one bias for each output"));
  return TRUE;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X];

  if (!check_weight (shapes))
    return FALSE;
  shapes->out[0] = *x;
  shapes->out[0].dims[1] = shapes->in[W].dims[1] * attrs->groups;
  for (int axis = 0; axis < 2; axis++)
    {
      gint64 length = (x->dims[2 + axis] - 1) * attrs->stride[axis]
                      + (gint64) attrs->dilation[axis] * (attrs->kernel[axis] - 1) + 1
                      + attrs->output_padding[axis] - 2 * (gint64) attrs->padding[axis];

      if (attrs->output_padding[axis] >= MAX (attrs->stride[axis], attrs->dilation[axis]))
        return weft_expects (shapes, _ ("expects output padding below the stride or dilation"));
      if (length < 1)
        return weft_expects (shapes, _ ("expects padding that leaves something of the output"));
      shapes->out[0].dims[2 + axis] = length;
    }
  return TRUE;
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in, shapes->out);

  return 2
         * (gint64) (sizes.samples * sizes.groups * sizes.channels * sizes.columns * sizes.in_area);
}

static guint
slices_of (const Sizes *sizes)
{
  gsize flops
      = 2 * sizes->samples * sizes->groups * sizes->channels * sizes->columns * sizes->in_area;

  return (guint) MIN (sizes->samples, weft_slices_for (flops, FLOPS_PER_SLICE));
}

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);

  return slices_of (&sizes);
}

/* The inputs along an axis that reach the output through a tap: `begin` … `end` − 1 of them, the
 * first of which reaches `at`, every other one a stride farther. */
typedef struct
{
  gint64 begin, end, at;
} Reach;

static Reach
find_reach (const WeftOpRun *run, int axis, gint64 tap)
{
  const Attrs *attrs = run->attrs;
  gint64 stride = attrs->stride[axis], in = run->in_shape[X].dims[2 + axis];
  gint64 out = run->out_shape[0].dims[2 + axis];
  gint64 first = tap * attrs->dilation[axis] - attrs->padding[axis];
  Reach reach = { .begin = first < 0 ? (-first + stride - 1) / stride : 0 };

  reach.end = first < out ? MIN (in, (out - 1 - first) / stride + 1) : 0;
  reach.end = MAX (reach.end, reach.begin);
  reach.at = first + reach.begin * stride;
  return reach;
}

static inline void
add_steps (const float *columns, gsize n, float *y, gsize stride)
{
  for (gsize v = 0; v < n; v++)
    y[v * stride] += columns[v];
}

static inline void
take_steps (float *columns, gsize n, const float *y, gsize stride)
{
  for (gsize v = 0; v < n; v++)
    columns[v] = y[v * stride];
}

/* A row of columns, n of which reach y from there on. Strides of 1 and 2 are known where the loops
 * are compiled, and so become vectors. */
static void
move_row (float *columns, gsize n, float *y, gsize stride, gboolean gathers)
{
  if (gathers && stride == 1)
    memcpy (columns, y, n * sizeof *columns);
  else if (gathers && stride == 2)
    take_steps (columns, n, y, 2);
  else if (gathers)
    take_steps (columns, n, y, stride);
  else if (stride == 1)
    add_steps (columns, n, y, 1);
  else if (stride == 2)
    add_steps (columns, n, y, 2);
  else
    add_steps (columns, n, y, stride);
}

/* Adds a tap's columns (H·W) into a plane of y (H'·W'), or gathers them from there. */
static void
move_tap (const WeftOpRun *run, gint64 r, gint64 s, float *columns, float *y, gboolean gathers)
{
  const Attrs *attrs = run->attrs;
  gint64 width = run->in_shape[X].dims[3];
  Reach rows = find_reach (run, 0, r), places = find_reach (run, 1, s);
  gsize n = (gsize) (places.end - places.begin);

  if (gathers && (n < (gsize) width || rows.end - rows.begin < run->in_shape[X].dims[2]))
    memset (columns, 0, weft_count_between (&run->in_shape[X], 2, 4) * sizeof *columns);
  for (gint64 h = rows.begin; h < rows.end; h++)
    {
      gint64 i = rows.at + (h - rows.begin) * attrs->stride[0];

      move_row (columns + h * width + places.begin, n,
                y + i * run->out_shape[0].dims[3] + places.at, (gsize) attrs->stride[1], gathers);
    }
}

/* Columns (K·R·S, H·W), y (K, H'·W'). */
static void
move_columns (const WeftOpRun *run, const Sizes *sizes, float *columns, float *y, gboolean gathers)
{
  const Attrs *attrs = run->attrs;

  for (gsize k = 0; k < sizes->filters; k++, y += sizes->out_area)
    for (int r = 0; r < attrs->kernel[0]; r++)
      for (int s = 0; s < attrs->kernel[1]; s++, columns += sizes->in_area)
        move_tap (run, r, s, columns, y, gathers);
}

/* --- filters that lie side by side: as long as their stride --- */

static gboolean
is_apart (const Attrs *attrs)
{
  gboolean apart = TRUE;

  for (int i = 0; i < 2; i++)
    apart = apart && attrs->kernel[i] == attrs->stride[i] && attrs->padding[i] == 0
            && attrs->output_padding[i] == 0 && attrs->dilation[i] == 1;
  return apart;
}

/* A row of each of `taps` columns, an area apart, and the row of y that they are. */
static void
put_row (const float *columns, gsize area, gsize n, gsize taps, float b, float *y)
{
  const float *next = columns + area;

  if (taps == 2)
#pragma GCC ivdep
    for (gsize v = 0; v < n; v++)
      {
        y[2 * v] = columns[v] + b;
        y[2 * v + 1] = next[v] + b;
      }
  else
    for (gsize s = 0; s < taps; s++)
      for (gsize v = 0; v < n; v++)
        y[v * taps + s] = columns[s * area + v] + b;
}

static void
take_row (float *columns, gsize area, gsize n, gsize taps, const float *y)
{
  float *next = columns + area;

  if (taps == 2)
#pragma GCC ivdep
    for (gsize v = 0; v < n; v++)
      {
        columns[v] = y[2 * v];
        next[v] = y[2 * v + 1];
      }
  else
    for (gsize s = 0; s < taps; s++)
      take_steps (columns + s * area, n, y + s, taps);
}

/* Columns (K·R·S, H·W) to y (K, H·R, W·S), with b (K, nullable) added, or back. */
static void
move_apart (const WeftOpRun *run, const Sizes *sizes, float *columns, const float *b, float *y,
            gboolean gathers)
{
  const Attrs *attrs = run->attrs;
  gsize taps = (gsize) attrs->kernel[1], repeats = (gsize) attrs->kernel[0],
        width = (gsize) run->in_shape[X].dims[3], area = sizes->in_area;

  for (gsize k = 0; k < sizes->filters; k++, y += sizes->out_area)
    for (gsize r = 0; r < repeats; r++, columns += taps * area)
      for (gsize at = 0; at < area; at += width)
        {
          float *row = y + (at * repeats + r * width) * taps;

          if (gathers)
            take_row (columns + at, area, width, taps, row);
          else
            put_row (columns + at, area, width, taps, b != NULL ? b[k] : 0.0f, row);
        }
}

static void
start_with_bias (const WeftOpRun *run, gsize n, const Sizes *sizes)
{
  const float *b = run->n_in > B ? run->in[B] : NULL;
  gsize filters = sizes->groups * sizes->filters;
  float *y = (float *) run->out[0] + n * filters * sizes->out_area;

  for (gsize k = 0; k < filters; k++)
    for (gsize i = 0; i < sizes->out_area; i++)
      y[k * sizes->out_area + i] = b != NULL ? b[k] : 0.0f;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);
  WeftSpan samples = weft_span_of (sizes.samples, slices_of (&sizes), slice, 1);
  float *columns = (float *) run->workspace + slice * sizes.columns * sizes.in_area;
  gboolean apart = is_apart (run->attrs);
  const float *b = run->n_in > B ? run->in[B] : NULL;

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      if (!apart)
        start_with_bias (run, n, &sizes);
      for (gsize g = 0; g < sizes.groups; g++)
        {
          gsize at = n * sizes.groups + g;
          float *y = (float *) run->out[0] + at * sizes.filters * sizes.out_area;

          /* columns (K·R·S, H·W) = wᵀ (K·R·S, C) x (C, H·W) */
          weft_gemm (&(WeftGemm){
              .m = sizes.columns,
              .n = sizes.in_area,
              .k = sizes.channels,
              .a = (const float *) run->in[W] + g * sizes.channels * sizes.columns,
              .lda = sizes.columns,
              .a_transposed = TRUE,
              .b = (const float *) run->in[X] + at * sizes.channels * sizes.in_area,
              .ldb = sizes.in_area,
              .c = columns,
              .ldc = sizes.in_area,
          });
          if (apart)
            move_apart (run, &sizes, columns, b != NULL ? b + g * sizes.filters : NULL, y, FALSE);
          else
            move_columns (run, &sizes, columns, y, FALSE);
        }
    }
}

/* A slice's dw in the workspace, behind everybody's columns. */
static float *
get_part (const WeftOpRun *run, const Sizes *sizes, guint slice)
{
  gsize weights = sizes->groups * sizes->channels * sizes->columns;

  return (float *) run->workspace + slices_of (sizes) * sizes->columns * sizes->in_area
         + slice * weights;
}

static void
backward_group (const WeftOpRun *run, const Sizes *sizes, gsize n, gsize g, float *columns,
                float *dw)
{
  gsize at = n * sizes->groups + g, weights = sizes->channels * sizes->columns;
  gsize x = at * sizes->channels * sizes->in_area;
  float *dy = run->d_out[0] + at * sizes->filters * sizes->out_area;

  if (is_apart (run->attrs))
    move_apart (run, sizes, columns, NULL, dy, TRUE);
  else
    move_columns (run, sizes, columns, dy, TRUE);
  /* dx (C, H·W) = w (C, K·R·S) columns (K·R·S, H·W) */
  if (run->d_in[X] != NULL)
    weft_gemm (&(WeftGemm){
        .m = sizes->channels,
        .n = sizes->in_area,
        .k = sizes->columns,
        .a = (const float *) run->in[W] + g * weights,
        .lda = sizes->columns,
        .b = columns,
        .ldb = sizes->in_area,
        .c = run->d_in[X] + x,
        .ldc = sizes->in_area,
    });
  /* dw (C, K·R·S) += x (C, H·W) columnsᵀ (H·W, K·R·S) */
  if (run->d_in[W] != NULL)
    weft_gemm (&(WeftGemm){
        .m = sizes->channels,
        .n = sizes->columns,
        .k = sizes->in_area,
        .a = (const float *) run->in[X] + x,
        .lda = sizes->in_area,
        .b = columns,
        .ldb = sizes->in_area,
        .b_transposed = TRUE,
        .c = dw + g * weights,
        .ldc = sizes->columns,
        .accumulate = TRUE,
    });
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);
  WeftSpan samples = weft_span_of (sizes.samples, slices_of (&sizes), slice, 1);
  float *columns = (float *) run->workspace + slice * sizes.columns * sizes.in_area;
  float *dw = get_part (run, &sizes, slice);

  memset (dw, 0, sizes.groups * sizes.channels * sizes.columns * sizeof *dw);
  for (gsize n = samples.begin; n < samples.end; n++)
    for (gsize g = 0; g < sizes.groups; g++)
      backward_group (run, &sizes, n, g, columns, dw);
}

/* Of what is added up: every slice's dw, and dy for the bias. */
static guint
count_sums (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);
  gsize weights = sizes.groups * sizes.channels * sizes.columns,
        dy = run->n_in > B ? weft_count (run->out_shape) : 0;

  return weft_slices_for (slices_of (&sizes) * weights + dy, 4 * WEFT_ELEMENTS_PER_SLICE);
}

static void
sum_slices (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape, run->out_shape);
  gsize weights = sizes.groups * sizes.channels * sizes.columns,
        filters = sizes.groups * sizes.filters;
  guint sums = count_sums (run);
  WeftSpan some = weft_span_of (weights, sums, slice, 16);
  const float *dw = get_part (run, &sizes, 0), *dy = run->d_out[0];

  if (run->d_in[W] != NULL)
    memcpy (run->d_in[W] + some.begin, dw + some.begin, (some.end - some.begin) * sizeof *dw);
  for (guint k = 1; run->d_in[W] != NULL && k < slices_of (&sizes); k++)
    for (gsize i = some.begin; i < some.end; i++)
      run->d_in[W][i] += dw[k * weights + i];
  if (run->n_in > B && run->d_in[B] != NULL)
    weft_conv_sum_bias (dy, sizes.samples, filters, sizes.out_area,
                        weft_span_of (filters, sums, slice, 1), run->d_in[B]);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in, shapes->out);
  gsize weights = is_backward ? sizes.groups * sizes.channels * sizes.columns : 0;

  return slices_of (&sizes) * (sizes.columns * sizes.in_area + weights) * sizeof (float);
}

#define CONV_PADDING(...) .padding = __VA_ARGS__

WEFT_CASES_BEGIN
static const WeftOpCase cases[] = {
  { "2 × 2, doubling",
    { F32 (2, 3, 3, 4), F32 (3, 2, 2, 2), F32 (2) },
    CONV (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)) },
  { "side by side, three by two, groups",
    { F32 (2, 4, 2, 5), F32 (4, 1, 3, 2), F32 (2) },
    CONV (PAIR (3, 2), PAIR (3, 2), PAIR (0, 0), .groups = 2) },
  { "side by side, two by three",
    { F32 (1, 2, 3, 18), F32 (2, 3, 2, 3) },
    CONV (PAIR (2, 3), PAIR (2, 3), PAIR (0, 0)) },
  { "overlapping, padding",
    { F32 (2, 2, 4, 3), F32 (2, 3, 3, 3), F32 (3) },
    CONV (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1), .output_padding = { 1, 1 }) },
  { "dilation, uneven",
    { F32 (1, 2, 3, 4), F32 (2, 2, 2, 3), F32 (2) },
    CONV (PAIR (2, 3), PAIR (1, 2), PAIR (1, 0), .dilation = { 2, 1 }) },
  { "two groups, no bias",
    { F32 (2, 4, 3, 3), F32 (4, 2, 2, 2) },
    CONV (PAIR (2, 2), PAIR (1, 1), PAIR (0, 0), .groups = 2) },
  { "batch of one, 1 × 1",
    { F32 (1, 2, 1, 1), F32 (2, 1, 4, 4), F32 (1) },
    CONV (PAIR (4, 4), PAIR (1, 1), PAIR (0, 0)) },
  { "doubling, large",
    { F32 (3, 32, 18, 34), F32 (32, 16, 2, 2), F32 (16) },
    CONV (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)),
    .is_large = TRUE },
  { "large",
    { F32 (6, 32, 12, 12), F32 (32, 16, 4, 4), F32 (16) },
    CONV (PAIR (4, 4), PAIR (2, 2), PAIR (1, 1)),
    .is_large = TRUE },
  { NULL },
};
WEFT_CASES_END

const WeftOp WEFT_OP_ROW (conv_transpose2d) = {
  .id = "conv_transpose2d",
  .units = { WEFT_UNITS_WEIGHED, 1, .weights = { { W, 2, 1 }, { B, 1 } } },
  .summary = "y[n, k, i, j] = b[k] + Σ w[c, k, r, s] · x[n, c, h, v], i = h·stride + r·dilation − "
             "padding, …",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "w", .backward_reads = TRUE }, { "b", .optional = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward }, { count_sums, sum_slices } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.conv_transpose2d (x, w, b, stride, padding, output_padding, groups, dilation)",
  .onnx = "ConvTranspose (x, w, b, kernel_shape=kernel, strides=stride, pads=padding + "
          "padding, output_padding=output_padding, dilations=dilation, group=groups)",
};
