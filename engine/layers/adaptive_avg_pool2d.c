/* adaptive_avg_pool2d: the mean of each of so many windows of a picture, whatever its size */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  WeftSize2 output_size;
} AdaptiveAvgPool2d;

static const WeftParam params[] = {
  WEFT_SIZE2 (AdaptiveAvgPool2d, output_size, 1, 1, 4096, .ui_max = 16, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Output size"),
              .help = N_ ("Height and width of the picture afterwards")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AdaptiveAvgPool2d *pool,
       WeftValue x) /* x (N, C, H, W) → (N, C, size) */
{
  const int size[2] = { pool->output_size.h, pool->output_size.w };

  return weft_block_adaptive_pool (b, x, 2, size, FALSE);
}

WEFT_BUILD_1 (AdaptiveAvgPool2d, build)

const WeftLayer weft_layer_adaptive_avg_pool2d = {
  .id = "adaptive_avg_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Adaptive average pooling"),
  .summary = N_ ("Gives a picture the size that is asked for, with the mean of each window."),
  .line = N_ ("{in} → {out}"),
  .terms = "pooling global resize 自适应池化 zishiyingchihua zsych 平均池化 pingjunchihua pjch",
  .pytorch = "torch.nn.AdaptiveAvgPool2d",
  .params = params,
  .record_size = sizeof (AdaptiveAvgPool2d),
  .build = build_row,
};
