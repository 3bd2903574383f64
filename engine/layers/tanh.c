/* tanh: y[i] = tanh x[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = {
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  out[0] = weft_builder_op1 (b, "tanh", NULL, in[0]); /* x of any shape → the same */
}

const WeftLayer weft_layer_tanh = {
  .id = "tanh",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("Tanh"),
  .summary = N_ ("Squeezes every number into the range from −1 to 1."),
  .formula = "y = tanh x",
  .line = N_ ("tanh x"),
  .terms = "hyperbolic tangent squash 激活 jihuo jh 双曲正切 shuangquzhengqie sqzq",
  .pytorch = "torch.nn.Tanh",
  .onnx = "Tanh",
  .params = params,
  .build = build,
};
