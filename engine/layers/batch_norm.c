/* batch_norm: each channel gets mean 0 and deviation 1 over the batch, then a learnt scale and
 * shift, y = scale·(x − mean) / √(variance + eps) + shift (Ioffe and Szegedy 2015) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

typedef struct
{
  double eps, momentum;
} BatchNorm;

static const WeftParam params[] = {
  WEFT_REAL (BatchNorm, eps, 1e-5, 1e-12, 1, .unit = WEFT_UNIT_RATE, .label = N_ ("Epsilon"),
             .advanced = TRUE, .help = N_ ("Added to the variance, so that it is never zero")),
  WEFT_REAL (BatchNorm, momentum, 0.1, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Momentum"),
             .advanced = TRUE,
             .help = N_ ("The share of each new batch in the running mean and variance")),
  { NULL },
};

/* Over one value nothing can be normalised: what comes out is the shift, whatever went in. */
static gboolean
has_many_places (WeftBuilder *b, WeftValue x)
{
  for (int i = 2; i < weft_builder_shape (b, x)->rank; i++)
    if (weft_builder_dim (b, x, i) > 1)
      return TRUE;
  return FALSE;
}

static WeftValue
build (WeftBuilder *b, const BatchNorm *norm, WeftValue x,
       WeftValue mask) /* x (N, C, …) → the same; with a mask of steps (N, T) x is (N, T, C) */
{
  gboolean has_steps = mask.index >= 0 && weft_builder_shape (b, x)->rank == 3;
  const gint64 channels[1] = { weft_builder_dim (b, x, has_steps ? 2 : 1) };
  WeftValue in[6] = { x };

  if (!weft_builder_expect_rank (b, x, 2, 5, "(N, C, …)"))
    return WEFT_NONE;
  if (!has_many_places (b, x) && !weft_builder_expect_batch (b))
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "weight", WEFT_INIT_ONE, 1, 1, channels, 1);
  in[2] = weft_builder_weight (b, "bias", WEFT_INIT_ZERO, 1, 1, channels, 1);
  in[3] = weft_builder_buffer (b, "running_mean", 0, channels, 1);
  in[4] = weft_builder_buffer (b, "running_var", 1, channels, 1);
  in[5] = mask;
  return weft_builder_op (b, "batch_norm",
                          WEFT_ATTRS ({ "eps", { norm->eps } }, { "momentum", { norm->momentum } },
                                      { "last", { has_steps } }),
                          in, has_steps ? 6 : 5);
}

WEFT_BUILD_MASKED (BatchNorm, build)

const WeftLayer weft_layer_batch_norm = {
  .id = "batch_norm",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Batch normalisation"),
  .summary
  = N_ ("Keeps every channel around zero and of one size, so that deep nets learn faster."),
  .formula = "y = γ (x − μ) / √(σ<sup>2</sup> + ε) + β",
  .line = N_ ("(x − μ) / σ · {weights|weight|weights}"),
  .terms
  = "bn batchnorm batch normalization 批归一化 piguiyihua pgyh 批量标准化 piliangbiaozhunhua plbzh",
  .pytorch = "torch.nn.BatchNorm2d",
  .onnx = "BatchNormalization",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (BatchNorm),
  .inputs = weft_masked_inputs,
  .build = build_row,
};
