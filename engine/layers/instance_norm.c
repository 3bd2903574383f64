/* instance_norm: each channel of each sample gets mean 0 and deviation 1 (Ulyanov and others 2016)
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double eps;
  gboolean affine;
} InstanceNorm;

static const WeftParam params[] = {
  WEFT_REAL (InstanceNorm, eps, 1e-5, 1e-12, 1, .unit = WEFT_UNIT_RATE, .label = N_ ("Epsilon"),
             .advanced = TRUE, .help = N_ ("Added to the variance, so that it is never zero")),
  WEFT_BOOL (InstanceNorm, affine, FALSE, .label = N_ ("Scale and shift"),
             .help = N_ ("Learn a scale and a shift for each channel")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const InstanceNorm *norm, WeftValue x) /* x (N, C, …) → the same */
{
  const gint64 channels[1] = { weft_builder_dim (b, x, 1) };
  WeftValue in[3] = { x, WEFT_NONE, WEFT_NONE };

  if (!weft_builder_expect_rank (b, x, 3, 5, "(N, C, …)"))
    return WEFT_NONE;
  weft_builder_expect_values (b, weft_shape_sample_count (weft_builder_shape (b, x)) / channels[0]);
  if (norm->affine)
    {
      in[1] = weft_builder_weight (b, "weight", WEFT_INIT_ONE, 1, 1, channels, 1);
      in[2] = weft_builder_weight (b, "bias", WEFT_INIT_ZERO, 1, 1, channels, 1);
    }
  return weft_builder_op (
      b, "group_norm",
      WEFT_ATTRS ({ "groups", { (double) channels[0] } }, { "eps", { norm->eps } }), in,
      norm->affine ? 3 : 1);
}

WEFT_BUILD_1 (InstanceNorm, build)

const WeftLayer weft_layer_instance_norm = {
  .id = "instance_norm",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Instance normalisation"),
  .summary = N_ (
      "Keeps each channel of each sample around zero and of one size, as style transfer likes it."),
  .formula = "y = (x − μ<sub>c</sub>) / √(σ<sub>c</sub><sup>2</sup> + ε)",
  .line = N_ ("(x − μ) / σ"),
  .terms = "in instancenorm normalization style 实例归一化 shiliguiyihua slgyh",
  .pytorch = "torch.nn.InstanceNorm2d",
  .onnx = "InstanceNormalization",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (InstanceNorm),
  .build = build_row,
};
