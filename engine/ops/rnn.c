/* rnn: h = tanh (w_ih x + b_ih + w_hh h₋ + b_hh), step by step (Elman 1990); going back
 * ds = dh·(1 − h²) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/recurrent-row.h"

static void
advance (const WeftCellStep *step)
{
  for (gsize k = 0; k < step->units; k++)
    step->gates[k] += step->from_hidden[k];
  weft_tanh (step->units, step->gates, step->gates);
  memcpy (step->h, step->gates, step->units * sizeof (float));
}

static void
retreat (const WeftCellBack *back)
{
  const float *h = back->gates;
  float *ds = back->d_inputs, *dh = back->dh;

#pragma GCC ivdep
  for (gsize k = 0; k < back->units; k++)
    {
      ds[k] = dh[k] * (1.0f - h[k] * h[k]);
      dh[k] = 0.0f;
    }
}

static const WeftCell cell = { .gates = 1, .kept = 0, .forward = advance, .backward = retreat };

WEFT_DEFINE_RECURRENT (cell)

static const WeftOpCase cases[] = { WEFT_RECURRENT_CASES (1, 1) };

const WeftOp WEFT_OP_ROW (rnn) = {
  .id = "rnn",
  .summary = "h = tanh (w_ih x + b_ih + w_hh h₋ + b_hh), step by step",
  WEFT_RECURRENT_PORTS,
  .onnx = WEFT_RECURRENT_ONNX ("RNN", "1", "0", "Squeeze (y[1], [0])", ""),
  .cases = WEFT_OP_CASES (cases),
  .pytorch = WEFT_RECURRENT_PYTORCH ("rnn_tanh"),
};
