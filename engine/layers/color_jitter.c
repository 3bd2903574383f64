/* color_jitter: brightness, contrast and colours of pictures change at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p, brightness, contrast, saturation, hue;
} ColorJitter;

static const WeftParam params[] = {
  WEFT_REAL (ColorJitter, brightness, 0.2, 0, 1, .label = N_ ("Brightness"),
             .help = N_ ("By which share it changes at most")),
  WEFT_REAL (ColorJitter, contrast, 0.2, 0, 1, .label = N_ ("Contrast"),
             .help = N_ ("By which share it changes at most")),
  WEFT_REAL (ColorJitter, saturation, 0.2, 0, 1, .label = N_ ("Saturation"),
             .help = N_ ("By which share it changes at most; of pictures in colour")),
  WEFT_REAL (ColorJitter, hue, 0.02, 0, 0.5, .label = N_ ("Hue"),
             .help = N_ ("How far colours turn at most; 0.5 is half of the circle")),
  WEFT_AUGMENT_P (ColorJitter, 1),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const ColorJitter *it = record;

  if (weft_builder_expect_rank (b, in[0], 4, 4, "(N, C, H, W)"))
    out[0]
        = weft_augment (b, "tint",
                        WEFT_ATTRS ({ "p", { it->p } }, { "brightness", { it->brightness } },
                                    { "contrast", { it->contrast } },
                                    { "saturation", { it->saturation } }, { "hue", { it->hue } }),
                        in[0]);
}

const WeftLayer weft_layer_color_jitter = {
  .id = "color_jitter",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Color jitter"),
  .summary = N_ ("Changes how bright, how rich in contrast and how colourful pictures are at "
                 "random while training, so that the network does not rely on the light."),
  .line = N_ ("± {brightness} · {contrast}"),
  .terms = "augmentation brightness contrast saturation hue light colour 数据增强 shujuzengqiang "
           "sjzq 颜色抖动 yansedoudong ysdd 亮度 liangdu ld 对比度 duibidu dbd 饱和度 baohedu bhd "
           "色调 sediao sd",
  .pytorch = "torchvision.transforms.ColorJitter",
  .params = params,
  .record_size = sizeof (ColorJitter),
  .build = build,
};
