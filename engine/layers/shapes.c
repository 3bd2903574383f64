/* shapes: what the layers that rearrange numbers are put together from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"

WeftValue
weft_reshape (WeftBuilder *b, WeftValue x, const WeftShape *shape)
{
  WeftAttr attrs[2] = { { .name = "dims", .n = shape->rank - 1 } };

  for (int i = 1; i < shape->rank; i++)
    attrs[0].v[i - 1] = (double) shape->dims[i];
  return weft_builder_op1 (b, "reshape", attrs, x);
}

WeftValue
weft_unsqueeze (WeftBuilder *b, WeftValue x, int at)
{
  WeftShape shape = *weft_builder_shape (b, x);

  if (!weft_builder_expect_rank (b, x, 1, WEFT_MAX_RANK - 1, "(N, …)"))
    return WEFT_NONE;
  for (int i = shape.rank; i > at; i--)
    shape.dims[i] = shape.dims[i - 1];
  shape.dims[at] = 1;
  shape.rank++;
  return weft_reshape (b, x, &shape);
}

WeftValue
weft_squeeze (WeftBuilder *b, WeftValue x, int at)
{
  WeftShape shape = *weft_builder_shape (b, x);

  shape.rank--;
  for (int i = at; i < shape.rank; i++)
    shape.dims[i] = shape.dims[i + 1];
  if (shape.rank == 1)
    shape.dims[shape.rank++] = 1; /* a sample has one axis at least */
  return weft_reshape (b, x, &shape);
}

int
weft_builder_new_axis (WeftBuilder *b, WeftValue x, int dim)
{
  int rank = weft_builder_shape (b, x)->rank, at = dim < 0 ? rank + 1 + dim : dim;

  return at >= 1 && at <= rank ? at : weft_builder_axis (b, x, dim);
}
