/* relu: y[i] = max (x[i], 0) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = {
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  out[0] = weft_builder_op1 (b, "relu", NULL, in[0]); /* x of any shape → the same */
}

const WeftLayer weft_layer_relu = {
  .id = "relu",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("ReLU"),
  .summary = N_ ("Passes what is positive and turns the rest into zero."),
  .formula = "y = max (0, x)",
  .line = N_ ("max (0, x)"),
  .terms
  = "rectifier rectified linear unit 激活 jihuo jh 修正线性单元 xiuzhengxianxingdanyuan xzxxdy",
  .pytorch = "torch.nn.ReLU",
  .onnx = "Relu",
  .params = params,
  .build = build,
};
