/* residual: what two convolutions add to the picture that they read, y = max (0, x + f (x)) (He and
 * others 2015) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block-row.h"

static const WeftBlockNode nodes[] = {
  { "x", "group_input", NULL },
  { "conv1", "conv2d", "out_channels=c kernel_size=3 padding=same bias=false" },
  { "norm1", "batch_norm", NULL },
  { "relu1", "relu", NULL },
  { "conv2", "conv2d", "out_channels=c kernel_size=3 padding=same bias=false" },
  { "norm2", "batch_norm", NULL },
  { "sum", "add", NULL },
  { "relu2", "relu", NULL },
  { "y", "group_output", NULL },
  { NULL },
};

const WeftBlock weft_block_residual = {
  .id = "residual",
  .title = N_ ("Residual block"),
  .summary = N_ ("Two convolutions whose result is added to what they read, so that deep nets "
                 "still learn."),
  .terms = "resnet skip shortcut identity 残差块 canchakuai cck 残差 cancha cc 跳跃连接 "
           "tiaoyuelianjie tylj",
  .nodes = nodes,
  .wires = "x conv1 norm1 relu1 conv2 norm2 sum.in1 relu2 y; x sum.in2",
  .form = "(N, C, H, W)",
  .axis = 1,
  .width = 16,
};
