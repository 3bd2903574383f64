/* rnn: the plain recurrent layer (Elman 1990) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  static const WeftRecurrentCell cell = { "rnn", 1, 1 };

  weft_block_recurrent (b, &cell, record, in, out);
}

const WeftLayer weft_layer_rnn = {
  .id = "rnn",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("RNN"),
  .summary = N_ ("Reads a sequence step by step; each state follows from the one before."),
  .formula = "h = tanh (W x + U h<sub>t−1</sub> + b)",
  .line = N_ ("{hidden_size|unit|units} · {weights|weight|weights}"),
  .terms
  = "recurrent elman vanilla sequence 循环神经网络 xunhuanshenjingwangluo xhsjwl 序列 xulie xl",
  .pytorch = "torch.nn.RNN",
  .onnx = "RNN",
  .learns = TRUE,
  .params = weft_recurrent_params,
  .record_size = sizeof (WeftRecurrent),
  .inputs = weft_recurrent_inputs,
  .outputs = weft_recurrent_outputs,
  .build = build,
};
