/* squeeze: without an axis that has one number only */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"

typedef struct
{
  int dim;
} Squeeze;

static const WeftParam params[] = {
  WEFT_INT (Squeeze, dim, -1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("The axis that goes, the batch counted as 0; it has to be 1 long")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Squeeze *squeeze, WeftValue x) /* x (N, …, 1, …) → (N, …) */
{
  int dim = weft_builder_axis (b, x, squeeze->dim);

  if (dim < 0)
    return WEFT_NONE;
  return weft_builder_dim (b, x, dim) == 1 ? weft_squeeze (b, x, dim) : x;
}

WEFT_BUILD_1 (Squeeze, build)

const WeftLayer weft_layer_squeeze = {
  .id = "squeeze",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Squeeze"),
  .summary = N_ ("Takes away an axis that is 1 long; a longer one stays."),
  .formula = "y<sub>i</sub> = x<sub>i,0</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "remove axis 压缩维度 yasuoweidu yswd 去轴 quzhou qz",
  .pytorch = "torch.squeeze",
  .onnx = "Squeeze",
  .params = params,
  .record_size = sizeof (Squeeze),
  .build = build_row,
};
