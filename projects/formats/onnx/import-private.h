/* import-private: a network while it is made of a model */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"
#include "projects/formats/named-weights.h"
#include "projects/formats/onnx/onnx-model.h"
#include "projects/formats/onnx/onnx-import.h"

/* How an input of the model is taken. */
typedef struct
{
  WeftShape shape; /* as the model has it */
  gint64 outer;    /* what stands before its samples */
  WeftTensor *x;   /* the samples that it is worked out for, as ours has them */
} WeftOnnxInput;

struct _WeftOnnxImport
{
  WeftOnnxModel *model;
  WeftGraph *graph;
  GPtrArray *weights;       /* WeftNamedWeight */
  GHashTable *open;         /* char *: values that hang on the samples → WeftOnnxSource */
  GHashTable *readers;      /* char * → how many nodes read it */
  WeftOnnxSource inputs[1]; /* what the samples come from */
  WeftOnnxInput input;
  guint reached; /* how many of the model's nodes it came to */
  gint64 batch;  /* of the samples that it is worked out for */
};

gboolean weft_onnx_import_apply (WeftOnnxImport *import, WeftEdit *edit /* taken */,
                                 GError **error);
/* A node's id; 0 with an error. params: floating, nullable. */
gint64 weft_onnx_import_add (WeftOnnxImport *import, const char *name, const char *layer,
                             GVariant *params, GError **error);
gboolean weft_onnx_import_wire (WeftOnnxImport *import, WeftOnnxSource from, gint64 to, int input,
                                GError **error);
void weft_onnx_import_set (WeftOnnxImport *import, const char *value, WeftOnnxSource source);
/* What the outputs hang on is live; each of its inputs and each output of the model is a reader. */
void weft_onnx_import_find_live (WeftOnnxImport *import);
gboolean weft_onnx_import_is_live (const WeftOnnxImport *import, const Onnx__NodeProto *node);
guint weft_onnx_import_count_readers (const WeftOnnxImport *import, const char *value);
/* Takes out of the model what only stands between others; before what is live is found. */
void weft_onnx_import_shorten (WeftOnnxImport *import);
/* Several nodes that an exporter made of one layer become that. */
gboolean weft_onnx_import_fold (WeftOnnxImport *import, GError **error);
/* Whether the network says of the samples what the model says where the loss reads it: `end`. */
gboolean weft_onnx_import_check (WeftOnnxImport *import, GHashTable *values, WeftOnnxSource end,
                                 GError **error);
/* A value of the model's with its samples along axis 0, as it lies in ours; transfer full. */
WeftTensor *weft_onnx_place_samples (const WeftTensor *x, gint64 batch, gint64 outer);
