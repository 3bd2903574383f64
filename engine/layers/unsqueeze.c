/* unsqueeze: with an axis more, which has one number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"

typedef struct
{
  int dim;
} Unsqueeze;

static const WeftParam params[] = {
  WEFT_INT (Unsqueeze, dim, -1, -8, 7, .label = N_ ("Dimension"),
            .help = N_ ("Where the new axis stands, the batch counted as 0; −1: behind the last")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Unsqueeze *unsqueeze, WeftValue x) /* x (N, …) → (N, …, 1, …) */
{
  int at = weft_builder_new_axis (b, x, unsqueeze->dim);

  return at < 0 ? WEFT_NONE : weft_unsqueeze (b, x, at);
}

WEFT_BUILD_1 (Unsqueeze, build)

const WeftLayer weft_layer_unsqueeze = {
  .id = "unsqueeze",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Unsqueeze"),
  .summary = N_ ("Adds an axis that is 1 long, for instance one channel."),
  .formula = "y<sub>i,0</sub> = x<sub>i</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "add axis expand dims 增加维度 zengjiaweidu zjwd 加轴 jiazhou jz",
  .pytorch = "torch.unsqueeze",
  .onnx = "Unsqueeze",
  .params = params,
  .record_size = sizeof (Unsqueeze),
  .build = build_row,
};
