/* add: sums inputs, y[i] = x1[i] + x2[i] + … */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/broadcast.h"

static const WeftParam params[] = {
  { NULL },
};

/* The in[] → the shape that all can be spread out to. */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  WeftValue all[WEFT_MAX_PORTS];

  for (guint i = 0; i < n_in; i++)
    all[i] = in[i];
  if (weft_broadcast (b, all, n_in))
    out[0] = weft_builder_op (b, "add", NULL, all, n_in);
}

static const WeftPort inputs[] = { { "in", .repeats = TRUE, .scalars = TRUE }, { NULL } };

const WeftLayer weft_layer_add = {
  .id = "add",
  .family = WEFT_FAMILY_COMBINE,
  .title = N_ ("Add"),
  .summary = N_ ("Adds up inputs of one shape, as at the end of a shortcut."),
  .formula = "y = x<sub>1</sub> + x<sub>2</sub> + …",
  .line = N_ ("x₁ + x₂"),
  .terms = "sum plus residual skip shortcut 相加 xiangjia xj 残差 cancha cc 求和 qiuhe qh",
  .pytorch = "torch.add",
  .onnx = "Add",
  .params = params,
  .inputs = inputs,
  .build = build,
};
