/* transformer_block: attention, then a small net for each step, each added to what it read (Vaswani
 * and others 2017, normalised first) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block-row.h"

static const WeftBlockNode nodes[] = {
  { "x", "group_input", NULL },
  { "norm1", "layer_norm", NULL },
  { "look", "attention", "nhead=4" },
  { "sum1", "add", NULL },
  { "norm2", "layer_norm", NULL },
  { "wide", "dense", "units=4c" },
  { "gelu", "gelu", NULL },
  { "narrow", "dense", "units=c" },
  { "sum2", "add", NULL },
  { "y", "group_output", NULL },
  { NULL },
};

const WeftBlock weft_block_transformer_block = {
  .id = "transformer_block",
  .title = N_ ("Transformer block"),
  .summary = N_ ("What a layer of a transformer is made of, to be opened: attention, then a small "
                 "net for each step."),
  .terms
  = "attention gpt bert self-attention transformer块 zizhuyili 自注意力 zzyl 变换器 bianhuanqi bhq",
  .nodes = nodes,
  .wires = "x norm1 look.x sum1.in1 norm2 wide gelu narrow sum2.in1 y; norm1 look.memory; x "
           "sum1.in2; sum1 sum2.in2",
  .form = "(N, T, D)",
  .axis = -1,
  .width = 32,
};
