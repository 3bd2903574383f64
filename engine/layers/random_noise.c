/* random_noise: each number gets some noise at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p, std;
} RandomNoise;

static const WeftParam params[] = {
  WEFT_REAL (RandomNoise, std, 0.1, 0, 1e6, .ui_max = 1, .label = N_ ("Deviation"),
             .help = N_ ("How large the noise is")),
  WEFT_AUGMENT_P (RandomNoise, 1),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const RandomNoise *it = record;
  const WeftAttr *attrs = WEFT_ATTRS ({ "p", { it->p } }, { "std", { it->std } });

  out[0] = weft_augment_steps (b, "grain", attrs, in[0], in[1]);
}

const WeftLayer weft_layer_random_noise = {
  .id = "random_noise",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random noise"),
  .summary = N_ ("Adds noise to each sample while training, new in each epoch, so that the network "
                 "does not rely on single numbers."),
  .formula = "y = x + σ·ε",
  .line = N_ ("σ = {std}"),
  .terms = "augmentation gaussian normal grain sound 数据增强 shujuzengqiang sjzq 随机噪声 "
           "suijizaosheng sjzs 高斯噪声 gaosizaosheng gszs",
  .params = params,
  .record_size = sizeof (RandomNoise),
  .inputs = weft_masked_inputs,
  .build = build,
};
