/* conv2d: y[n, k, i, j] = b[k] + Σ w[k, c, r, s] · x[n, c₀ + c, h, v] over c, r, s with h =
 * i·stride + r·dilation − padding and v likewise within the picture; c₀ is the first channel of k's
 * group. dx[n, c₀ + c, h, v] = Σ w[k, c, r, s] · dy[n, k, i, j] over k, r, s and the (i, j) that
 * see (h, v) through (r, s); dw[k, c, r, s] = Σ dy[n, k, i, j] · x[n, c₀ + c, h, v] over n, i, j;
 * db[k] = Σ dy[n, k, i, j] over n, i, j.
 *
 * The work is done by the first kernel of engine/kernels/conv.h that fits the sizes. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/conv.h"

#include <inttypes.h>
#include "engine/ops/convolution.h"

typedef struct
{
  int kernel[2], stride[2], dilation[2]; /* h, w */
  int padding[2];                        /* above and left */
  int padding_end[2]; /* below and right: one more for "same" with an even kernel */
  int groups;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_SIZE2 (Attrs, kernel, 1, 1, G_MAXINT),
  WEFT_SIZE2 (Attrs, stride, 1, 1, G_MAXINT),
  WEFT_SIZE2 (Attrs, padding, 0, 0, G_MAXINT),
  WEFT_SIZE2 (Attrs, padding_end, 0, 0, G_MAXINT),
  WEFT_SIZE2 (Attrs, dilation, 1, 1, G_MAXINT),
  WEFT_INT (Attrs, groups, 1, 1, G_MAXINT),
  { NULL },
};

static const WeftConvKernel *const kernels[] = {
#if WEFT_KERNEL_LEVEL > 0
  &weft_conv_depthwise,
  &weft_conv_winograd,
  &weft_conv_taps,
#endif
  &weft_conv_plain,
};

static WeftConv
get_conv (const Attrs *attrs, const WeftShape *in, const WeftShape *out)
{
  gsize groups = (gsize) attrs->groups;

  return (WeftConv){
    .n = (gsize) in[X].dims[0],
    .c = (gsize) in[X].dims[1],
    .h = (gsize) in[X].dims[2],
    .w = (gsize) in[X].dims[3],
    .k = (gsize) in[W].dims[0],
    .r = (gsize) in[W].dims[2],
    .s = (gsize) in[W].dims[3],
    .oh = (gsize) out->dims[2],
    .ow = (gsize) out->dims[3],
    .groups = groups,
    .gc = (gsize) in[X].dims[1] / groups,
    .gk = (gsize) in[W].dims[0] / groups,
    .stride = { attrs->stride[0], attrs->stride[1] },
    .padding = { attrs->padding[0], attrs->padding[1] },
    .dilation = { attrs->dilation[0], attrs->dilation[1] },
  };
}

static const WeftConvKernel *
choose (const WeftConv *conv)
{
  guint i = 0;

  while (!kernels[i]->applies (conv))
    i++;
  return kernels[i];
}

static WeftConv
bind (const WeftOpRun *run)
{
  WeftConv conv = get_conv (run->attrs, run->in_shape, run->out_shape);
  gboolean has_bias = run->n_in > B;

  conv.x = run->in[X];
  conv.weights = run->in[W];
  conv.bias = has_bias ? run->in[B] : NULL;
  conv.y = run->out[0];
  conv.dy = run->d_out[0];
  conv.dx = run->d_in[X];
  conv.dw = run->d_in[W];
  conv.db = has_bias ? run->d_in[B] : NULL;
  conv.workspace = run->workspace;
  return conv;
}

static guint
count (const WeftConv *conv, const WeftConvPhase *phase)
{
  return phase->run == NULL || phase->slices == NULL ? 1 : phase->slices (conv);
}

static void
run_phase (const WeftConv *conv, const WeftConvPhase *phase, guint slice)
{
  if (phase->run != NULL)
    phase->run (conv, slice);
}

/* An op's phase is the same phase of the kernel that was chosen. */
#define PHASE(pass, number)                                                                        \
  static guint count_##pass##_##number (const WeftOpRun *run)                                      \
  {                                                                                                \
    WeftConv conv = bind (run);                                                                    \
                                                                                                   \
    return count (&conv, &choose (&conv)->pass[number]);                                           \
  }                                                                                                \
                                                                                                   \
  static void run_##pass##_##number (const WeftOpRun *run, guint slice)                            \
  {                                                                                                \
    WeftConv conv = bind (run);                                                                    \
                                                                                                   \
    run_phase (&conv, &choose (&conv)->pass[number], slice);                                       \
  }

PHASE (forward, 0)
PHASE (forward, 1)
PHASE (backward, 0)
PHASE (backward, 1)
PHASE (backward, 2)

static gboolean
check_weights (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X], *w = &shapes->in[W];

  if (!weft_conv_check_groups (shapes, attrs->groups, w->dims[0]))
    return FALSE;
  if (w->rank != 4 || w->dims[1] != x->dims[1] / attrs->groups || w->dims[2] != attrs->kernel[0]
      || w->dims[3] != attrs->kernel[1])
    {
      shapes->error = g_strdup_printf (_ ("expects pictures of %" PRId64 " channels"),
                                       w->dims[1] * attrs->groups);
      return FALSE;
    }
  if (shapes->n_in > B && (shapes->in[B].rank != 1 || shapes->in[B].dims[0] != w->dims[0]))
    return weft_expects (shapes, _ ("expects one bias for each output channel"));
  return TRUE;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X];

  if (!weft_conv_check_pictures (shapes) || !check_weights (shapes))
    return FALSE;
  shapes->out[0] = *x;
  shapes->out[0].dims[1] = shapes->in[W].dims[0];
  for (int axis = 0; axis < 2; axis++)
    {
      gint64 extent = (gint64) attrs->dilation[axis] * (attrs->kernel[axis] - 1) + 1;
      gint64 room = x->dims[2 + axis] + attrs->padding[axis] + attrs->padding_end[axis] - extent;

      if (attrs->stride[axis] < 1 || attrs->dilation[axis] < 1 || attrs->padding[axis] < 0
          || attrs->padding_end[axis] < 0)
        return weft_expects (
            shapes, _ ("expects stride and dilation of at least 1, and padding of at least 0"));
      if (room < 0)
        {
          shapes->error = g_strdup_printf (_ ("expects pictures of at least %d × %d after padding"),
                                           attrs->dilation[0] * (attrs->kernel[0] - 1) + 1,
                                           attrs->dilation[1] * (attrs->kernel[1] - 1) + 1);
          return FALSE;
        }
      shapes->out[0].dims[2 + axis] = room / attrs->stride[axis] + 1;
    }
  return TRUE;
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean backward)
{
  WeftConv conv = get_conv (shapes->attrs, shapes->in, shapes->out);

  return choose (&conv)->workspace_bytes (&conv, backward);
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  WeftConv conv = get_conv (shapes->attrs, shapes->in, shapes->out);

  return (gint64) (conv.n * weft_conv_image_flops (&conv));
}

#define CONV_PADDING(...) .padding = __VA_ARGS__, .padding_end = __VA_ARGS__

WEFT_CASES_BEGIN
static const WeftOpCase cases[] = {
  { "3 × 3, padding 1",
    { F32 (2, 3, 5, 6), F32 (4, 3, 3, 3), F32 (4) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
  { "batch of one, no bias",
    { F32 (1, 1, 7, 7), F32 (2, 1, 3, 3) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (0, 0)) },
  { "5 × 5, one channel",
    { F32 (2, 1, 9, 9), F32 (6, 1, 5, 5), F32 (6) },
    CONV (PAIR (5, 5), PAIR (1, 1), PAIR (2, 2)) },
  { "stride 2",
    { F32 (2, 3, 8, 8), F32 (5, 3, 3, 3), F32 (5) },
    CONV (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)) },
  { "uneven strides, rows left over",
    { F32 (2, 2, 9, 8), F32 (3, 2, 2, 3), F32 (3) },
    CONV (PAIR (2, 3), PAIR (3, 2), PAIR (0, 1)) },
  { "stride beyond the kernel",
    { F32 (2, 2, 7, 7), F32 (3, 2, 2, 2), F32 (3) },
    CONV (PAIR (2, 2), PAIR (3, 4), PAIR (0, 0)) },
  { "dilation",
    { F32 (1, 2, 9, 9), F32 (3, 2, 3, 3), F32 (3) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (2, 2), .dilation = { 2, 2 }) },
  { "dilation and stride",
    { F32 (2, 2, 11, 9), F32 (3, 2, 3, 2), F32 (3) },
    CONV (PAIR (3, 2), PAIR (2, 3), PAIR (2, 1), .dilation = { 3, 2 }) },
  { "two groups",
    { F32 (2, 4, 6, 6), F32 (6, 2, 3, 3), F32 (6) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1), .groups = 2) },
  { "depthwise",
    { F32 (2, 5, 6, 6), F32 (5, 1, 3, 3), F32 (5) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1), .groups = 5) },
  { "depthwise, stride 2",
    { F32 (3, 7, 9, 35), F32 (7, 1, 3, 3), F32 (7) },
    CONV (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1), .groups = 7) },
  { "depthwise, 5 × 4, uneven strides, dilation",
    { F32 (2, 3, 17, 19), F32 (3, 1, 5, 4) },
    CONV (PAIR (5, 4), PAIR (1, 3), PAIR (4, 2), .dilation = { 2, 2 }, .groups = 3) },
  { "depthwise, halving",
    { F32 (2, 3, 9, 16), F32 (3, 1, 3, 3), F32 (3) },
    CONV (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1), .groups = 3) },
  { "depthwise, padded beyond the filter",
    { F32 (2, 3, 5, 6), F32 (3, 1, 3, 3) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (3, 4), .groups = 3) },
  { "depthwise, large",
    { F32 (9, 16, 34, 20), F32 (16, 1, 3, 3), F32 (16) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1), .groups = 16),
    .is_large = TRUE },
  { "1 × 1",
    { F32 (2, 4, 3, 5), F32 (7, 4, 1, 1), F32 (7) },
    CONV (PAIR (1, 1), PAIR (1, 1), PAIR (0, 0)) },
  { "1 × 1, stride 2",
    { F32 (2, 3, 7, 6), F32 (4, 3, 1, 1) },
    CONV (PAIR (1, 1), PAIR (2, 2), PAIR (0, 0)) },
  { "1 × 1 pictures",
    { F32 (3, 2, 1, 1), F32 (4, 2, 3, 3), F32 (4) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
  { "even kernel, same size",
    { F32 (2, 2, 5, 6), F32 (3, 2, 4, 2), F32 (3) },
    CONV (PAIR (4, 2), PAIR (1, 1), PAIR (1, 0), .padding_end = { 2, 1 }) },
  { "16 channels",
    { F32 (2, 16, 8, 8), F32 (16, 16, 3, 3), F32 (16) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
  { "18 to 33 channels, odd size",
    { F32 (1, 18, 7, 9), F32 (33, 18, 3, 3), F32 (33) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (0, 1)) },
  { "16 channels on 1 × 1",
    { F32 (1, 16, 1, 1), F32 (16, 16, 3, 3), F32 (16) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
  { "32 × 32",
    { F32 (5, 32, 32, 32), F32 (32, 32, 3, 3), F32 (32) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)),
    .is_large = TRUE },
  { "many channels of few places",
    { F32 (3, 40, 8, 8), F32 (64, 40, 3, 3), F32 (64) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)),
    .is_large = TRUE },
  { "colours",
    { F32 (6, 3, 32, 32), F32 (32, 3, 3, 3), F32 (32) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)),
    .is_large = TRUE },
  { "lenet",
    { F32 (13, 6, 14, 14), F32 (16, 6, 5, 5), F32 (16) },
    CONV (PAIR (5, 5), PAIR (1, 1), PAIR (0, 0)),
    .is_large = TRUE },
  { "halving",
    { F32 (5, 32, 16, 16), F32 (64, 32, 3, 3) },
    CONV (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)),
    .is_large = TRUE },
  { "along one axis, every fourth",
    { F32 (5, 16, 1, 150), F32 (24, 16, 1, 9), F32 (24) },
    CONV (PAIR (1, 9), PAIR (1, 4), PAIR (0, 3)),
    .is_large = TRUE },
  { "halving, rows dilated",
    { F32 (3, 8, 13, 15), F32 (12, 8, 3, 3) },
    CONV (PAIR (3, 3), PAIR (2, 2), PAIR (2, 1), .dilation = { 2, 1 }) },
  { "halving, 1 × 1",
    { F32 (16, 32, 16, 16), F32 (64, 32, 1, 1) },
    CONV (PAIR (1, 1), PAIR (2, 2), PAIR (0, 0)),
    .is_large = TRUE },
  { "1 × 1 in groups",
    { F32 (9, 32, 12, 12), F32 (48, 16, 1, 1), F32 (48) },
    CONV (PAIR (1, 1), PAIR (1, 1), PAIR (0, 0), .groups = 2),
    .is_large = TRUE },
  { "groups of many",
    { F32 (3, 48, 15, 17), F32 (60, 16, 3, 3), F32 (60) },
    CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1), .groups = 3),
    .is_large = TRUE },
  { NULL },
};
WEFT_CASES_END

const WeftOp WEFT_OP_ROW (conv2d) = {
  .id = "conv2d",
  .units = { WEFT_UNITS_WEIGHED, 1, .weights = { { W, 1, 2 }, { B, 1 } } },
  .summary = "y[n, k, i, j] = b[k] + Σ w[k, c, r, s] · x[n, c, i·stride + r·dilation − padding, …]",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "w", .backward_reads = TRUE }, { "b", .optional = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_forward_0, run_forward_0 }, { count_forward_1, run_forward_1 } },
  .backward = { { count_backward_0, run_backward_0 },
                { count_backward_1, run_backward_1 },
                { count_backward_2, run_backward_2 } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.conv2d (F.pad (x, (padding[1], padding_end[1], padding[0], padding_end[0])), w, b, "
             "stride, 0, dilation, groups)",
  .onnx = "Conv (x, w, b, kernel_shape=kernel, strides=stride, pads=padding + padding_end, "
          "dilations=dilation, group=groups)",
};
