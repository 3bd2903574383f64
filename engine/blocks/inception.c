/* inception: filters of several sizes look at the same picture, side by side (Szegedy and others
 * 2015) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block-row.h"

static const WeftBlockNode nodes[] = {
  { "x", "group_input", NULL },
  { "one", "conv2d", "out_channels=c/4 kernel_size=1" },
  { "r1", "relu", NULL },
  { "few3", "conv2d", "out_channels=c/4 kernel_size=1" },
  { "r2", "relu", NULL },
  { "three", "conv2d", "out_channels=c/2 kernel_size=3 padding=same" },
  { "r3", "relu", NULL },
  { "few5", "conv2d", "out_channels=c/8 kernel_size=1" },
  { "r4", "relu", NULL },
  { "five", "conv2d", "out_channels=c/8 kernel_size=5 padding=same" },
  { "r5", "relu", NULL },
  { "pool", "max_pool2d", "kernel_size=3 stride=1 padding=1" },
  { "after", "conv2d", "out_channels=c/8 kernel_size=1" },
  { "r6", "relu", NULL },
  { "all", "concat", NULL },
  { "y", "group_output", NULL },
  { NULL },
};

const WeftBlock weft_block_inception = {
  .id = "inception",
  .title = N_ ("Inception block"),
  .summary = N_ ("Looks with small and large filters at once and joins what they find."),
  .terms = "googlenet multi-scale module inception模块 inceptionmokuai 多尺度 duochidu dcd",
  .nodes = nodes,
  .wires = "x one r1 all.in1 y; x few3 r2 three r3 all.in2; x few5 r4 five r5 all.in3; x pool "
           "after r6 all.in4",
  .form = "(N, C, H, W)",
  .axis = 1,
  .width = 16,
};
