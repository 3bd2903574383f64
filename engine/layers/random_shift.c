/* random_shift: pictures are moved by some pixels at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p;
  WeftReals translate;
  double fill;
} Shift;

static const WeftParam params[] = {
  WEFT_REALS (Shift, translate, "0.1,0.1", 0, 1, .length = 2, .label = N_ ("Distance"),
              .help = N_ ("How far at most, across and down, as a share of width and height")),
  WEFT_AUGMENT_P (Shift, 1),
  WEFT_AUGMENT_FILL (Shift),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Shift *shift = record;
  const double *far = shift->translate.v;

  weft_augment_picture (b, "warp",
                        WEFT_ATTRS ({ "p", { shift->p } }, { "translate_x", { far[0] } },
                                    { "translate_y", { far[1] } }, { "fill", { shift->fill } }),
                        WEFT_ATTRS ({ "p", { shift->p } }, { "translate_x", { far[0] } },
                                    { "translate_y", { far[1] } }),
                        in, out);
}

const WeftLayer weft_layer_random_shift = {
  .id = "random_shift",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random shift"),
  .summary = N_ ("Moves pictures by some pixels at random while training, so that the network does "
                 "not rely on where things stand."),
  .line = N_ ("± {translate}"),
  .terms = "augmentation translate translation affine 数据增强 shujuzengqiang sjzq 随机平移 "
           "suijipingyi sjpy",
  .pytorch = "torchvision.transforms.RandomAffine",
  .params = params,
  .record_size = sizeof (Shift),
  .inputs = weft_picture_inputs,
  .outputs = weft_picture_outputs,
  .build = build,
};
