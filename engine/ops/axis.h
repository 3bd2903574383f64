/* axis: the attribute of ops that work along one axis */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

typedef struct
{
  int dim; /* counts the batch as 0; negative from the end */
} WeftAxisAttrs;

static const WeftParam weft_axis_attrs[] = {
  WEFT_INT (WeftAxisAttrs, dim, 1, -WEFT_MAX_RANK, WEFT_MAX_RANK - 1),
  { NULL },
};

#define AXIS(dim) (&(const WeftAxisAttrs){ dim })

static inline int
weft_axis_of (const WeftAxisAttrs *attrs, const WeftShape *shape)
{
  return attrs->dim < 0 ? attrs->dim + shape->rank : attrs->dim;
}

/* Of what goes along `axis`: input i, where there is one, says which of it counts: (N, T). */
static inline gboolean
weft_axis_check_mask (WeftOpShapes *shapes, guint i, int axis)
{
  const WeftShape *x = &shapes->in[0], *mask = &shapes->in[i];

  if (shapes->n_in > i && mask->rank >= 0
      && (axis != 1 || mask->rank != 2 || mask->dims[0] != x->dims[0]
          || mask->dims[1] != x->dims[1]))
    return weft_expects (shapes, _ ("expects a mask (N, T) of the axis that goes"));
  return TRUE;
}

/* A shape seen as (A, L, B) with the axis in the middle; axis −1: it has no such axis. */
typedef struct
{
  int axis;
  gsize a, length, b;
} WeftSides;

static inline WeftSides
weft_axis_sides (int dim, const WeftShape *shape)
{
  int axis = dim < 0 ? dim + shape->rank : dim;

  if (axis < 0 || axis >= shape->rank)
    return (WeftSides){ .axis = -1 };
  return (WeftSides){ axis, weft_count_between (shape, 0, axis), (gsize) shape->dims[axis],
                      weft_count_between (shape, axis + 1, shape->rank) };
}
