/* global_max_pool2d: one number a channel, y[n,c] = max over all places of x[n,c,…] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

static const WeftParam params[] = {
  { NULL },
};

typedef struct
{
  int none;
} GlobalMaxPool2d;

static WeftValue
build (WeftBuilder *b, const GlobalMaxPool2d *pool, WeftValue x) /* x (N, C, …) → (N, C) */
{
  gint64 channels = weft_builder_dim (b, x, 1);
  WeftValue y = weft_block_flatten_places (b, x);

  y = weft_builder_op1 (b, "adaptive_pool2d", WEFT_ATTRS ({ "largest", { TRUE } }), y);
  return weft_builder_op1 (b, "reshape", WEFT_ATTRS ({ "dims", { (double) channels }, 1 }), y);
}

WEFT_BUILD_1 (GlobalMaxPool2d, build)

const WeftLayer weft_layer_global_max_pool2d = {
  .id = "global_max_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Global max pooling"),
  .summary = N_ ("Turns each channel into one number, the strongest answer anywhere."),
  .formula = "y<sub>c</sub> = max<sub>i,j</sub> x<sub>c,i,j</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "gmp adaptive strongest 全局最大池化 quanjuzuidachihua qjzdch",
  .pytorch = "torch.nn.AdaptiveMaxPool2d",
  .onnx = "GlobalMaxPool",
  .params = params,
  .record_size = sizeof (GlobalMaxPool2d),
  .build = build_row,
};
