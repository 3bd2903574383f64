/* onnx-writer: an ONNX graph while it is put together: nodes, constants, inputs and outputs
 *
 * Names of values are strings of the writer's, borrowed until it is freed. The messages are those
 * that protobuf-c makes of the standard's schema. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"
#include "projects/onnx.pb-c.h"

#define WEFT_ONNX_OPSET 17
#define WEFT_ONNX_IR 8     /* the version of the messages that goes with it */
#define WEFT_ONNX_ANY (-1) /* a dimension that is as large as the batch */
#define WEFT_ONNX_MOST                                                                             \
  2000000000 /* bytes: what a message of protobuf's may hold is less than 2 GiB */

typedef struct _WeftOnnxWriter WeftOnnxWriter;

WeftOnnxWriter *weft_onnx_writer_new (const char *name);
void weft_onnx_writer_free (WeftOnnxWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftOnnxWriter, weft_onnx_writer_free)
/* A name that nothing has yet: stem, or stem_2, … */
const char *weft_onnx_writer_name (WeftOnnxWriter *writer, const char *stem);
/* Values that begin with stem are made for one application of an op; their nodes are called so. */
void weft_onnx_writer_begin (WeftOnnxWriter *writer, const char *stem);
/* inputs: names, "" for what is left out. The node has one output so far. */
Onnx__NodeProto *weft_onnx_writer_add_node (WeftOnnxWriter *writer, const char *op,
                                            const char *const *inputs, guint n);
const char *weft_onnx_writer_get_output (WeftOnnxWriter *writer, Onnx__NodeProto *node, guint i);
/* Output i is called so from here on; nothing has read it yet. */
void weft_onnx_writer_rename (WeftOnnxWriter *writer, Onnx__NodeProto *node, guint i,
                              const char *name);
void weft_onnx_writer_set_ints (Onnx__NodeProto *node, const char *name, const double *v, guint n,
                                gboolean is_list);
void weft_onnx_writer_set_reals (Onnx__NodeProto *node, const char *name, const double *v, guint n,
                                 gboolean is_list);
void weft_onnx_writer_set_text (Onnx__NodeProto *node, const char *name, const char *text);
/* Numbers that are part of the model, copied: WEFT_F32, WEFT_I64 or WEFT_I32. */
const char *weft_onnx_writer_add_constant (WeftOnnxWriter *writer, const char *stem,
                                           const WeftShape *shape, gconstpointer data);
/* Dimensions may be WEFT_ONNX_ANY. about: what it means, for people. */
void weft_onnx_writer_add_input (WeftOnnxWriter *writer, const char *name, const WeftShape *shape,
                                 const char *about);
void weft_onnx_writer_add_output (WeftOnnxWriter *writer, const char *name, const WeftShape *shape);
/* The model's file, without what leads to no output; transfer full. WEFT_ERROR_INVALID where it is
 * larger than such a file may be. */
GByteArray *weft_onnx_writer_pack (WeftOnnxWriter *writer, GError **error);
