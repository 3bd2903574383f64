/* add: sums inputs of one shape, y[i] = x1[i] + x2[i] + … */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = {
  { NULL },
};

/* The in[] of one shape → that shape. */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  for (guint i = 1; i < n_in; i++)
    if (!weft_shape_equal (weft_builder_shape (b, in[0]), weft_builder_shape (b, in[i])))
      {
        weft_builder_fail (b, "shape-mismatch", _ ("expects inputs of one shape"), NULL);
        return;
      }
  out[0] = weft_builder_op (b, "add", NULL, in, n_in);
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
