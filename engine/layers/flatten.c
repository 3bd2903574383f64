/* flatten: all numbers of a sample in one row, (C, H, W) row by row, or those of some axes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"

typedef struct
{
  int start_dim, end_dim;
} Flatten;

static const WeftParam params[] = {
  WEFT_INT (Flatten, start_dim, 1, -7, 7, .label = N_ ("From dimension"), .advanced = TRUE,
            .help = N_ ("The first axis that goes into the row, the batch counted as 0")),
  WEFT_INT (Flatten, end_dim, -1, -7, 7, .label = N_ ("To dimension"), .advanced = TRUE,
            .help = N_ ("The last axis that goes into the row; −1: the last there is")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Flatten *flatten, WeftValue x) /* x (N, …) → (N, D) */
{
  WeftShape shape = *weft_builder_shape (b, x);
  int start, end;

  if (shape.rank == 1 && flatten->start_dim == 1 && flatten->end_dim == -1)
    return weft_builder_op1 (b, "reshape", WEFT_ATTRS ({ "dims", { 1 }, 1 }), x);
  start = weft_builder_axis (b, x, flatten->start_dim);
  end = start < 0 ? -1 : weft_builder_axis (b, x, flatten->end_dim);
  if (start < 0 || end < 0)
    return WEFT_NONE;
  for (int i = start + 1; i <= end; i++)
    shape.dims[start] *= shape.dims[i];
  for (int i = end + 1; i < shape.rank && end > start; i++)
    shape.dims[i - (end - start)] = shape.dims[i];
  shape.rank -= MAX (end - start, 0);
  return weft_reshape (b, x, &shape);
}

WEFT_BUILD_1 (Flatten, build)

const WeftLayer weft_layer_flatten = {
  .id = "flatten",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Flatten"),
  .summary = N_ ("Writes all numbers of a sample into one row."),
  .formula = "y<sub>(c·H+i)·W+j</sub> = x<sub>c,i,j</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "ravel view vector 展平 zhanping zp 拉平 laping lp",
  .pytorch = "torch.nn.Flatten",
  .onnx = "Flatten",
  .params = params,
  .record_size = sizeof (Flatten),
  .build = build_row,
};
