/* along: the numbers along an axis that one number stands among; for engine/run/worked alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/worked/working.h"

typedef struct
{
  gint64 n, stride;
  gsize begin;
} WeftWorkedSides;

/* Those along the op's axis `dim` of the tensor that the number that is asked for is in. */
static inline WeftWorkedSides
weft_worked_sides (const WeftWorking *w)
{
  int axis = (int) weft_working_attr (w, "dim", 0, -1);
  WeftWorkedSides row = { .stride = 1 };

  axis = axis < 0 ? w->shape->rank + axis : axis;
  for (int i = axis + 1; i < w->shape->rank; i++)
    row.stride *= w->shape->dims[i];
  row.n = w->shape->dims[axis];
  row.begin = w->offset - (gsize) (w->index[axis] * row.stride);
  return row;
}
