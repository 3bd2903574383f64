/* softmax: shares that add up to one along an axis, y[i] = exp x[i] / Σⱼ exp x[j] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer.h"

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
build (WeftBuilder *b, const Softmax *softmax, WeftValue x) /* x of any shape → the same */
{
  int dim = weft_builder_axis (b, x, softmax->dim);

  return dim < 0 ? WEFT_NONE : weft_builder_op1 (b, "softmax", WEFT_ATTRS ({ "dim", { dim } }), x);
}

WEFT_BUILD_1 (Softmax, build)

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
  .build = build_row,
};
