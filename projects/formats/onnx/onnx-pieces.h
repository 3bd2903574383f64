/* onnx-pieces: an operator that is others put together: nodes of those in its place, worked out and
 * laid as if they stood in the model */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/onnx/onnx-model.h"

struct _WeftOnnxPieces
{
  const WeftOnnxModel *model;
  GHashTable *values; /* as weft_onnx_evaluate has them */
  GPtrArray *nodes;   /* Onnx__NodeProto, in their order; borrowed */
};

/* --- for rows --- */

/* A node of that operator, which reads a and b (nullable), under an attribute of numbers (name
 * nullable) or one of one number (n: 1, is_one). What it gives is called as is returned; borrowed.
 */
const char *weft_onnx_piece (WeftOnnxCall *call, const char *type, const char *a, const char *b);
void weft_onnx_piece_set (WeftOnnxCall *call, const char *attribute, const gint64 *v, guint n);
void weft_onnx_piece_set_one (WeftOnnxCall *call, const char *attribute, gint64 v);
/* Whole numbers that are known. */
const char *weft_onnx_piece_known (WeftOnnxCall *call, const gint64 *v, guint n);
/* Output i of the whole is that. */
void weft_onnx_piece_give (WeftOnnxCall *call, guint i, const char *value);
/* All nodes of a graph inside the model, and its numbers; FALSE with an error. */
gboolean weft_onnx_piece_graph (WeftOnnxCall *call, const Onnx__GraphProto *graph);

/* --- for whoever works a model out --- */

/* Notes who reads what among them. */
void weft_onnx_pieces_note (const WeftOnnxPieces *pieces);
