/* lstm: a recurrent layer whose cell forgets and adds (Hochreiter and Schmidhuber 1997) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

static WeftValue
build (WeftBuilder *b, const WeftRecurrent *layer, WeftValue x,
       WeftValue mask) /* (N, T, D), (N, T) → (N, H) or (N, T, H) */
{
  return weft_block_recurrent (b, "lstm", 4, layer, x, mask);
}

WEFT_BUILD_MASKED (WeftRecurrent, build)

const WeftLayer weft_layer_lstm = {
  .id = "lstm",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("LSTM"),
  .summary = N_ ("Reads a sequence step by step and learns what to keep and what to forget."),
  .formula = "c = f·c<sub>t−1</sub> + i·g, h = o·tanh c",
  .line = N_ ("{hidden_size|unit|units} · {weights|weight|weights}"),
  .terms = "long short-term memory recurrent sequence 长短期记忆 changduanqijiyi cdqjy "
           "循环神经网络 xunhuanshenjingwangluo xhsjwl 序列 xulie xl",
  .pytorch = "torch.nn.LSTM",
  .onnx = "LSTM",
  .params = weft_recurrent_params,
  .record_size = sizeof (WeftRecurrent),
  .inputs = weft_masked_inputs,
  .build = build_row,
};
