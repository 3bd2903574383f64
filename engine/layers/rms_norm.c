/* rms_norm: each step is brought to one size, then a learnt scale (Zhang and Sennrich 2019) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double eps;
} RmsNorm;

static const WeftParam params[] = {
  WEFT_REAL (RmsNorm, eps, 1e-6, 1e-12, 1, .unit = WEFT_UNIT_RATE, .label = N_ ("Epsilon"),
             .advanced = TRUE, .help = N_ ("Added to the mean square, so that it is never zero")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const RmsNorm *norm, WeftValue x) /* x (N, …, D) → the same */
{
  const gint64 width[1] = { weft_builder_dim (b, x, -1) };
  WeftValue in[2] = { x };

  if (!weft_builder_expect_rank (b, x, 2, 8, "(N, …, D)"))
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "weight", WEFT_INIT_ONE, 1, 1, width, 1);
  return weft_builder_op (b, "rms_norm", WEFT_ATTRS ({ "eps", { norm->eps } }), in, 2);
}

WEFT_BUILD_1 (RmsNorm, build)

const WeftLayer weft_layer_rms_norm = {
  .id = "rms_norm",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("RMS normalisation"),
  .summary = N_ ("Brings the numbers of each step to one size without moving their mean."),
  .formula = "y = γ x / √(mean x<sup>2</sup> + ε)",
  .line = N_ ("x / √(mean x²) · {weights|weight|weights}"),
  .terms = "rmsnorm root mean square llama normalization 均方根归一化 junfangguiyihua jfggyh",
  .pytorch = "torch.nn.RMSNorm",
  .onnx = "RMSNormalization",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (RmsNorm),
  .build = build_row,
};
