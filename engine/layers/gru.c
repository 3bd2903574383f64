/* gru: a recurrent layer whose gates mix old and new (Cho et al. 2014) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  static const WeftRecurrentCell cell = { "gru", 3, 1 };

  weft_block_recurrent (b, &cell, record, in, out);
}

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
  .learns = TRUE,
  .params = weft_recurrent_params,
  .record_size = sizeof (WeftRecurrent),
  .inputs = weft_recurrent_inputs,
  .outputs = weft_recurrent_outputs,
  .build = build,
};
