/* softmax: shares that add up to one along an axis, y[i] = exp x[i] / Σⱼ exp x[j] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

typedef struct
{
  int dim;
} Softmax;

static const WeftParam params[] = {
  WEFT_INT (Softmax, dim, -1, -7, 7, .label = N_ ("Dimension"), .advanced = TRUE,
            .help = N_ ("The axis whose numbers add up to one, the batch counted as 0; −1: the "
                        "last")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Softmax *softmax, WeftValue x,
       WeftValue mask) /* x of any shape → the same; a mask (N, T) counts along the steps */
{
  int dim = weft_builder_axis (b, x, softmax->dim);

  if (dim < 0)
    return WEFT_NONE;
  return weft_builder_op (b, "softmax", WEFT_ATTRS ({ "dim", { dim } }), (WeftValue[]){ x, mask },
                          dim == 1 && mask.index >= 0 ? 2 : 1);
}

WEFT_BUILD_MASKED (Softmax, build)

const WeftLayer weft_layer_softmax = {
  .id = "softmax",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("Softmax"),
  .summary = N_ ("Turns scores into shares that are positive and add up to one."),
  .formula = "y<sub>i</sub> = e<sup>x<sub>i</sub></sup> / Σ<sub>j</sub> e<sup>x<sub>j</sub></sup>",
  .line = N_ ("shares of {out}"),
  .terms = "probabilities normalised exponential 激活 jihuo jh 归一化指数 guiyihuazhishu gyhzs "
           "概率 gailv gl",
  .pytorch = "torch.nn.Softmax",
  .onnx = "Softmax",
  .params = params,
  .record_size = sizeof (Softmax),
  .inputs = weft_masked_inputs,
  .build = build_row,
};
