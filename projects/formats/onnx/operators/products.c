/* products: operators that multiply matrices or slide filters over pictures, by our own ops */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/onnx/onnx-window.h"

/* --- matrices --- */

/* a (B, I, K), b (B, K, J) of whole numbers. */
static WeftTensor *
multiply_whole (WeftOnnxCall *call, const WeftTensor *a, const WeftTensor *b)
{
  gint64 rows = a->shape.dims[1], depth = a->shape.dims[2], columns = b->shape.dims[2];
  WeftTensor *y = weft_onnx_new_scratch (
      call, &(WeftShape){ 3, a->shape.type, { a->shape.dims[0], rows, columns } });

  for (gint64 i = 0; y != NULL && i < a->shape.dims[0] * rows; i++)
    for (gint64 j = 0; j < columns; j++)
      {
        guint64 sum = 0;

        for (gint64 k = 0; k < depth; k++)
          sum += (guint64) weft_onnx_get_whole (a, i * depth + k)
                 * (guint64) weft_onnx_get_whole (b, (i / rows * depth + k) * columns + j);
        weft_onnx_set_whole (y, i * columns + j, (gint64) sum);
      }
  return y;
}

/* Spread out to `before` × the last two axes, which become (B, …). */
static WeftTensor *
spread_matrices (WeftOnnxCall *call, WeftTensor *x, const WeftShape *before)
{
  WeftShape shape = *before, flat = { .rank = 3, .dims = { 1 } };
  g_autoptr (WeftTensor) wide = NULL;

  for (int i = 0; i < before->rank; i++)
    flat.dims[0] *= before->dims[i];
  for (int i = 0; i < 2; i++)
    {
      flat.dims[1 + i] = x->shape.dims[x->shape.rank - 2 + i];
      shape.dims[shape.rank++] = flat.dims[1 + i];
    }
  wide = weft_onnx_spread (call, x, &shape);
  return wide != NULL ? weft_onnx_reshape (call, wide, &flat) : NULL;
}

static WeftTensor *
multiply (WeftOnnxCall *call, WeftTensor *a, WeftTensor *b)
{
  WeftShape p = a->shape, q = b->shape, before, shape;
  g_autoptr (WeftTensor) left = NULL, right = NULL, y = NULL;
  gint64 rows = p.dims[p.rank - 2], columns = q.dims[q.rank - 1];

  if (p.dims[p.rank - 1] != q.dims[q.rank - 2] || p.type != q.type)
    {
      weft_onnx_fail (call, _ ("its inputs do not fit together"));
      return NULL;
    }
  p.rank -= 2;
  q.rank -= 2;
  if (!weft_onnx_broadcast (call, &p, &q, &before))
    return NULL;
  shape = before;
  shape.dims[shape.rank++] = rows;
  shape.dims[shape.rank++] = columns;
  left = spread_matrices (call, a, &before);
  right = left != NULL ? spread_matrices (call, b, &before) : NULL;
  if (right != NULL)
    y = weft_onnx_is_real (a)
            ? weft_onnx_run_op (call, "matmul", NULL, (WeftTensor *[]){ left, right }, 2)
            : multiply_whole (call, left, right);
  return y != NULL ? weft_onnx_reshape (call, y, &shape) : NULL;
}

/* A vector is one row, or one column behind. */
static gboolean
mat_mul (WeftOnnxCall *call)
{
  WeftShape p = call->in[0]->shape, q = call->in[1]->shape, shape;
  gboolean is_row = p.rank == 1, is_column = q.rank == 1;
  g_autoptr (WeftTensor) a = NULL, b = NULL, y = NULL;

  if (p.rank < 1 || q.rank < 1)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (is_row)
    p = (WeftShape){ 2, p.type, { 1, p.dims[0] } };
  if (is_column)
    q = (WeftShape){ 2, q.type, { q.dims[0], 1 } };
  a = weft_onnx_reshape (call, call->in[0], &p);
  b = a != NULL ? weft_onnx_reshape (call, call->in[1], &q) : NULL;
  y = b != NULL ? multiply (call, a, b) : NULL;
  if (y == NULL)
    return FALSE;
  shape = y->shape;
  if (is_row)
    shape.dims[shape.rank - 2] = shape.dims[shape.rank - 1];
  shape.rank -= is_row + is_column;
  return weft_onnx_give (call, 0, weft_onnx_reshape (call, y, &shape));
}

static gboolean
gemm (WeftOnnxCall *call)
{
  static const int turned[] = { 1, 0 };
  double alpha = weft_onnx_real (call, "alpha", 1), beta = weft_onnx_real (call, "beta", 1);
  g_autoptr (WeftTensor) a = NULL, b = NULL, c = NULL;
  WeftTensor *y;

  if (call->in[0]->shape.rank != 2 || call->in[1]->shape.rank != 2)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  a = weft_onnx_int (call, "transA", 0) != 0 ? weft_onnx_permute (call, call->in[0], turned)
                                             : weft_tensor_ref (call->in[0]);
  b = weft_onnx_int (call, "transB", 0) != 0 ? weft_onnx_permute (call, call->in[1], turned)
                                             : weft_tensor_ref (call->in[1]);
  y = a != NULL && b != NULL ? multiply (call, a, b) : NULL;
  if (!weft_onnx_give (call, 0, y))
    return FALSE;
  if (call->n_in > 2 && call->in[2] != NULL)
    {
      WeftShape shape;

      if (!weft_onnx_broadcast (call, &y->shape, &call->in[2]->shape, &shape))
        return FALSE;
      if (!weft_shape_same_dims (&shape, &y->shape, 0) || call->in[2]->shape.type != y->shape.type)
        return weft_onnx_fail (call, _ ("its inputs do not fit together"));
      c = weft_onnx_spread (call, call->in[2], &y->shape);
      if (c == NULL)
        return FALSE;
    }
  for (gint64 i = 0; i < weft_shape_count (&y->shape); i++)
    weft_onnx_set (y, i,
                   alpha * weft_onnx_get (y, i) + (c != NULL ? beta * weft_onnx_get (c, i) : 0));
  return TRUE;
}

/* --- filters --- */

/* One axis as two: (N, C, L) as (N, C, 1, L). */
static WeftTensor *
lift (WeftOnnxCall *call, WeftTensor *x)
{
  WeftShape shape = x->shape;

  if (shape.rank != 3)
    return weft_tensor_ref (x);
  shape.rank = 4;
  shape.dims[3] = shape.dims[2];
  shape.dims[2] = 1;
  return weft_onnx_reshape (call, x, &shape);
}

static WeftTensor *
lower (WeftOnnxCall *call, WeftTensor *y)
{
  WeftShape shape = y->shape;

  shape.rank = 3;
  shape.dims[2] = shape.dims[3];
  return weft_onnx_reshape (call, y, &shape);
}

/* As an op of ours takes it: of one axis the first of two is `first`. */
static WeftAttr
say (const char *name, const WeftOnnxWindow *window, const gint64 *v, int first)
{
  WeftAttr attr = { .name = name, .n = MAX (window->axes, 2), .v = { first } };

  for (int i = 0; i < window->axes; i++)
    attr.v[i + (window->axes == 1)] = (double) v[i];
  return attr;
}

static gboolean
check_bias (WeftOnnxCall *call, gint64 channels)
{
  return call->n_in < 3 || call->in[2] == NULL
         || (weft_onnx_is_real (call->in[2]) && call->in[2]->shape.rank == 1
             && call->in[2]->shape.dims[0] == channels)
         || weft_onnx_fail (call, _ ("it expects one bias for each channel"));
}

static gboolean
conv (WeftOnnxCall *call)
{
  g_autoptr (WeftTensor) x = NULL, w = NULL, y = NULL;
  WeftTensor *bias = call->n_in > 2 ? call->in[2] : NULL;
  WeftOnnxWindow window;

  if (!weft_onnx_window_read (call, call->in[1], &window)
      || !check_bias (call, call->in[1]->shape.dims[0]))
    return FALSE;
  x = lift (call, call->in[0]);
  w = x != NULL ? lift (call, call->in[1]) : NULL;
  if (w == NULL)
    return FALSE;
  y = weft_onnx_run_op (call, window.axes == 3 ? "conv3d" : "conv2d",
                        (const WeftAttr[]){ say ("kernel", &window, window.kernel, 1),
                                            say ("stride", &window, window.stride, 1),
                                            say ("dilation", &window, window.dilation, 1),
                                            say ("padding", &window, window.before, 0),
                                            say ("padding_end", &window, window.behind, 0),
                                            { "groups", { (double) window.groups } },
                                            { NULL } },
                        (WeftTensor *[]){ x, w, bias }, bias != NULL ? 3 : 2);
  if (y == NULL)
    return FALSE;
  return weft_onnx_give (call, 0, window.axes == 1 ? lower (call, y) : weft_tensor_ref (y));
}

/* --- as layers --- */

/* A bias that is known, after the weight. */
static gboolean
lay_bias (WeftOnnxLaying *laying, gint64 node, const WeftTensor *bias, gint64 n)
{
  WeftShape shape = WEFT_SHAPE (n);

  return bias == NULL || weft_onnx_lay_weight (laying, node, "bias", bias, &shape);
}

/* y = x wᵀ + b; w (I, O), or (O, I) where it is turned. */
static gboolean
lay_dense (WeftOnnxLaying *laying, WeftTensor *w, gboolean turned, double alpha, WeftTensor *bias)
{
  static const int order[] = { 1, 0 };
  g_autoptr (WeftTensor) weight = turned ? weft_tensor_new_copy (&w->shape, w->data)
                                         : weft_onnx_permute (laying->call, w, order);
  gint64 units, node;

  if (weight == NULL || weft_onnx_lay_axis (laying, 0, laying->call->in[0]->shape.rank - 1) < 0)
    return FALSE;
  units = weight->shape.dims[0];
  for (gint64 i = 0; alpha != 1 && i < weft_shape_count (&weight->shape); i++)
    weft_onnx_set (weight, i, alpha * weft_onnx_get (weight, i));
  node = weft_onnx_lay (laying, "dense",
                        g_variant_new_parsed ("{'units': <%x>, 'bias': <%b>}", units, bias != NULL),
                        1);
  return node != 0 && weft_onnx_lay_weight (laying, node, "weight", weight, &weight->shape)
         && lay_bias (laying, node, bias, units);
}

static gboolean
lay_gemm (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  WeftTensor *c = call->n_in > 2 ? call->in[2] : NULL;
  gint64 units = call->out[0]->shape.dims[1];
  g_autoptr (WeftTensor) bias = NULL, row = NULL;
  double beta = weft_onnx_real (call, "beta", 1);

  if (!weft_onnx_expect_known (laying))
    return FALSE;
  if (weft_onnx_int (call, "transA", 0) != 0)
    return weft_onnx_fail_mode (call, "transA", "1");
  if (c != NULL)
    {
      if (c->shape.rank > 0 && weft_shape_count (&c->shape) != 1
          && weft_shape_count (&c->shape) != units)
        return weft_onnx_fail (call, _ ("a bias of each sample’s own is not supported"));
      bias = weft_onnx_spread (call, c, &(WeftShape){ 2, WEFT_F32, { 1, units } });
      for (gint64 i = 0; bias != NULL && beta != 1 && i < units; i++)
        weft_onnx_set (bias, i, beta * weft_onnx_get (bias, i));
    }
  return lay_dense (laying, call->in[1], weft_onnx_int (call, "transB", 0) != 0,
                    weft_onnx_real (call, "alpha", 1), bias);
}

static gboolean
lay_mat_mul (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  const WeftShape *p = &call->in[0]->shape, *q = &call->in[1]->shape;
  guint open;

  if (weft_onnx_is_known (laying, 1) && q->rank == 2)
    return lay_dense (laying, call->in[1], FALSE, 1, NULL);
  if (p->rank < 3 || q->rank != p->rank)
    return weft_onnx_fail (call, _ ("a product of such shapes is not supported"));
  if (!weft_onnx_lay_alike (laying, &open))
    return FALSE;
  if (laying->place[open].axis >= p->rank - 2)
    return weft_onnx_fail (call, _ ("it takes samples apart, or puts them together"));
  laying->in[0].outer = laying->in[open].outer;
  return weft_onnx_lay (laying, "matmul", NULL, 2) != 0;
}

/* Pads that differ on two sides stand in a layer of their own. */
static gboolean
lay_pads (WeftOnnxLaying *laying, WeftOnnxWindow *window)
{
  gint64 pads[2 * WEFT_ONNX_MAX_AXES];
  gboolean differs = FALSE;

  for (int i = 0; i < window->axes; i++)
    {
      int pair = window->axes - 1 - i;

      differs |= window->before[i] != window->behind[i];
      pads[2 * pair] = window->before[i];
      pads[2 * pair + 1] = window->behind[i];
    }
  if (!differs)
    return TRUE;
  memset (window->before, 0, sizeof window->before);
  memset (window->behind, 0, sizeof window->behind);
  return weft_onnx_lay (laying, "pad",
                        g_variant_new_parsed ("{'pad': <%@ax>}",
                                              weft_onnx_dims (pads, 2 * (guint) window->axes)),
                        1)
         != 0;
}

static gboolean
lay_conv (WeftOnnxLaying *laying)
{
  static const char *const layers[] = { "conv1d", "conv2d", "conv3d" };
  WeftOnnxCall *call = laying->call;
  WeftTensor *bias = call->n_in > 2 ? call->in[2] : NULL;
  WeftOnnxWindow window;
  gint64 node, channels = call->in[1]->shape.dims[0];

  if (!weft_onnx_expect_known (laying) || !weft_onnx_window_read (call, call->in[1], &window)
      || !lay_pads (laying, &window))
    return FALSE;
  node = weft_onnx_lay (
      laying, layers[window.axes - 1],
      g_variant_new_parsed ("{'out_channels': <%x>, 'kernel_size': <%@*>, 'stride': <%@*>, "
                            "'padding': <%@*>, 'dilation': <%@*>, 'groups': <%x>, 'bias': <%b>}",
                            channels, weft_onnx_size (window.kernel, window.axes),
                            weft_onnx_size (window.stride, window.axes),
                            weft_onnx_dims (window.before, (guint) window.axes),
                            weft_onnx_size (window.dilation, window.axes), window.groups,
                            bias != NULL),
      1);
  return node != 0
         && weft_onnx_lay_weight (laying, node, "weight", call->in[1], &call->in[1]->shape)
         && lay_bias (laying, node, bias, channels);
}

const WeftOnnxOperator weft_onnx_products[] = {
  { "Conv", 2, 3, conv, .lay = lay_conv, .since = 1 },
  { "Gemm", 2, 3, gemm, .lay = lay_gemm, .lays_any_axis = TRUE },
  { "MatMul", 2, 2, mat_mul, .lay = lay_mat_mul, .lays_any_axis = TRUE, .since = 1 },
  { NULL },
};
