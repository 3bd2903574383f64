/* random_flip: pictures are mirrored at random, so that left and right say nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p;
  int direction;
} Flip;

enum
{
  HORIZONTAL,
  VERTICAL,
  BOTH,
};

static const WeftChoice directions[] = {
  [HORIZONTAL] = { "horizontal", N_ ("Left and right") },
  [VERTICAL] = { "vertical", N_ ("Top and bottom") },
  [BOTH] = { "both", N_ ("Each by itself") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_AUGMENT_P (Flip, 0.5),
  WEFT_CHOICE (Flip, direction, HORIZONTAL, directions, .label = N_ ("Direction"),
               .help = N_ ("Which sides change places")),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Flip *flip = record;
  const WeftAttr *attrs
      = WEFT_ATTRS ({ "flip", { flip->direction != VERTICAL ? flip->p : 0 } },
                    { "turn_over", { flip->direction != HORIZONTAL ? flip->p : 0 } });

  weft_augment_picture (b, "warp", attrs, attrs, in, out);
}

const WeftLayer weft_layer_random_flip = {
  .id = "random_flip",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random flip"),
  .summary = N_ ("Mirrors pictures at random while training, so that the network does not rely on "
                 "which side is which."),
  .line = N_ ("p = {p} · {direction}"),
  .terms = "augmentation mirror horizontal vertical 数据增强 shujuzengqiang sjzq 随机翻转 "
           "suijifanzhuan sjfz 镜像 jingxiang jx",
  .pytorch = "torchvision.transforms.RandomHorizontalFlip",
  .params = params,
  .record_size = sizeof (Flip),
  .inputs = weft_picture_inputs,
  .outputs = weft_picture_outputs,
  .build = build,
};
