/* max_pool2d: keeps the largest number of each window, y[n,c,i,j] = max
 * x[n,c,i·stride+r,j·stride+s] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  WeftSize2 kernel_size, stride, padding, dilation;
  gboolean ceil_mode;
} MaxPool2d;

static const WeftParam params[] = {
  WEFT_SIZE2 (MaxPool2d, kernel_size, 2, 1, 1024, .ui_max = 8, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Kernel size"), .help = N_ ("Height and width of each window")),
  WEFT_SIZE2 (MaxPool2d, stride, 0, 1, 1024, .ui_max = 8, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Stride"), .optional = TRUE, .unset = N_ ("as the kernel"),
              .help = N_ ("How far the window moves at a time")),
  WEFT_SIZE2 (MaxPool2d, padding, 0, 0, 512, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Padding"), .advanced = TRUE,
              .help = N_ ("Edge put around the picture, at most half of the kernel")),
  WEFT_SIZE2 (MaxPool2d, dilation, 1, 1, 1024, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Dilation"), .advanced = TRUE,
              .help = N_ ("How far apart the points lie that a window looks at")),
  WEFT_POOL_CEIL_MODE (MaxPool2d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const MaxPool2d *pool, WeftValue x) /* x (N, C, H, W) → (N, C, H', W') */
{
  return weft_block_pool (b, x, "max_pool2d",
                          &(WeftPoolForm){
                              .axes = 2,
                              .kernel = { pool->kernel_size.h, pool->kernel_size.w },
                              .stride = { pool->stride.h, pool->stride.w },
                              .padding = { pool->padding.h, pool->padding.w },
                              .dilation = { pool->dilation.h, pool->dilation.w },
                              .ceil_mode = pool->ceil_mode,
                          });
}

WEFT_BUILD_1 (MaxPool2d, build)

const WeftLayer weft_layer_max_pool2d = {
  .id = "max_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Max pooling"),
  .summary = N_ ("Makes the picture smaller by keeping the strongest answer of each window."),
  .formula = "y<sub>i,j</sub> = max<sub>r,s</sub> x<sub>i·stride+r, j·stride+s</sub>",
  .line = N_ ("{kernel_size} · {in} → {out}"),
  .terms = "maxpool pooling subsampling 最大池化 zuidachihua zdch 池化 chihua ch",
  .pytorch = "torch.nn.MaxPool2d",
  .onnx = "MaxPool",
  .params = params,
  .record_size = sizeof (MaxPool2d),
  .build = build_row,
};
