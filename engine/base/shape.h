/* shape: the logical shape and type of a tensor; always channels-first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/base/binding.h"

#define WEFT_MAX_RANK 8

typedef enum
{
  WEFT_F32,
  WEFT_I32,
  WEFT_I64,
  WEFT_BOOLEAN,
  WEFT_U8,
  WEFT_I16,
} WeftType;

/* Dimensions are at least 1. Rank 0 is a scalar, −1 an input that is absent. Dimension 0 of a batch
 * is N. While a graph is checked, and in its report, a dimension may follow the steps of a batch,
 * T or another symbol of the binding: dims[i] is what it is for one T, and the form says how it
 * follows: times[i]·T + rest[i], of negative times T / −times[i] + rest[i]. Where a program runs
 * there are numbers alone. */
typedef struct
{
  int rank;
  WeftType type;
  gint64 dims[WEFT_MAX_RANK];
  gint16 times[WEFT_MAX_RANK]; /* 0: a constant */
  gint32 rest[WEFT_MAX_RANK];
  guint8 symbol[WEFT_MAX_RANK]; /* which of the binding's steps it follows */
} WeftShape;

#define WEFT_SHAPE(...)                                                                            \
  weft_shape_new ((gint64[]){ __VA_ARGS__ },                                                       \
                  (int) (sizeof ((gint64[]){ __VA_ARGS__ }) / sizeof (gint64)))

WeftShape weft_shape_new (const gint64 *dims, int rank); /* of float32 */
/* The product of all dimensions; G_MAXINT64 when that overflows. */
gint64 weft_shape_count (const WeftShape *shape);
/* The product without dimension 0: elements of one sample. */
gint64 weft_shape_sample_count (const WeftShape *shape);
gsize weft_type_size (WeftType type);
gsize weft_shape_bytes (const WeftShape *shape);
gboolean weft_shape_equal (const WeftShape *a, const WeftShape *b); /* rank, dims and type */
gboolean weft_shape_same_dims (const WeftShape *a, const WeftShape *b, int from_axis);
/* Says how a shape follows the steps of one binding by what it is for another, in which each number
 * of steps is another; of another rank nothing follows. */
void weft_shape_follow (WeftShape *shape, const WeftBinding *binding, const WeftShape *other,
                        const WeftBinding *other_binding, int from_axis);
gboolean weft_shape_follows (const WeftShape *shape); /* some dimension some steps */
void weft_shape_fix (WeftShape *shape);               /* to numbers alone */
/* "(N, T, 64)" when batched, as diagnostics say it, else "(32, T, 64)"; transfer full. */
char *weft_shape_format (const WeftShape *shape, gboolean batched);
/* "3×32×32" or "T×64" without the batch, as the canvas says it; "1" for (N); transfer full. */
char *weft_shape_format_short (const WeftShape *shape);
