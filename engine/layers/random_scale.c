/* random_scale: pictures are made larger or smaller about their centre at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p;
  WeftReals scale;
  double fill;
} RandomScale;

static const WeftParam params[] = {
  WEFT_REALS (RandomScale, scale, "0.8,1.2", 0.05, 20, .length = 2, .label = N_ ("Scale"),
              .help = N_ ("The smallest and the largest factor")),
  WEFT_AUGMENT_P (RandomScale, 1),
  WEFT_AUGMENT_FILL (RandomScale),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const RandomScale *it = record;

  weft_augment_picture (b, "warp",
                        WEFT_ATTRS ({ "p", { it->p } }, { "scale_min", { it->scale.v[0] } },
                                    { "scale_max", { it->scale.v[1] } }, { "fill", { it->fill } }),
                        WEFT_ATTRS ({ "p", { it->p } }, { "scale_min", { it->scale.v[0] } },
                                    { "scale_max", { it->scale.v[1] } }, { "nearest", { TRUE } }),
                        in, out);
}

const WeftLayer weft_layer_random_scale = {
  .id = "random_scale",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random scale"),
  .summary = N_ ("Makes pictures larger or smaller at random while training, so that the network "
                 "does not rely on how large things are."),
  .line = N_ ("× {scale}"),
  .terms = "augmentation zoom size affine 数据增强 shujuzengqiang sjzq 随机缩放 suijisuofang sjsf",
  .pytorch = "torchvision.transforms.RandomAffine",
  .params = params,
  .record_size = sizeof (RandomScale),
  .inputs = weft_picture_inputs,
  .outputs = weft_picture_outputs,
  .build = build,
};
