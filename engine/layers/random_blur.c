/* random_blur: pictures are out of focus at random */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

typedef struct
{
  double p;
  int kernel_size;
  WeftReals sigma;
} RandomBlur;

static const WeftParam params[] = {
  WEFT_INT (RandomBlur, kernel_size, 5, 1, 63, .ui_max = 15, .unit = WEFT_UNIT_PIXELS,
            .label = N_ ("Kernel size"),
            .help = N_ ("How many pixels flow into one, across and down")),
  WEFT_REALS (RandomBlur, sigma, "0.1,2", 0.01, 100, .length = 2, .label = N_ ("Deviation"),
              .help = N_ ("The least and the most blur, in pixels")),
  WEFT_AUGMENT_P (RandomBlur, 1),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const RandomBlur *it = record;

  if (weft_builder_expect_rank (b, in[0], 4, 4, "(N, C, H, W)"))
    out[0] = weft_augment (b, "blur",
                           WEFT_ATTRS ({ "p", { it->p } }, { "kernel_size", { it->kernel_size } },
                                       { "sigma_min", { it->sigma.v[0] } },
                                       { "sigma_max", { it->sigma.v[1] } }),
                           in[0]);
}

const WeftLayer weft_layer_random_blur = {
  .id = "random_blur",
  WEFT_AUGMENT_ROW,
  .title = N_ ("Random blur"),
  .summary = N_ (
      "Blurs pictures at random while training, so that the network does not rely on fine grain."),
  .line = N_ ("σ = {sigma}"),
  .terms = "augmentation gaussian focus smooth 数据增强 shujuzengqiang sjzq 随机模糊 suijimohu "
           "sjmh 高斯模糊 gaosimohu gsmh",
  .pytorch = "torchvision.transforms.GaussianBlur",
  .params = params,
  .record_size = sizeof (RandomBlur),
  .build = build,
};
