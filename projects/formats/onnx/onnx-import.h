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

/* What stands for a value: an output of a node of ours. Samples lie along axis 0 there, wherever
 * they lie in the model, and the other axes keep their order. */
typedef struct
{
  gint64 node; /* 0: nothing does */
  int output;
  gint64 outer; /* product of what stands before the samples in the model: T of (T, N, C); 0 of
                   what a row gives: as its first input has it, counted from the last axis */
  WeftShape
      made; /* what the node gives, which is reshaped once that matters; rank 0: the value's */
} WeftOnnxSource;

/* Where samples lie in a value of the model. They may be one axis with what stands before or behind
 * them, as (T·N, C) or (N·heads, T, D). */
typedef struct
{
  int axis;          /* lead · N · more long */
  gint64 lead, more; /* that become axes of ours where they are not 1 */
  WeftShape ours;    /* (N, …): those before, lead, more, those behind */
} WeftOnnxPlace;

typedef struct _WeftOnnxImport WeftOnnxImport;

struct _WeftOnnxLaying
{
  WeftOnnxCall *call; /* with the tensors that it gave for the samples */
  const WeftOnnxOperator *row;
  WeftOnnxSource in[WEFT_ONNX_MAX_PORTS];   /* what stands for an input */
  WeftOnnxSource out[WEFT_ONNX_MAX_PORTS];  /* and will for an output */
  WeftOnnxPlace place[WEFT_ONNX_MAX_PORTS]; /* of each input that is not known */
  WeftOnnxImport *import;
};

/* Whether input i is of whole numbers that are real ones in ours, no tokens. */
gboolean weft_onnx_is_counted (const WeftOnnxLaying *laying, guint i);
/* Whether the numbers of input i are the same whatever the samples are. */
gboolean weft_onnx_is_known (const WeftOnnxLaying *laying, guint i);
/* Of all inputs behind the first; FALSE with an error. */
gboolean weft_onnx_expect_known (WeftOnnxLaying *laying);
/* Whether one node alone reads output i, which is of that operator. */
gboolean weft_onnx_is_read_by (const WeftOnnxLaying *laying, guint i, const char *type);
/* Whether a node of that layer stands for input i. */
gboolean weft_onnx_stands_for (const WeftOnnxLaying *laying, guint i, const char *layer);
/* A node of that layer (NULL: the row's) that reads the first n inputs; params: a{sv}, floating,
 * nullable. It stands for output 0 and, for the next node of the same row, for input 0. Its id; 0
 * with an error. */
gint64 weft_onnx_lay (WeftOnnxLaying *laying, const char *layer, GVariant *params, guint n);
/* The numbers of the node's weight of that name. */
gboolean weft_onnx_lay_weight (WeftOnnxLaying *laying, gint64 node, const char *name,
                               const WeftTensor *numbers, const WeftShape *shape);
/* The output is the input. */
void weft_onnx_lay_through (WeftOnnxLaying *laying, guint in, guint out);
/* Input i in the shape in which the model's value lies in ours, or in that one (N, …); a node where
 * it is made in another. */
gboolean weft_onnx_lay_straight (WeftOnnxLaying *laying, guint i);
gboolean weft_onnx_lay_as (WeftOnnxLaying *laying, guint i, const WeftShape *ours);
/* What input i's axis is in ours; −1 with an error where samples lie along it. */
int weft_onnx_lay_axis (WeftOnnxLaying *laying, guint i, gint64 axis);
/* Inputs whose samples lie along the same axis, counted from the end; those that are known become
 * nodes that give them. open: which says where they lie. */
gboolean weft_onnx_lay_alike (WeftOnnxLaying *laying, guint *open);
/* Two or more of which some may be known. */
gboolean weft_onnx_lay_pair (WeftOnnxLaying *laying);
/* A recurrent layer, or one more of those in one. */
gboolean weft_onnx_lay_recurrent (WeftOnnxLaying *laying);
/* ax of n numbers, floating. */
GVariant *weft_onnx_dims (const gint64 *v, guint n);
/* How a layer says a size of one number (x) or several (ax), floating. */
GVariant *weft_onnx_size (const gint64 *v, int n);
/* Where samples lie in a value of that shape, so many to a batch; FALSE where they do not. */
gboolean weft_onnx_place (const WeftShape *shape, gint64 batch, gint64 outer, WeftOnnxPlace *place);
/* Of a value of the model's: whether they lie along axis 0 and nothing else does. */
gboolean weft_onnx_place_is_first (const WeftOnnxPlace *place);
/* How many samples the model is worked out for. */
gint64 weft_onnx_lay_batch (const WeftOnnxLaying *laying);
