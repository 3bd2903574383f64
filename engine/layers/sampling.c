/* sampling: draws numbers of a normal distribution whose mean and log variance come in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = { { NULL } };

/* mean and log variance of one shape → that shape */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  out[0] = weft_builder_op (b, "sampling", NULL, in, 2);
}

static const WeftPort inputs[] = {
  { "mean", N_ ("mean") },
  { "log_variance", N_ ("log variance") },
  { NULL },
};

const WeftLayer weft_layer_sampling = {
  .id = "sampling",
  .family = WEFT_FAMILY_COMBINE,
  .title = N_ ("Sampling"),
  .summary = N_ ("Draws numbers around a mean while training, and passes the mean on afterwards."),
  .formula = "y = m + e<sup>v/2</sup> · ε",
  .line = N_ ("a draw around the mean"),
  .terms
  = "normal gaussian reparametrization reparameterization vae latent 采样 caiyang cy 重参数化 "
    "chongcanshuhua ccsh 高斯 gaosi gs",
  .params = params,
  .inputs = inputs,
  .build = build,
};
