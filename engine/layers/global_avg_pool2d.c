/* global_avg_pool2d: one number a channel, y[n,c] = mean over i, j of x[n,c,i,j] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int none;
} GlobalAvgPool2d;

static const WeftParam params[] = {
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const GlobalAvgPool2d *pool, WeftValue x) /* x (N, C, H, W) → (N, C) */
{
  if (!weft_builder_expect_rank (b, x, 4, 4, "(N, C, H, W)"))
    return WEFT_NONE;
  return weft_builder_op1 (b, "global_avg_pool2d", NULL, x);
}

WEFT_BUILD_1 (GlobalAvgPool2d, build)

const WeftLayer weft_layer_global_avg_pool2d = {
  .id = "global_avg_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Global average pooling"),
  .summary = N_ ("Turns each channel of a picture into one number, its mean."),
  .formula = "y<sub>c</sub> = mean<sub>i,j</sub> x<sub>c,i,j</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "gap adaptive mean 全局平均池化 quanjupingjunchihua qjpjch",
  .pytorch = "torch.nn.AdaptiveAvgPool2d",
  .onnx = "GlobalAveragePool",
  .params = params,
  .record_size = sizeof (GlobalAvgPool2d),
  .build = build_row,
};
