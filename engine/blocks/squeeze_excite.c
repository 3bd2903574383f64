/* squeeze_excite: each channel is weighed by what the whole picture holds (Hu, Shen and Sun 2018)
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block-row.h"

static const WeftBlockNode nodes[] = {
  { "x", "group_input", NULL },
  { "mean", "adaptive_avg_pool2d", NULL },
  { "few", "conv2d", "out_channels=c/4 kernel_size=1" },
  { "relu", "relu", NULL },
  { "each", "conv2d", "out_channels=c kernel_size=1" },
  { "gate", "sigmoid", NULL },
  { "weigh", "multiply", NULL },
  { "y", "group_output", NULL },
  { NULL },
};

const WeftBlock weft_block_squeeze_excite = {
  .id = "squeeze_excite",
  .title = N_ ("Squeeze-and-excite block"),
  .summary
  = N_ ("Weighs each channel by a number between 0 and 1 that follows from the whole picture."),
  .terms
  = "senet attention channel gate 压缩激励块 yasuojilikuai ysjlk 通道注意力 tongdaozhuyili tdzyl",
  .nodes = nodes,
  .wires = "x mean few relu each gate weigh.b; x weigh.a y",
  .form = "(N, C, H, W)",
  .axis = 1,
  .width = 16,
};
