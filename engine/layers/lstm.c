/* lstm: a recurrent layer whose cell forgets and adds (Hochreiter and Schmidhuber 1997) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  static const WeftRecurrentCell cell = { "lstm", 4, 2 };

  weft_block_recurrent (b, &cell, record, in, out);
}

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
  .learns = TRUE,
  .params = weft_recurrent_params,
  .record_size = sizeof (WeftRecurrent),
  .inputs = weft_recurrent_inputs,
  .outputs = weft_recurrent_outputs,
  .build = build,
};
