/* evaluate: an ONNX model read and worked out, node by node, as the standard says
 *
 * Products and convolutions are computed by our ops, the rest by the rows of the table of
 * operators. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/onnx/operator.h"

typedef struct
{
  Onnx__ModelProto *proto;
  gint64 opset;
  GHashTable *numbers; /* char * → WeftTensor: the initializers */
  GPtrArray *made;     /* Onnx__NodeProto: that stand for others */
  GHashTable
      *readers; /* char * → how many of those, and of graphs inside it, read what they give */
} WeftOnnxModel;

/* Nullable, with an error that names the file or the node. */
WeftOnnxModel *weft_onnx_model_load (const char *path, GError **error);
void weft_onnx_model_free (WeftOnnxModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftOnnxModel, weft_onnx_model_free)

/* Its inputs, initializers left out: Onnx__ValueInfoProto; transfer container. */
GPtrArray *weft_onnx_model_list_inputs (const WeftOnnxModel *model);

/* What a node gave; borrowed. */
typedef gboolean (*WeftOnnxVisit) (gpointer user, const WeftOnnxOperator *row, WeftOnnxCall *call);

/* values: char * → WeftTensor, by what they are called: the inputs, to which all others are added.
 * visit: after each node, nullable; FALSE ends it. */
gboolean weft_onnx_evaluate (const WeftOnnxModel *model, GHashTable *values, WeftOnnxVisit visit,
                             gpointer user, GError **error);
GHashTable *weft_onnx_values_new (void); /* names are copied, tensors taken */
