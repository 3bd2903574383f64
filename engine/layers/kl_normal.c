/* kl_normal: the Kullback-Leibler divergence of normal distributions from the standard one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

/* mean and log variance of one shape → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const WeftLoss *loss = record;

  out[0] = weft_builder_op (b, "kl_normal", WEFT_ATTRS ({ "scale", { loss->scale } }), in,
                            in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, out[0], WEFT_NONE, WEFT_NONE, loss->weight);
}

static const WeftPort inputs[] = {
  { "mean", N_ ("mean") },
  { "log_variance", N_ ("log variance") },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftLayer weft_layer_kl_normal = {
  .id = "kl_normal",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("KL divergence"),
  .summary = N_ ("Measures how far a code lies from normal numbers of mean 0 and variance 1."),
  .formula = "L = ½ Σ (m<sup>2</sup> + e<sup>v</sup> − v − 1)",
  .line = N_ ("from mean 0, variance 1"),
  .terms = "kullback leibler vae latent prior 散度 sandu sd 变分 bianfen bf 损失 sunshi ss",
  .params = weft_loss_params,
  .record_size = sizeof (WeftLoss),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .build = build,
};
