/* random_crop: a part of each picture, anywhere in it; outside training the middle */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  WeftSize2 size, padding;
  double fill;
} RandomCrop;

static const WeftParam params[] = {
  WEFT_SIZE2 (RandomCrop, size, 12, 1, 65536, .ui_max = 256, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Size"), .help = N_ ("Height and width of the part")),
  WEFT_SIZE2 (RandomCrop, padding, 0, 0, 1024, .ui_max = 8, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Padding"), .help = N_ ("Pixels put around the picture before")),
  WEFT_AUGMENT_FILL (RandomCrop),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const RandomCrop *it = record;

  weft_augment_picture (b, "random_crop",
                        WEFT_ATTRS ({ "size", { it->size.h, it->size.w } },
                                    { "padding", { it->padding.h, it->padding.w } },
                                    { "fill", { it->fill } }),
                        WEFT_ATTRS ({ "size", { it->size.h, it->size.w } },
                                    { "padding", { it->padding.h, it->padding.w } }),
                        in, out);
}

const WeftLayer weft_layer_random_crop = {
  .id = "random_crop",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random crop"),
  .summary
  = N_ ("Cuts a part out of each picture, at random while training and else from the middle."),
  .line = N_ ("{size}"),
  .terms = "augmentation cut part 数据增强 shujuzengqiang sjzq 随机裁剪 suijicaijian sjcj",
  .pytorch = "torchvision.transforms.RandomCrop",
  .params = params,
  .record_size = sizeof (RandomCrop),
  .inputs = weft_picture_inputs,
  .outputs = weft_picture_outputs,
  .build = build,
};
