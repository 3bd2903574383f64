/* random_shear: pictures are slanted at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p, shear, fill;
} RandomShear;

static const WeftParam params[] = {
  WEFT_REAL (RandomShear, shear, 10, 0, 80, .ui_max = 45, .label = N_ ("Shear"),
             .help = N_ ("How many degrees at most, to either side")),
  WEFT_AUGMENT_P (RandomShear, 1),
  WEFT_AUGMENT_FILL (RandomShear),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const RandomShear *it = record;

  weft_augment_picture (
      b, "warp",
      WEFT_ATTRS ({ "p", { it->p } }, { "shear", { it->shear } }, { "fill", { it->fill } }),
      WEFT_ATTRS ({ "p", { it->p } }, { "shear", { it->shear } }, { "nearest", { TRUE } }), in,
      out);
}

const WeftLayer weft_layer_random_shear = {
  .id = "random_shear",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random shear"),
  .summary = N_ ("Slants pictures at random while training, as handwriting is slanted."),
  .line = N_ ("± {shear}°"),
  .terms = "augmentation slant skew affine 数据增强 shujuzengqiang sjzq 随机错切 suijicuoqie sjcq "
           "倾斜 qingxie qx",
  .pytorch = "torchvision.transforms.RandomAffine",
  .params = params,
  .record_size = sizeof (RandomShear),
  .inputs = weft_picture_inputs,
  .outputs = weft_picture_outputs,
  .build = build,
};
