/* max_pool1d: keeps the largest number of each window of a sequence, y[n,c,i] = max
 * x[n,c,i·stride+r] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  int kernel_size, stride, padding, dilation;
  gboolean ceil_mode;
} MaxPool1d;

static const WeftParam params[] = {
  WEFT_POOL_OF_STEPS (MaxPool1d),
  WEFT_INT (MaxPool1d, dilation, 1, 1, 65536, .ui_max = 8, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Dilation"), .advanced = TRUE,
            .help = N_ ("How far apart the steps lie that a window looks at")),
  WEFT_POOL_CEIL_MODE (MaxPool1d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const MaxPool1d *pool, WeftValue x) /* x (N, C, L) → (N, C, L') */
{
  return weft_block_pool (b, x, "max_pool2d",
                          &(WeftPoolForm){
                              .axes = 1,
                              .kernel = { pool->kernel_size },
                              .stride = { pool->stride },
                              .padding = { pool->padding },
                              .dilation = { pool->dilation },
                              .ceil_mode = pool->ceil_mode,
                          });
}

WEFT_BUILD_1 (MaxPool1d, build)

const WeftLayer weft_layer_max_pool1d = {
  .id = "max_pool1d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Max pooling 1-D"),
  .summary = N_ ("Makes a sequence shorter by keeping the strongest answer of each window."),
  .formula = "y<sub>i</sub> = max<sub>r</sub> x<sub>i·stride+r</sub>",
  .line = N_ ("{kernel_size} · {in} → {out}"),
  .terms = "pooling subsampling sequence 一维池化 yiweichihua ywch 最大池化 zuidachihua zdch",
  .pytorch = "torch.nn.MaxPool1d",
  .onnx = "MaxPool",
  .params = params,
  .record_size = sizeof (MaxPool1d),
  .build = build_row,
};
