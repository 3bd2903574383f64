/* onnx-import: an ONNX model as a network of ours: its nodes as layers, its numbers as their
 * weights
 *
 * The model is worked out (onnx-model.h) for two sizes of a batch of random samples, which gives
 * the shape of every value and all numbers that hang on shapes alone: axes, pads, sizes. What hangs
 * on the samples becomes nodes, row by row of the table of operators. Before it is handed out, what
 * the network says of those samples is held against what the model said. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "projects/formats/onnx/operator.h"

/* The network at path, in its places, and what it has learnt: WeftNamedWeight. transfer full.
 * WEFT_ERROR_UNSUPPORTED names operator, its version and node. */
WeftGraph *weft_onnx_import (const char *path, GPtrArray **weights, GError **error);

/* --- for rows: one node of the model becomes some of ours --- */

/* What stands for a value: an output of a node of ours. */
typedef struct
{
  gint64 node; /* 0: nothing does */
  int output;
} WeftOnnxSource;

typedef struct _WeftOnnxImport WeftOnnxImport;

struct _WeftOnnxLaying
{
  WeftOnnxCall *call; /* with the tensors that it gave for the samples */
  const WeftOnnxOperator *row;
  WeftOnnxSource in[WEFT_ONNX_MAX_PORTS];  /* what stands for an input */
  WeftOnnxSource out[WEFT_ONNX_MAX_PORTS]; /* and will for an output */
  WeftOnnxImport *import;
};

/* Whether the numbers of input i are the same whatever the samples are. */
gboolean weft_onnx_is_known (const WeftOnnxLaying *laying, guint i);
/* Of all inputs behind the first; FALSE with an error. */
gboolean weft_onnx_expect_known (WeftOnnxLaying *laying);
/* A node of that layer (NULL: the row's) that reads the first n inputs; params: a{sv}, floating,
 * nullable. It stands for output 0 and, for the next node of the same row, for input 0. Its id; 0
 * with an error. */
gint64 weft_onnx_lay (WeftOnnxLaying *laying, const char *layer, GVariant *params, guint n);
/* The numbers of the node's weight of that name. */
gboolean weft_onnx_lay_weight (WeftOnnxLaying *laying, gint64 node, const char *name,
                               const WeftTensor *numbers, const WeftShape *shape);
/* The output is the input. */
void weft_onnx_lay_through (WeftOnnxLaying *laying, guint in, guint out);
/* A sample gets another shape: output 0 of it, as the model has it. */
gboolean weft_onnx_lay_reshape (WeftOnnxLaying *laying, const WeftShape *shape);
/* Two or more of which some may be known. */
gboolean weft_onnx_lay_pair (WeftOnnxLaying *laying);
/* ax of n numbers, floating. */
GVariant *weft_onnx_dims (const gint64 *v, guint n);
/* How a layer says a size of one number (x) or several (ax), floating. */
GVariant *weft_onnx_size (const gint64 *v, int n);
/* Whether the input has samples along axis 0. */
gboolean weft_onnx_has_batch (const WeftOnnxLaying *laying, const WeftShape *shape);
