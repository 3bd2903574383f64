/* onnx-run: an ONNX model asked with tensors from files */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/onnx/onnx-model.h"

typedef struct
{
  char *name;
  WeftTensor *tensor;
} WeftOnnxNamed;

/* inputs: [NAME=]PATH, NULL-terminated: tensors as ONNX keeps them, or NumPy's arrays (.npy). One
 * without a name is the next of the model's in their order. WeftOnnxNamed: its outputs in their
 * order; transfer full, NULL with an error. */
GPtrArray *weft_onnx_run (const char *path, char **inputs, GError **error);
