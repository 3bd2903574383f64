/* onnx-window: what Conv, ConvTranspose and the poolings say of their windows: kernel, strides,
 * pads */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/onnx/operator.h"

#define WEFT_ONNX_MAX_AXES 3

typedef struct
{
  int axes; /* 1 to 3, those behind (N, C) */
  gint64 kernel[WEFT_ONNX_MAX_AXES], stride[WEFT_ONNX_MAX_AXES], dilation[WEFT_ONNX_MAX_AXES];
  gint64 before[WEFT_ONNX_MAX_AXES], behind[WEFT_ONNX_MAX_AXES]; /* pads */
  gboolean same, same_lower;                                     /* auto_pad, whose pads are made */
  gint64 groups;
} WeftOnnxWindow;

/* weight: whose last axes are the kernel, where it is not said; nullable. FALSE with an error. */
gboolean weft_onnx_window_read (WeftOnnxCall *call, const WeftTensor *weight,
                                WeftOnnxWindow *window);
/* How many windows there are along an axis of that length. */
gint64 weft_onnx_window_count (const WeftOnnxWindow *window, int axis, gint64 length,
                               gboolean ceils);
