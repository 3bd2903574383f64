/* inverted_residual: few channels become many, each is filtered alone, and few again are added to
 * what came in (Sandler and others 2018) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block-row.h"

static const WeftBlockNode nodes[] = {
  { "x", "group_input", NULL },
  { "wide", "conv2d", "out_channels=4c kernel_size=1 bias=false" },
  { "norm1", "batch_norm", NULL },
  { "unit1", "relu6", NULL },
  { "each", "conv2d", "out_channels=4c kernel_size=3 padding=same groups=4c bias=false" },
  { "norm2", "batch_norm", NULL },
  { "unit2", "relu6", NULL },
  { "narrow", "conv2d", "out_channels=c kernel_size=1 bias=false" },
  { "norm3", "batch_norm", NULL },
  { "sum", "add", NULL },
  { "y", "group_output", NULL },
  { NULL },
};

const WeftBlock weft_block_inverted_residual = {
  .id = "inverted_residual",
  .title = N_ ("Inverted residual block"),
  .summary = N_ ("Widens the channels, filters each alone, narrows them again and adds: small and "
                 "quick nets."),
  .terms = "mobilenet bottleneck depthwise mbconv 倒残差块 daocanchakuai dcck 瓶颈 pingjing pj",
  .nodes = nodes,
  .wires = "x wide norm1 unit1 each norm2 unit2 narrow norm3 sum.in1 y; x sum.in2",
  .form = "(N, C, H, W)",
  .axis = 1,
  .width = 16,
};
