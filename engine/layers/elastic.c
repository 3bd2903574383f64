/* elastic: pictures are drawn as if on rubber */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p, alpha, sigma, fill;
} Elastic;

static const WeftParam params[] = {
  WEFT_REAL (Elastic, alpha, 8, 0, 1000, .ui_max = 50, .unit = WEFT_UNIT_PIXELS,
             .label = N_ ("Strength"),
             .help = N_ ("How far pixels are pulled before that is smoothed")),
  WEFT_REAL (Elastic, sigma, 4, 0.1, 20, .ui_max = 10, .unit = WEFT_UNIT_PIXELS,
             .label = N_ ("Smoothness"), .help = N_ ("How far pixels are pulled together")),
  WEFT_AUGMENT_P (Elastic, 1),
  WEFT_AUGMENT_FILL (Elastic),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Elastic *it = record;

  weft_augment_picture (b, "elastic",
                        WEFT_ATTRS ({ "p", { it->p } }, { "alpha", { it->alpha } },
                                    { "sigma", { it->sigma } }, { "fill", { it->fill } }),
                        WEFT_ATTRS ({ "p", { it->p } }, { "alpha", { it->alpha } },
                                    { "sigma", { it->sigma } }, { "nearest", { TRUE } }),
                        in, out);
}

const WeftLayer weft_layer_elastic = {
  .id = "elastic",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Elastic"),
  .summary
  = N_ ("Pulls pictures about as if they were on rubber while training, which suits handwriting."),
  .line = N_ ("α = {alpha} · σ = {sigma}"),
  .terms = "augmentation deformation distortion rubber 数据增强 shujuzengqiang sjzq 弹性形变 "
           "tanxingxingbian txxb",
  .pytorch = "torchvision.transforms.ElasticTransform",
  .params = params,
  .record_size = sizeof (Elastic),
  .inputs = weft_mask_inputs,
  .outputs = weft_mask_outputs,
  .build = build,
};
