/* operator: a row of the table of ONNX's operators: what it gives for tensors, and which of our
 * layers it is
 *
 * To add one: a row in a file of operators/, of its family; a family is a row of families.def. A
 * row is what its operator means in operator sets WEFT_ONNX_FIRST to WEFT_ONNX_LAST (ONNX's
 * Operators.md and Changelog.md), and asks for the set where that differs. Tensors are float32,
 * int64, int32 or boolean; whatever else is refused with operator, set and node named. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/error.h"
#include "engine/base/tensor.h"
#include "engine/ops/op.h"
#include "projects/onnx.pb-c.h"

#define WEFT_ONNX_FIRST 7 /* operator sets that are read; some rows hold for earlier ones */
#define WEFT_ONNX_LAST 18
#define WEFT_ONNX_MAX_PORTS 64

typedef struct _WeftOnnxPieces WeftOnnxPieces; /* onnx-pieces.h */

/* One node with the tensors that go into it. */
typedef struct
{
  const Onnx__NodeProto *node;
  gint64 opset;
  guint n_in, n_out;
  WeftTensor *in[WEFT_ONNX_MAX_PORTS];  /* NULL: left out */
  WeftTensor *out[WEFT_ONNX_MAX_PORTS]; /* what came of it, the caller's */
  gconstpointer data;                   /* the row's */
  WeftOnnxPieces *pieces;               /* of expand */
  guint64 *asked;                       /* attributes that the row asked for, as bits; nullable */
  GError **error;
} WeftOnnxCall;

typedef struct _WeftOnnxLaying WeftOnnxLaying; /* onnx-import.h */

typedef struct
{
  const char *name;  /* NULL ends a family */
  guint least, most; /* inputs; the least must be there */
  gboolean (*evaluate) (WeftOnnxCall *call);
  gconstpointer data; /* of evaluate, for rows that differ in it alone */
  /* As nodes of ours, FALSE with an error where it is none; NULL: none. */
  gboolean (*lay) (WeftOnnxLaying *laying);
  const char *layer; /* of lay: the layer's id */
  gint64 since;      /* the first operator set in which it meant that; 0: WEFT_ONNX_FIRST */
  /* Of lay: what it reads may have its samples along any axis, and be made in another shape. */
  gboolean lays_any_axis, lays_any_shape;
  /* Attributes that change nothing, by spaces; nullable. Any other that evaluate does not ask for
   * is refused, so that none is overlooked. */
  const char *idle;
  /* In place of evaluate and lay: nodes of other operators, which stand for it (onnx-pieces.h).
   * by_numbers: which ones hangs on its inputs' numbers, not on their shapes alone. */
  gboolean (*expand) (WeftOnnxCall *call);
  gboolean by_numbers;
} WeftOnnxOperator;

const WeftOnnxOperator *weft_onnx_operator_find (const char *name); /* nullable */
/* Fills in call->out, as many as are asked for. FALSE and an error where it cannot be. */
gboolean weft_onnx_operator_run (const WeftOnnxOperator *row, WeftOnnxCall *call);

/* --- for rows --- */

/* "Conv (operator set 11) of “conv1”: …"; FALSE. */
gboolean weft_onnx_fail (WeftOnnxCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean weft_onnx_fail_mode (WeftOnnxCall *call, const char *attribute, const char *value);
/* Attributes by name; what is not there is `otherwise`. */
const Onnx__AttributeProto *weft_onnx_find (const WeftOnnxCall *call, const char *name);
gint64 weft_onnx_int (const WeftOnnxCall *call, const char *name, gint64 otherwise);
double weft_onnx_real (const WeftOnnxCall *call, const char *name, double otherwise);
gboolean weft_onnx_is_text (const WeftOnnxCall *call, const char *name, const char *text,
                            const char *otherwise);
char *weft_onnx_dup_text (const WeftOnnxCall *call, const char *name, const char *otherwise);
/* How many there are, at most `most` filled in; 0 where there are none. */
guint weft_onnx_ints (const WeftOnnxCall *call, const char *name, gint64 *v, guint most);
/* An input of whole numbers, likewise; −1: it is of another type, or more than `most`. */
int weft_onnx_get_ints (const WeftTensor *x, gint64 *v, guint most);
/* What early sets say in an attribute and later ones in input i; n: −1 where nothing is said. */
gboolean weft_onnx_ints_of_either (WeftOnnxCall *call, const char *name, guint i, gint64 *v,
                                   guint most, int *n);
/* axis, counted from the end below 0; FALSE with an error where there is none. */
gboolean weft_onnx_fit_axis (WeftOnnxCall *call, gint64 *axis, int rank);
/* Output i of that shape, zeroed; nullable with an error. */
WeftTensor *weft_onnx_new (WeftOnnxCall *call, guint i, const WeftShape *shape);
/* A tensor that is no output, under the same bounds. */
WeftTensor *weft_onnx_new_scratch (WeftOnnxCall *call, const WeftShape *shape);
/* Output i is that one; takes it. x: nullable, which is FALSE. */
gboolean weft_onnx_give (WeftOnnxCall *call, guint i, WeftTensor *x);
gboolean weft_onnx_is_real (const WeftTensor *x);
/* An element as a number of any type. */
double weft_onnx_get (const WeftTensor *x, gint64 i);
void weft_onnx_set (WeftTensor *x, gint64 i, double value);
gint64 weft_onnx_get_whole (const WeftTensor *x, gint64 i);
void weft_onnx_set_whole (WeftTensor *x, gint64 i, gint64 value);
/* y[to] = x[from], which are of one type. */
void weft_onnx_copy (WeftTensor *y, gint64 to, const WeftTensor *x, gint64 from);
/* Element i of indices as a place along an axis of that length, counted from the end below 0;
 * FALSE with an error where there is none. */
gboolean weft_onnx_read_index (WeftOnnxCall *call, const WeftTensor *indices, gint64 i,
                               gint64 length, gint64 *index);
/* Row by row; strides in elements. */
void weft_onnx_get_strides (const WeftShape *shape, gint64 *strides);
/* y[i, j, …] = x[offset + i·strides[0] + j·strides[1] + …]; y's shape says how many. */
void weft_onnx_copy_view (WeftTensor *y, const WeftTensor *x, gint64 offset, const gint64 *strides);
/* The shape that both spread to; FALSE with an error. */
gboolean weft_onnx_broadcast (WeftOnnxCall *call, const WeftShape *a, const WeftShape *b,
                              WeftShape *shape);
/* x as it lies spread out to that shape: 0 along what is spread. */
void weft_onnx_spread_strides (const WeftShape *x, const WeftShape *shape, gint64 *strides);
WeftTensor *weft_onnx_spread (WeftOnnxCall *call, WeftTensor *x, const WeftShape *shape);
/* The same numbers in another shape of as many. Transfer full. */
WeftTensor *weft_onnx_reshape (WeftOnnxCall *call, WeftTensor *x, const WeftShape *shape);
/* x with its axes in another order. Transfer full, nullable with an error. */
WeftTensor *weft_onnx_permute (WeftOnnxCall *call, WeftTensor *x, const int *order);

/* Whether we have numbers of that type of ONNX's. */
gboolean weft_onnx_find_type (gint64 type, WeftType *found);
gint64 weft_onnx_get_type (WeftType type);
/* An op of ours on tensors (inputs NULL where they are left out): its first output; transfer full,
 * nullable with an error. attrs: WEFT_ATTRS. */
WeftTensor *weft_onnx_run_op (WeftOnnxCall *call, const char *op, const WeftAttr *attrs,
                              WeftTensor *const *in, guint n_in);
