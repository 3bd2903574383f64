/* avg_pool1d: keeps the mean of each window of a sequence, y[n,c,i] = mean x[n,c,i·stride+r] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  int kernel_size, stride, padding;
  gboolean ceil_mode, count_include_pad;
} AvgPool1d;

static const WeftParam params[] = {
  WEFT_POOL_OF_STEPS (AvgPool1d),
  WEFT_POOL_CEIL_MODE (AvgPool1d),
  WEFT_POOL_COUNT_PAD (AvgPool1d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AvgPool1d *pool, WeftValue x) /* x (N, C, L) → (N, C, L') */
{
  return weft_block_pool (b, x, "avg_pool2d",
                          &(WeftPoolForm){
                              .axes = 1,
                              .kernel = { pool->kernel_size },
                              .stride = { pool->stride },
                              .padding = { pool->padding },
                              .dilation = { 1 },
                              .ceil_mode = pool->ceil_mode,
                              .count_include_pad = pool->count_include_pad,
                          });
}

WEFT_BUILD_1 (AvgPool1d, build)

const WeftLayer weft_layer_avg_pool1d = {
  .id = "avg_pool1d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Average pooling 1-D"),
  .summary = N_ ("Makes a sequence shorter by keeping the mean of each window."),
  .formula = "y<sub>i</sub> = mean<sub>r</sub> x<sub>i·stride+r</sub>",
  .line = N_ ("{kernel_size} · {in} → {out}"),
  .terms = "pooling subsampling sequence 一维池化 yiweichihua ywch 平均池化 pingjunchihua pjch",
  .pytorch = "torch.nn.AvgPool1d",
  .onnx = "AveragePool",
  .params = params,
  .record_size = sizeof (AvgPool1d),
  .build = build_row,
};
