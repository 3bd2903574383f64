/* shape: the logical shape and type of a tensor; always channels-first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

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
 * is N. */
typedef struct
{
  int rank;
  WeftType type;
  gint64 dims[WEFT_MAX_RANK];
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
/* "(N, 3, 32, 32)" when batched, as diagnostics say it; transfer full. */
char *weft_shape_format (const WeftShape *shape, gboolean batched);
/* "3×32×32" without the batch, as the canvas says it; "1" for (N); transfer full. */
char *weft_shape_format_short (const WeftShape *shape);
