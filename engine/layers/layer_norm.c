/* layer_norm: every sample, or step of a sequence, gets mean 0 and deviation 1 over its own
 * numbers, then a learnt scale and shift (Ba, Kiros and Hinton 2016) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double eps;
} LayerNorm;

static const WeftParam params[] = {
  WEFT_REAL (LayerNorm, eps, 1e-5, 1e-12, 1, .unit = WEFT_UNIT_RATE, .label = N_ ("Epsilon"),
             .advanced = TRUE, .help = N_ ("Added to the variance, so that it is never zero")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const LayerNorm *norm, WeftValue x) /* x (N, …, D) → the same */
{
  const gint64 width[1] = { weft_builder_dim (b, x, -1) };
  WeftValue in[3] = { x };

  if (!weft_builder_expect_rank (b, x, 2, WEFT_MAX_RANK, "(N, …, D)"))
    return WEFT_NONE;
  weft_builder_expect_values (b, width[0]);
  in[1] = weft_builder_weight (b, "weight", WEFT_INIT_ONE, 1, 1, width, 1);
  in[2] = weft_builder_weight (b, "bias", WEFT_INIT_ZERO, 1, 1, width, 1);
  return weft_builder_op (b, "layer_norm", WEFT_ATTRS ({ "eps", { norm->eps } }), in, 3);
}

WEFT_BUILD_1 (LayerNorm, build)

const WeftLayer weft_layer_layer_norm = {
  .id = "layer_norm",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Layer normalisation"),
  .summary = N_ ("Keeps the numbers of each sample around zero and of one size."),
  .formula = "y = γ (x − μ) / √(σ<sup>2</sup> + ε) + β",
  .line = N_ ("(x − μ) / σ · {weights|weight|weights}"),
  .terms
  = "ln layernorm layer normalization 层归一化 cengguiyihua cgyh 层标准化 cengbiaozhunhua cbzh",
  .pytorch = "torch.nn.LayerNorm",
  .onnx = "LayerNormalization",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (LayerNorm),
  .build = build_row,
};
