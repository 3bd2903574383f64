/* onnx-window: what Conv, ConvTranspose and the poolings say of their windows: kernel, strides,
 * pads */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-window.h"

#include <glib/gi18n-lib.h>

#define MOST (1 << 20) /* of any of them */

static gboolean
read_list (WeftOnnxCall *call, const char *name, gint64 *v, guint n, gint64 least, gint64 otherwise)
{
  gint64 list[2 * WEFT_ONNX_MAX_AXES + 1];
  guint given = weft_onnx_ints (call, name, list, G_N_ELEMENTS (list));

  if (given != 0 && given != n)
    return weft_onnx_fail (call, _ ("%s has another number of axes"), name);
  for (guint i = 0; i < n; i++)
    {
      v[i] = given > 0 ? list[i] : otherwise;
      if (v[i] < least || v[i] > MOST)
        return weft_onnx_fail (call, _ ("%s is out of range"), name);
    }
  return TRUE;
}

/* So that there are as many windows as the length divided by the stride, rounded up. */
static void
pad_same (WeftOnnxWindow *window, const WeftShape *x)
{
  for (int i = 0; i < window->axes; i++)
    {
      gint64 length = x->dims[2 + i], n = (length + window->stride[i] - 1) / window->stride[i];
      gint64 extent = (window->kernel[i] - 1) * window->dilation[i] + 1;
      gint64 pad = MAX ((n - 1) * window->stride[i] + extent - length, 0);

      window->before[i] = window->same_lower ? pad - pad / 2 : pad / 2;
      window->behind[i] = pad - window->before[i];
    }
}

static gboolean
read_pads (WeftOnnxCall *call, WeftOnnxWindow *window)
{
  g_autofree char *mode = weft_onnx_dup_text (call, "auto_pad", "NOTSET");
  gint64 pads[2 * WEFT_ONNX_MAX_AXES] = { 0 };

  if (!read_list (call, "pads", pads, 2 * (guint) window->axes, 0, 0))
    return FALSE;
  window->same_lower = g_strcmp0 (mode, "SAME_LOWER") == 0;
  window->same = window->same_lower || g_strcmp0 (mode, "SAME_UPPER") == 0;
  if (window->same)
    {
      pad_same (window, &call->in[0]->shape);
      return TRUE;
    }
  if (g_strcmp0 (mode, "VALID") == 0)
    return TRUE;
  if (g_strcmp0 (mode, "NOTSET") != 0 && *mode != '\0')
    return weft_onnx_fail_mode (call, "auto_pad", mode);
  for (int i = 0; i < window->axes; i++)
    {
      window->before[i] = pads[i];
      window->behind[i] = pads[window->axes + i];
    }
  return TRUE;
}

gboolean
weft_onnx_window_read (WeftOnnxCall *call, const WeftTensor *weight, WeftOnnxWindow *window)
{
  const WeftShape *x = &call->in[0]->shape;
  guint n = (guint) MAX (x->rank - 2, 0);

  *window = (WeftOnnxWindow){ .axes = (int) n };
  if (n < 1 || n > WEFT_ONNX_MAX_AXES || !weft_onnx_is_real (call->in[0])
      || (weight != NULL && (weight->shape.rank != x->rank || !weft_onnx_is_real (weight))))
    return weft_onnx_fail (call, _ ("it takes one, two or three axes behind samples and channels"));
  window->groups = weft_onnx_int (call, "group", 1);
  if (!read_list (call, "kernel_shape", window->kernel, n, weight == NULL ? 1 : 0, 0)
      || !read_list (call, "strides", window->stride, n, 1, 1)
      || !read_list (call, "dilations", window->dilation, n, 1, 1))
    return FALSE;
  if (window->groups < 1 || window->groups > MOST)
    return weft_onnx_fail (call, _ ("%s is out of range"), "group");
  for (guint i = 0; weight != NULL && i < n; i++)
    {
      if (window->kernel[i] != 0 && window->kernel[i] != weight->shape.dims[2 + i])
        return weft_onnx_fail (call, _ ("shapes do not fit"));
      window->kernel[i] = weight->shape.dims[2 + i];
    }
  return read_pads (call, window);
}

gint64
weft_onnx_window_count (const WeftOnnxWindow *window, int axis, gint64 length, gboolean ceils)
{
  gint64 extent = (window->kernel[axis] - 1) * window->dilation[axis] + 1;
  gint64 room = length + window->before[axis] + window->behind[axis] - extent, n;

  if (room < 0)
    return 0;
  n = room / window->stride[axis] + 1;
  /* One that would begin behind all numbers sees none, and is none, as in PyTorch. */
  if (ceils && room % window->stride[axis] != 0
      && n * window->stride[axis] < length + window->before[axis])
    n++;
  return n;
}
