/* adaptive_max_pool1d: the largest number of each of so many windows of a sequence, whatever its
 * size */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  int output_size;
} AdaptiveMaxPool1d;

static const WeftParam params[] = {
  WEFT_INT (AdaptiveMaxPool1d, output_size, 1, 1, 65536, .ui_max = 32, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Output size"), .help = N_ ("How many steps there are afterwards")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AdaptiveMaxPool1d *pool, WeftValue x) /* x (N, C, L) → (N, C, size) */
{
  const int size[1] = { pool->output_size };

  return weft_block_adaptive_pool (b, x, 1, size, TRUE);
}

WEFT_BUILD_1 (AdaptiveMaxPool1d, build)

const WeftLayer weft_layer_adaptive_max_pool1d = {
  .id = "adaptive_max_pool1d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Adaptive max pooling 1-D"),
  .summary
  = N_ ("Gives a sequence the size that is asked for, with the strongest answer of each window."),
  .line = N_ ("{in} → {out}"),
  .terms = "pooling resize 自适应池化 zishiyingchihua zsych 最大池化 zuidachihua zdch",
  .pytorch = "torch.nn.AdaptiveMaxPool1d",
  .params = params,
  .record_size = sizeof (AdaptiveMaxPool1d),
  .build = build_row,
};
