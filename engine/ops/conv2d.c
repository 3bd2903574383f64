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
#include "engine/ops/common.h"

enum
{
  X,
  W,
  B,
};

static const WeftConvKernel *const kernels[] = {
#if WEFT_KERNEL_LEVEL > 0
  &weft_conv_winograd,
  &weft_conv_taps,
#endif
  &weft_conv_plain,
};

static WeftConv
get_conv (const WeftConvAttrs *attrs, const WeftShape *in, const WeftShape *out)
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
  const WeftConvAttrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X], *w = &shapes->in[W];

  if (attrs->groups < 1 || x->dims[1] % attrs->groups != 0 || w->dims[0] % attrs->groups != 0)
    {
      shapes->error = g_strdup_printf (
          _ ("expects channels in and out that divide evenly into %d groups"), attrs->groups);
      return FALSE;
    }
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
  const WeftConvAttrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[X];

  if (x->rank != 4 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  if (!check_weights (shapes))
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

const WeftOp WEFT_OP_ROW (conv2d) = {
  .id = "conv2d",
  .summary = "y[n, k, i, j] = b[k] + Σ w[k, c, r, s] · x[n, c, i·stride + r·dilation − padding, …]",
  .n_in = 3, /* the last, b, may be left out */
  .n_out = 1,
  .attrs_size = sizeof (WeftConvAttrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_forward_0, run_forward_0 }, { count_forward_1, run_forward_1 } },
  .backward = { { count_backward_0, run_backward_0 },
                { count_backward_1, run_backward_1 },
                { count_backward_2, run_backward_2 } },
  .backward_reads_in = WEFT_BIT (X) | WEFT_BIT (W),
  .onnx = "Conv",
};
