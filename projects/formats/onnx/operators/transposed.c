/* transposed: ConvTranspose: every input spreads a filter over the output */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/onnx/onnx-window.h"

/* Of axes that there are not the lengths are 1. */
typedef struct
{
  WeftOnnxWindow window;
  gint64 extra[3]; /* output_padding */
  gint64 in[3], out[3];
  WeftShape shape; /* of the output */
} Spreading;

/* Pads so that the output has that length; the odd one before, unless SAME_UPPER is said. */
static void
fit_length (Spreading *s, int i, gint64 whole, gint64 wanted)
{
  gint64 pad = MAX (whole - wanted, 0);

  s->window.before[i] = s->window.same && !s->window.same_lower ? pad / 2 : pad - pad / 2;
  s->window.behind[i] = pad - s->window.before[i];
  s->shape.dims[2 + i] = wanted;
}

static gboolean
read_all (WeftOnnxCall *call, Spreading *s)
{
  const WeftShape *x = &call->in[0]->shape, *w = &call->in[1]->shape;
  gint64 wanted[WEFT_MAX_RANK] = { 0 };
  WeftOnnxWindow *window = &s->window;
  guint n;

  if (!weft_onnx_window_read (call, call->in[1], window))
    return FALSE;
  if (w->dims[0] != x->dims[1] || x->dims[1] % window->groups != 0)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  weft_onnx_ints (call, "output_padding", s->extra, (guint) window->axes);
  n = weft_onnx_ints (call, "output_shape", wanted, WEFT_MAX_RANK);
  s->shape = *x;
  s->shape.dims[1] = w->dims[1] * window->groups;
  for (int i = 0; i < window->axes; i++)
    {
      gint64 whole = (x->dims[2 + i] - 1) * window->stride[i]
                     + (window->kernel[i] - 1) * window->dilation[i] + 1;
      gint64 said = n >= (guint) window->axes ? wanted[(int) n - window->axes + i] : 1;

      if (s->extra[i] < 0 || s->extra[i] > 1 << 20)
        return weft_onnx_fail (call, _ ("%s is out of range"), "output_padding");
      if (said < 1 || said > 1 << 24)
        return weft_onnx_fail (call, _ ("%s is out of range"), "output_shape");
      whole += s->extra[i];
      if (n >= (guint) window->axes)
        fit_length (s, i, whole, said);
      else if (window->same)
        fit_length (s, i, whole, x->dims[2 + i] * window->stride[i]);
      else
        s->shape.dims[2 + i] = whole - window->before[i] - window->behind[i];
      if (s->shape.dims[2 + i] < 1 || s->shape.dims[2 + i] > 1 << 24)
        return weft_onnx_fail (call, _ ("shapes do not fit"));
    }
  return TRUE;
}

static void
make_three (Spreading *s, const WeftShape *x)
{
  WeftOnnxWindow w = s->window;
  int skip = 3 - w.axes;

  for (int i = 2; i >= 0; i--)
    {
      gboolean is_there = i >= skip;

      s->in[i] = is_there ? x->dims[2 + i - skip] : 1;
      s->out[i] = is_there ? s->shape.dims[2 + i - skip] : 1;
      s->window.kernel[i] = is_there ? w.kernel[i - skip] : 1;
      s->window.stride[i] = is_there ? w.stride[i - skip] : 1;
      s->window.dilation[i] = is_there ? w.dilation[i - skip] : 1;
      s->window.before[i] = is_there ? w.before[i - skip] : 0;
    }
}

/* One number through a plane of the filter. */
static void
spread_number (const Spreading *s, const float *w, float x, const gint64 *at, float *y)
{
  const WeftOnnxWindow *v = &s->window;

  for (gint64 a = 0; a < v->kernel[0]; a++)
    for (gint64 b = 0; b < v->kernel[1]; b++)
      for (gint64 c = 0; c < v->kernel[2]; c++, w++)
        {
          gint64 i = at[0] * v->stride[0] + a * v->dilation[0] - v->before[0];
          gint64 j = at[1] * v->stride[1] + b * v->dilation[1] - v->before[1];
          gint64 k = at[2] * v->stride[2] + c * v->dilation[2] - v->before[2];

          if (i >= 0 && i < s->out[0] && j >= 0 && j < s->out[1] && k >= 0 && k < s->out[2])
            y[(i * s->out[1] + j) * s->out[2] + k] += *w * x;
        }
}

static void
spread_plane (const Spreading *s, const float *w, const float *x, float *y)
{
  gint64 at[3];

  for (at[0] = 0; at[0] < s->in[0]; at[0]++)
    for (at[1] = 0; at[1] < s->in[1]; at[1]++)
      for (at[2] = 0; at[2] < s->in[2]; at[2]++)
        spread_number (s, w, *x++, at, y);
}

static gboolean
evaluate (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape, *w = &call->in[1]->shape;
  WeftTensor *bias = call->n_in > 2 ? call->in[2] : NULL, *y;
  Spreading s = { 0 };
  gint64 filters = w->rank > 1 ? w->dims[1] : 0, plane_x, plane_y, plane_w, each;

  if (!read_all (call, &s))
    return FALSE;
  if (bias != NULL
      && (!weft_onnx_is_real (bias) || weft_shape_count (&bias->shape) != s.shape.dims[1]))
    return weft_onnx_fail (call, _ ("it expects one bias for each channel"));
  make_three (&s, x);
  plane_x = s.in[0] * s.in[1] * s.in[2];
  plane_y = s.out[0] * s.out[1] * s.out[2];
  plane_w = s.window.kernel[0] * s.window.kernel[1] * s.window.kernel[2];
  each = x->dims[1] / s.window.groups;
  y = weft_onnx_new (call, 0, &s.shape);
  for (gint64 i = 0; y != NULL && bias != NULL && i < weft_shape_count (&s.shape); i++)
    weft_onnx_set (y, i, weft_onnx_get (bias, i / plane_y % s.shape.dims[1]));
  for (gint64 n = 0; y != NULL && n < x->dims[0]; n++)
    for (gint64 c = 0; c < x->dims[1]; c++)
      for (gint64 k = 0; k < filters; k++)
        spread_plane (&s, (const float *) call->in[1]->data + (c * filters + k) * plane_w,
                      (const float *) call->in[0]->data + (n * x->dims[1] + c) * plane_x,
                      (float *) y->data + (n * s.shape.dims[1] + c / each * filters + k) * plane_y);
  return y != NULL;
}

/* --- as a layer --- */

static gboolean
lay (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  WeftTensor *bias = call->n_in > 2 ? call->in[2] : NULL;
  Spreading s = { 0 };
  WeftShape of_bias;
  gint64 node;

  if (!weft_onnx_expect_known (laying) || !read_all (call, &s))
    return FALSE;
  if (s.window.axes > 2)
    return weft_onnx_fail (call, _ ("it takes one, two or three axes behind samples and channels"));
  for (int i = 0; i < s.window.axes; i++)
    if (s.window.before[i] != s.window.behind[i])
      return weft_onnx_fail (call, _ ("pads that differ on two sides are not supported"));
  node = weft_onnx_lay (
      laying, s.window.axes == 1 ? "conv_transpose1d" : "conv_transpose2d",
      g_variant_new_parsed (
          "{'out_channels': <%x>, 'kernel_size': <%@*>, 'stride': <%@*>, "
          "'padding': <%@*>, 'output_padding': <%@*>, 'dilation': <%@*>, "
          "'groups': <%x>, 'bias': <%b>}",
          s.shape.dims[1], weft_onnx_size (s.window.kernel, s.window.axes),
          weft_onnx_size (s.window.stride, s.window.axes),
          weft_onnx_size (s.window.before, s.window.axes), weft_onnx_size (s.extra, s.window.axes),
          weft_onnx_size (s.window.dilation, s.window.axes), s.window.groups, bias != NULL),
      1);
  of_bias = WEFT_SHAPE (s.shape.dims[1]);
  return node != 0
         && weft_onnx_lay_weight (laying, node, "weight", call->in[1], &call->in[1]->shape)
         && (bias == NULL || weft_onnx_lay_weight (laying, node, "bias", bias, &of_bias));
}

const WeftOnnxOperator weft_onnx_transposed[] = {
  { "ConvTranspose", 2, 3, evaluate, .lay = lay, .since = 1 },
  { NULL },
};
