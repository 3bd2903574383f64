/* import-private: a network while it is made of a model */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"
#include "projects/formats/onnx/onnx-model.h"
#include "projects/formats/onnx/onnx-import.h"

struct _WeftOnnxImport
{
  WeftOnnxModel *model;
  WeftGraph *graph;
  GPtrArray *weights;       /* WeftNamedWeight */
  GHashTable *open;         /* char *: values that hang on the samples → WeftOnnxSource */
  GHashTable *readers;      /* char * → how many nodes read it */
  WeftOnnxSource inputs[1]; /* what the samples come from */
  gint64 batch;             /* of the samples that it is worked out for */
};

gboolean weft_onnx_import_apply (WeftOnnxImport *import, WeftEdit *edit /* taken */,
                                 GError **error);
/* A node's id; 0 with an error. params: floating, nullable. */
gint64 weft_onnx_import_add (WeftOnnxImport *import, const char *name, const char *layer,
                             GVariant *params, GError **error);
gboolean weft_onnx_import_wire (WeftOnnxImport *import, WeftOnnxSource from, gint64 to, int input,
                                GError **error);
guint weft_onnx_import_count_readers (const WeftOnnxImport *import, const char *value);
/* Whether the network says of the samples x what the model says where the loss reads it: `end`. */
gboolean weft_onnx_import_check (WeftOnnxImport *import, GHashTable *values, const WeftTensor *x,
                                 WeftOnnxSource end, GError **error);
