/* dense_block: three convolutions, each of which reads what all before it made (Huang and others
 * 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block-row.h"

static const WeftBlockNode nodes[] = {
  { "x", "group_input", NULL },
  { "norm1", "batch_norm", NULL },
  { "relu1", "relu", NULL },
  { "conv1", "conv2d", "out_channels=c/2 kernel_size=3 padding=same bias=false" },
  { "join1", "concat", NULL },
  { "norm2", "batch_norm", NULL },
  { "relu2", "relu", NULL },
  { "conv2", "conv2d", "out_channels=c/2 kernel_size=3 padding=same bias=false" },
  { "join2", "concat", NULL },
  { "norm3", "batch_norm", NULL },
  { "relu3", "relu", NULL },
  { "conv3", "conv2d", "out_channels=c/2 kernel_size=3 padding=same bias=false" },
  { "join3", "concat", NULL },
  { "y", "group_output", NULL },
  { NULL },
};

const WeftBlock weft_block_dense_block = {
  .id = "dense_block",
  .title = N_ ("Dense block"),
  .summary = N_ ("Every convolution reads what all before it made, and adds a few channels."),
  .terms = "densenet growth concatenate 稠密块 choumikuai cmk 密集连接 mijilianjie mjlj",
  .nodes = nodes,
  .wires = "x norm1 relu1 conv1 join1.in2; x join1.in1 norm2 relu2 conv2 join2.in2; join1 "
           "join2.in1 norm3 relu3 conv3 join3.in2; join2 join3.in1 y",
  .form = "(N, C, H, W)",
  .axis = 1,
  .width = 16,
};
