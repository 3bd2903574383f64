/* onnx-tensor: tensors as ONNX keeps them, in a model or in a file of their own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "projects/onnx.pb-c.h"

/* float32, int64, int32 or boolean. folder: where the model lies, whose files may hold the numbers;
 * NULL: none may. transfer full; WEFT_ERROR_UNSUPPORTED, WEFT_ERROR_DAMAGED name the tensor. */
WeftTensor *weft_onnx_tensor_read (const Onnx__TensorProto *proto, const char *folder,
                                   GError **error);
/* A file of one tensor, named as it calls itself. name: transfer full, nullable. */
WeftTensor *weft_onnx_tensor_load (const char *path, char **name, GError **error);
/* The same as bytes; transfer full. */
GByteArray *weft_onnx_tensor_pack (const WeftTensor *tensor, const char *name);
