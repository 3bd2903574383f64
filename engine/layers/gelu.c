/* gelu: lets numbers pass by how far they lie above the others, y = x·Φ (x) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = {
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  out[0] = weft_builder_op1 (b, "gelu", NULL, in[0]); /* x of any shape → the same */
}

const WeftLayer weft_layer_gelu = {
  .id = "gelu",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("GELU"),
  .summary = N_ ("Lets large numbers pass and fades small and negative ones out smoothly."),
  .formula = "y = x · Φ (x)",
  .line = N_ ("x · Φ (x)"),
  .terms
  = "gaussian error linear unit smooth 高斯误差线性单元 gaosiwuchaxianxingdanyuan gswcxxdy 激活 "
    "jihuo jh",
  .pytorch = "torch.nn.GELU",
  .onnx = "Gelu",
  .params = params,
  .build = build,
};
