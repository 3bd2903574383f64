/* avg_pool3d: keeps the mean of each window of a volume */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  WeftDims kernel_size, stride, padding;
  gboolean ceil_mode, count_include_pad;
} AvgPool3d;

static const WeftParam params[] = {
  WEFT_POOL_OF_VOLUMES (AvgPool3d),
  WEFT_POOL_CEIL_MODE (AvgPool3d),
  WEFT_POOL_COUNT_PAD (AvgPool3d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AvgPool3d *pool,
       WeftValue x) /* x (N, C, D, H, W) → (N, C, D', H', W') */
{
  WeftPoolForm form = { .axes = 3, .ceil_mode = pool->ceil_mode };

  form.count_include_pad = pool->count_include_pad;
  for (int i = 0; i < form.axes; i++)
    {
      form.kernel[i] = pool->kernel_size.d[i];
      form.stride[i] = pool->stride.d[i];
      form.padding[i] = pool->padding.d[i];
      form.dilation[i] = 1;
    }
  return weft_block_pool (b, x, "avg_pool2d", &form);
}

WEFT_BUILD_1 (AvgPool3d, build)

const WeftLayer weft_layer_avg_pool3d = {
  .id = "avg_pool3d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Average pooling 3-D"),
  .summary = N_ ("Makes a volume smaller by keeping the mean of each window."),
  .formula = "y<sub>f,i,j</sub> = mean x<sub>f·stride+q, i·stride+r, j·stride+s</sub>",
  .line = N_ ("{kernel_size} · {in} → {out}"),
  .terms = "pooling subsampling volume 三维池化 sanweichihua swch 平均池化 pingjunchihua pjch",
  .pytorch = "torch.nn.AvgPool3d",
  .onnx = "AveragePool",
  .params = params,
  .record_size = sizeof (AvgPool3d),
  .build = build_row,
};
