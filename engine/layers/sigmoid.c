/* sigmoid: y[i] = 1 / (1 + exp (−x[i])) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = {
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  out[0] = weft_builder_op1 (b, "sigmoid", NULL, in[0]); /* x of any shape → the same */
}

const WeftLayer weft_layer_sigmoid = {
  .id = "sigmoid",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("Sigmoid"),
  .summary = N_ ("Squeezes every number into the range from 0 to 1."),
  .formula = "y = 1 / (1 + e<sup>−x</sup>)",
  .line = N_ ("1 / (1 + e⁻ˣ)"),
  .terms = "logistic squash 激活 jihuo jh 逻辑函数 luojihanshu ljhs S型 sxing",
  .pytorch = "torch.nn.Sigmoid",
  .onnx = "Sigmoid",
  .params = params,
  .build = build,
};
