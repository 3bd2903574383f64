/* form: what an op's row says of it in ONNX's operators, worked out for one application
 *
 * A form is a text, `name = expression; …; expression, …`: one expression for each output of the
 * op, or `none` where ONNX has no words for it. In it
 *
 *   x, w            the op's inputs by their names; `inputs` all of them, which are handed on one
 * by one. What is absent is `none`, which is passed over where something is added to it or
 * multiplied by it padding, eps    its attributes: numbers, lists of numbers; of a choice its place
 *   Conv (x, w, strides=stride)   an operator, with inputs and attributes; [1] its second output
 *   x * 2 + b       Mul, Add, Sub, Div and Neg where a tensor is among them; else sums and products
 *                   of numbers; lists are joined by + and repeated by *
 *   size (x, i) rank (x) tail (x)   of an input or output: one dimension, how many, all but the
 *                   first; one that is as large as the batch is −1
 *   shape           the first output's, as Reshape takes it: 0 for the batch
 *   len (list) sqrt (a) log (a) a // b a % b list[i] list[i:j]
 *   swapped (n)     0, 1, …, n − 1 with the last two the other way round
 *   around (pads, n)  pads in pairs from the last axis on, as ONNX's Pad takes them for n axes
 *   c ? a : b       of which only one is worked out; and, or, not, ==, !=, <, >
 *
 * A number or list where an operator takes a tensor is a constant: whole numbers int64, else
 * float32; beside a tensor in a sum or product always float32. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/op.h"
#include "projects/formats/onnx/onnx-writer.h"

/* One application. */
typedef struct
{
  const WeftOp *op;
  gconstpointer attrs;
  const char *node; /* whose it is, for names and sentences */
  guint n_in, n_out;
  const char *in[WEFT_OP_MAX_IN]; /* names of values; NULL: absent */
  WeftShape in_shape[WEFT_OP_MAX_IN], out_shape[WEFT_OP_MAX_OUT]; /* WEFT_ONNX_ANY: the batch's */
} WeftOnnxApplication;

/* A value that came of it. */
typedef struct
{
  const char *name;
  Onnx__NodeProto *node; /* that makes it; NULL: it is one of the inputs */
  guint output;
} WeftOnnxResult;

/* Adds the nodes; results: as many as the op has outputs, name NULL where the form says nothing.
 * WEFT_ERROR_UNSUPPORTED where there is no form. */
gboolean weft_onnx_form_apply (WeftOnnxWriter *writer, const WeftOnnxApplication *of,
                               WeftOnnxResult results[WEFT_OP_MAX_OUT], GError **error);
