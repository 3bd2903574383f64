/* global_avg_pool2d: one number a channel, y[n,c] = mean over all places of x[n,c,…] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

typedef struct
{
  int none;
} GlobalAvgPool2d;

static const WeftParam params[] = {
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const GlobalAvgPool2d *pool, WeftValue x) /* x (N, C, …) → (N, C) */
{
  return weft_builder_op1 (b, "global_avg_pool2d", NULL, weft_block_flatten_places (b, x));
}

WEFT_BUILD_1 (GlobalAvgPool2d, build)

const WeftLayer weft_layer_global_avg_pool2d = {
  .id = "global_avg_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Global average pooling"),
  .summary = N_ ("Turns each channel into one number, its mean."),
  .formula = "y<sub>c</sub> = mean<sub>i,j</sub> x<sub>c,i,j</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "gap adaptive mean 全局平均池化 quanjupingjunchihua qjpjch",
  .pytorch = "torch.nn.AdaptiveAvgPool2d",
  .onnx = "GlobalAveragePool",
  .params = params,
  .record_size = sizeof (GlobalAvgPool2d),
  .build = build_row,
};
