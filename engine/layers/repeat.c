/* repeat: a sample several times over along its axes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"

typedef struct
{
  WeftDims repeats;
} Repeat;

static const WeftParam params[] = {
  WEFT_DIMS (Repeat, repeats, "2", 1, 1 << 20, .label = N_ ("Times"),
             .help = N_ ("How often a sample stands along its last axes: one number for each, the "
                         "last axis last")),
  { NULL },
};

/* x (…, L, …) → (…, times · L, …) */
static WeftValue
repeat_axis (WeftBuilder *b, WeftValue x, int axis, int times)
{
  WeftShape shape = *weft_builder_shape (b, x), wide;
  WeftAttr attrs[2] = { { .name = "dims", .n = shape.rank } };

  if (times == 1 || shape.rank < 1)
    return x;
  x = weft_unsqueeze (b, x, axis);
  wide = *weft_builder_shape (b, x);
  for (int i = 1; i < wide.rank; i++)
    attrs[0].v[i - 1] = i == axis ? times : (double) wide.dims[i];
  x = weft_builder_op1 (b, "expand", attrs, x);
  shape.dims[axis] = weft_builder_dim (b, x, axis) * weft_builder_dim (b, x, axis + 1);
  return x.index < 0 ? x : weft_reshape (b, x, &shape);
}

static WeftValue
build (WeftBuilder *b, const Repeat *repeat, WeftValue x) /* x (N, …, L) → (N, …, times · L) */
{
  int rank = weft_builder_shape (b, x)->rank, n = repeat->repeats.n;

  if (!weft_builder_expect_rank (b, x, n + 1, WEFT_MAX_RANK - 1, "(N, …)"))
    return WEFT_NONE;
  for (int i = 0; i < n; i++)
    x = repeat_axis (b, x, rank - n + i, repeat->repeats.d[i]);
  return x;
}

WEFT_BUILD_1 (Repeat, build)

const WeftLayer weft_layer_repeat = {
  .id = "repeat",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Repeat"),
  .summary = N_ ("Puts a sample several times behind itself along its axes."),
  .formula = "y = [x, x, …]",
  .line = N_ ("{in} → {out}"),
  .terms = "tile copy expand 重复 chongfu cf 平铺 pingpu pp",
  .pytorch = "torch.Tensor.repeat",
  .onnx = "Tile",
  .params = params,
  .record_size = sizeof (Repeat),
  .build = build_row,
};
