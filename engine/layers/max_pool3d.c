/* max_pool3d: keeps the largest number of each window of a volume */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  WeftDims kernel_size, stride, padding, dilation;
  gboolean ceil_mode;
} MaxPool3d;

static const WeftParam params[] = {
  WEFT_POOL_OF_VOLUMES (MaxPool3d),
  WEFT_DIMS (MaxPool3d, dilation, "1,1,1", 1, 256, .length = 3, .unit = WEFT_UNIT_PIXELS,
             .label = N_ ("Dilation"), .advanced = TRUE,
             .help = N_ ("How far apart the points lie that a window looks at")),
  WEFT_POOL_CEIL_MODE (MaxPool3d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const MaxPool3d *pool,
       WeftValue x) /* x (N, C, D, H, W) → (N, C, D', H', W') */
{
  WeftPoolForm form = { .axes = 3, .ceil_mode = pool->ceil_mode };

  for (int i = 0; i < form.axes; i++)
    {
      form.kernel[i] = pool->kernel_size.d[i];
      form.stride[i] = pool->stride.d[i];
      form.padding[i] = pool->padding.d[i];
      form.dilation[i] = pool->dilation.d[i];
    }
  return weft_block_pool (b, x, "max_pool2d", &form);
}

WEFT_BUILD_1 (MaxPool3d, build)

const WeftLayer weft_layer_max_pool3d = {
  .id = "max_pool3d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Max pooling 3-D"),
  .summary = N_ ("Makes a volume smaller by keeping the strongest answer of each window."),
  .formula = "y<sub>f,i,j</sub> = max x<sub>f·stride+q, i·stride+r, j·stride+s</sub>",
  .line = N_ ("{kernel_size} · {in} → {out}"),
  .terms = "pooling subsampling volume 三维池化 sanweichihua swch 最大池化 zuidachihua zdch",
  .pytorch = "torch.nn.MaxPool3d",
  .onnx = "MaxPool",
  .params = params,
  .record_size = sizeof (MaxPool3d),
  .build = build_row,
};
