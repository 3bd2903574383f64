/* gaussian_noise: in training each number gets a normal one added */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double std;
} GaussianNoise;

static const WeftParam params[] = {
  WEFT_REAL (GaussianNoise, std, 0.1, 0, 1e6, .ui_max = 1, .label = N_ ("Deviation"),
             .help = N_ ("How far the numbers that are added lie from zero")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const GaussianNoise *noise, WeftValue x) /* x of any shape → the same */
{
  return weft_builder_op1 (b, "gaussian_noise", WEFT_ATTRS ({ "std", { noise->std } }), x);
}

WEFT_BUILD_1 (GaussianNoise, build)

const WeftLayer weft_layer_gaussian_noise = {
  .id = "gaussian_noise",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Gaussian noise"),
  .summary
  = N_ ("Adds random numbers while training, so that small differences are not relied on."),
  .formula = "y = x + σ ε, ε ~ N(0, 1)",
  .line = N_ ("σ = {std}"),
  .terms
  = "regularisation regularization denoising jitter 高斯噪声 gaosizaosheng gszs 加噪 jiazao jz",
  .params = params,
  .record_size = sizeof (GaussianNoise),
  .build = build_row,
};
