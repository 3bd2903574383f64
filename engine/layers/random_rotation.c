/* random_rotation: pictures are turned about their centre at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p, degrees, fill;
} RandomRotation;

static const WeftParam params[] = {
  WEFT_REAL (RandomRotation, degrees, 15, 0, 180, .ui_max = 90, .label = N_ ("Degrees"),
             .help = N_ ("How far at most, to either side")),
  WEFT_AUGMENT_P (RandomRotation, 1),
  WEFT_AUGMENT_FILL (RandomRotation),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const RandomRotation *it = record;

  weft_augment_picture (
      b, "warp",
      WEFT_ATTRS ({ "p", { it->p } }, { "degrees", { it->degrees } }, { "fill", { it->fill } }),
      WEFT_ATTRS ({ "p", { it->p } }, { "degrees", { it->degrees } }, { "nearest", { TRUE } }), in,
      out);
}

const WeftLayer weft_layer_random_rotation = {
  .id = "random_rotation",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random rotation"),
  .summary = N_ ("Turns pictures a little at random while training, so that the network does not "
                 "rely on how they are held."),
  .line = N_ ("± {degrees}°"),
  .terms = "augmentation rotate turn angle affine 数据增强 shujuzengqiang sjzq 随机旋转 "
           "suijixuanzhuan sjxz 角度 jiaodu jd",
  .pytorch = "torchvision.transforms.RandomRotation",
  .params = params,
  .record_size = sizeof (RandomRotation),
  .inputs = weft_picture_inputs,
  .outputs = weft_picture_outputs,
  .build = build,
};
