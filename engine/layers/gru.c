/* gru: a recurrent layer whose gates mix old and new (Cho et al. 2014) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

static WeftValue
build (WeftBuilder *b, const WeftRecurrent *layer, WeftValue x,
       WeftValue mask) /* (N, T, D), (N, T) → (N, H) or (N, T, H) */
{
  return weft_block_recurrent (b, "gru", 3, layer, x, mask);
}

WEFT_BUILD_MASKED (WeftRecurrent, build)

const WeftLayer weft_layer_gru = {
  .id = "gru",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("GRU"),
  .summary = N_ ("Reads a sequence step by step and mixes what it remembers with what is new."),
  .formula = "h = (1 − z)·n + z·h<sub>t−1</sub>",
  .line = N_ ("{hidden_size|unit|units} · {weights|weight|weights}"),
  .terms = "gated recurrent unit sequence 门控循环单元 menkongxunhuandanyuan mkxhdy 循环神经网络 "
           "xunhuanshenjingwangluo xhsjwl 序列 xulie xl",
  .pytorch = "torch.nn.GRU",
  .onnx = "GRU",
  .params = weft_recurrent_params,
  .record_size = sizeof (WeftRecurrent),
  .inputs = weft_masked_inputs,
  .build = build_row,
};
