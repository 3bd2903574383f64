/* avg_pool2d: keeps the mean of each window, y[n,c,i,j] = mean x[n,c,i·stride+r,j·stride+s] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  WeftSize2 kernel_size, stride, padding;
  gboolean ceil_mode, count_include_pad;
} AvgPool2d;

static const WeftParam params[] = {
  WEFT_SIZE2 (AvgPool2d, kernel_size, 2, 1, 1024, .ui_max = 8, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Kernel size"), .help = N_ ("Height and width of each window")),
  WEFT_SIZE2 (AvgPool2d, stride, 0, 1, 1024, .ui_max = 8, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Stride"), .optional = TRUE, .unset = N_ ("as the kernel"),
              .help = N_ ("How far the window moves at a time")),
  WEFT_SIZE2 (AvgPool2d, padding, 0, 0, 512, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Padding"), .advanced = TRUE,
              .help = N_ ("Edge put around the picture, at most half of the kernel")),
  WEFT_POOL_CEIL_MODE (AvgPool2d),
  WEFT_POOL_COUNT_PAD (AvgPool2d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AvgPool2d *pool, WeftValue x) /* x (N, C, H, W) → (N, C, H', W') */
{
  return weft_block_pool (b, x, "avg_pool2d",
                          &(WeftPoolForm){
                              .axes = 2,
                              .kernel = { pool->kernel_size.h, pool->kernel_size.w },
                              .stride = { pool->stride.h, pool->stride.w },
                              .padding = { pool->padding.h, pool->padding.w },
                              .dilation = { 1, 1 },
                              .ceil_mode = pool->ceil_mode,
                              .count_include_pad = pool->count_include_pad,
                          });
}

WEFT_BUILD_1 (AvgPool2d, build)

const WeftLayer weft_layer_avg_pool2d = {
  .id = "avg_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Average pooling"),
  .summary = N_ ("Makes the picture smaller by taking the mean of each window."),
  .formula = "y<sub>i,j</sub> = mean<sub>r,s</sub> x<sub>i·stride+r, j·stride+s</sub>",
  .line = N_ ("{kernel_size} · {in} → {out}"),
  .terms = "avgpool mean-pooling 平均池化 pingjunchihua pjch 池化 chihua ch",
  .pytorch = "torch.nn.AvgPool2d",
  .onnx = "AveragePool",
  .params = params,
  .record_size = sizeof (AvgPool2d),
  .build = build_row,
};
