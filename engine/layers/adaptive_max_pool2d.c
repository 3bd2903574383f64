/* adaptive_max_pool2d: the largest number of each of so many windows of a picture, whatever its
 * size */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  WeftSize2 output_size;
} AdaptiveMaxPool2d;

static const WeftParam params[] = {
  WEFT_SIZE2 (AdaptiveMaxPool2d, output_size, 1, 1, 4096, .ui_max = 16, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Output size"),
              .help = N_ ("Height and width of the picture afterwards")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AdaptiveMaxPool2d *pool,
       WeftValue x) /* x (N, C, H, W) → (N, C, size) */
{
  const int size[2] = { pool->output_size.h, pool->output_size.w };

  return weft_block_adaptive_pool (b, x, 2, size, TRUE);
}

WEFT_BUILD_1 (AdaptiveMaxPool2d, build)

const WeftLayer weft_layer_adaptive_max_pool2d = {
  .id = "adaptive_max_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Adaptive max pooling"),
  .summary
  = N_ ("Gives a picture the size that is asked for, with the strongest answer of each window."),
  .line = N_ ("{in} → {out}"),
  .terms = "pooling global resize 自适应池化 zishiyingchihua zsych 最大池化 zuidachihua zdch",
  .pytorch = "torch.nn.AdaptiveMaxPool2d",
  .params = params,
  .record_size = sizeof (AdaptiveMaxPool2d),
  .build = build_row,
};
