/* leaky_relu: y[i] = x[i] where that is positive, else slope·x[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double negative_slope;
} LeakyRelu;

static const WeftParam params[] = {
  WEFT_REAL (LeakyRelu, negative_slope, 0.01, 0, 1, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Negative slope"),
             .help = N_ ("The share of a negative number that is passed on")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const LeakyRelu *relu, WeftValue x) /* x of any shape → the same */
{
  return weft_builder_op1 (b, "leaky_relu", WEFT_ATTRS ({ "slope", { relu->negative_slope } }), x);
}

WEFT_BUILD_1 (LeakyRelu, build)

const WeftLayer weft_layer_leaky_relu = {
  .id = "leaky_relu",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("Leaky ReLU"),
  .summary = N_ ("Passes what is positive and a small share of what is negative."),
  .formula = "y = max (0, x) + a · min (0, x)",
  .line = N_ ("slope {negative_slope}"),
  .terms = "lrelu rectifier 激活 jihuo jh 带泄漏 daixielou dxl",
  .pytorch = "torch.nn.LeakyReLU",
  .onnx = "LeakyRelu",
  .params = params,
  .record_size = sizeof (LeakyRelu),
  .build = build_row,
};
