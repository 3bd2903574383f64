/* group_norm: each group of channels of a sample gets mean 0 and deviation 1, then a learnt scale
 * and shift for each channel (Wu and He 2018) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int num_groups;
  double eps;
  gboolean affine;
} GroupNorm;

static const WeftParam params[] = {
  WEFT_INT (GroupNorm, num_groups, 4, 1, 65536, .ui_max = 64, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Groups"),
            .help = N_ ("Into how many groups the channels are parted; they divide them evenly")),
  WEFT_REAL (GroupNorm, eps, 1e-5, 1e-12, 1, .unit = WEFT_UNIT_RATE, .label = N_ ("Epsilon"),
             .advanced = TRUE, .help = N_ ("Added to the variance, so that it is never zero")),
  WEFT_BOOL (GroupNorm, affine, TRUE, .label = N_ ("Scale and shift"), .advanced = TRUE,
             .help = N_ ("Learn a scale and a shift for each channel")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const GroupNorm *norm, WeftValue x) /* x (N, C, …) → the same */
{
  const gint64 channels[1] = { weft_builder_dim (b, x, 1) };
  WeftValue in[3] = { x, WEFT_NONE, WEFT_NONE };

  if (!weft_builder_expect_rank (b, x, 2, 5, "(N, C, …)"))
    return WEFT_NONE;
  weft_builder_expect_values (b, weft_shape_sample_count (weft_builder_shape (b, x))
                                     / norm->num_groups);
  if (norm->affine)
    {
      in[1] = weft_builder_weight (b, "weight", WEFT_INIT_ONE, 1, 1, channels, 1);
      in[2] = weft_builder_weight (b, "bias", WEFT_INIT_ZERO, 1, 1, channels, 1);
    }
  return weft_builder_op (b, "group_norm",
                          WEFT_ATTRS ({ "groups", { norm->num_groups } }, { "eps", { norm->eps } }),
                          in, norm->affine ? 3 : 1);
}

WEFT_BUILD_1 (GroupNorm, build)

const WeftLayer weft_layer_group_norm = {
  .id = "group_norm",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Group normalisation"),
  .summary
  = N_ ("Keeps groups of channels around zero and of one size, for each sample by itself."),
  .formula = "y = γ (x − μ<sub>g</sub>) / √(σ<sub>g</sub><sup>2</sup> + ε) + β",
  .line = N_ ("{num_groups|group|groups} · {weights|weight|weights}"),
  .terms = "gn groupnorm normalization 组归一化 zuguiyihua zgyh",
  .pytorch = "torch.nn.GroupNorm",
  .onnx = "GroupNormalization",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (GroupNorm),
  .build = build_row,
};
