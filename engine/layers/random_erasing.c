/* random_erasing: a rectangle of each picture is hidden at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p;
  WeftReals scale, ratio;
  double value;
} RandomErasing;

static const WeftParam params[] = {
  WEFT_AUGMENT_P (RandomErasing, 0.5),
  WEFT_REALS (RandomErasing, scale, "0.02,0.33", 0, 1, .length = 2, .label = N_ ("Area"),
              .help = N_ ("The least and the largest share of the picture")),
  WEFT_REALS (RandomErasing, ratio, "0.3,3.3", 0.01, 100, .length = 2,
              .label = N_ ("Height to width"), .help = N_ ("The least and the largest ratio"),
              .advanced = TRUE),
  WEFT_REAL (RandomErasing, value, 0, -1e6, 1e6, .ui_max = 1, .advanced = TRUE,
             .label = N_ ("Value"), .help = N_ ("The number that hides the picture")),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const RandomErasing *it = record;

  if (weft_builder_expect_rank (b, in[0], 4, 4, "(N, C, H, W)"))
    out[0] = weft_augment (
        b, "erase",
        WEFT_ATTRS ({ "p", { it->p } }, { "scale_min", { it->scale.v[0] } },
                    { "scale_max", { it->scale.v[1] } }, { "ratio_min", { it->ratio.v[0] } },
                    { "ratio_max", { it->ratio.v[1] } }, { "value", { it->value } }),
        in[0]);
}

const WeftLayer weft_layer_random_erasing = {
  .id = "random_erasing",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random erasing"),
  .summary = N_ ("Hides a rectangle of each picture at random while training, so that the network "
                 "looks at the whole."),
  .line = N_ ("p = {p}"),
  .terms = "augmentation cut-out cutout occlusion hide 数据增强 shujuzengqiang sjzq 随机擦除 "
           "suijicachu sjcc 遮挡 zhedang zd",
  .pytorch = "torchvision.transforms.RandomErasing",
  .params = params,
  .record_size = sizeof (RandomErasing),
  .build = build,
};
