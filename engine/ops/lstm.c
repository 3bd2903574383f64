/* lstm: a cell that forgets and adds, gates i f g o of s = w_ih x + b_ih + w_hh h₋ + b_hh:
 * i, f, o = σ (s), g = tanh (s); c = f·c₋ + i·g; h = o·tanh (c)
 * (Hochreiter and Schmidhuber 1997; Gers et al. 2000)
 *
 * Going back: do = dh·tanh c, dc += dh·o·(1 − tanh² c), di = dc·g, df = dc·c₋, dg = dc·i, dc₋ =
 * dc·f, each through its gate's slope. Kept: c. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/recurrent-row.h"

static void
advance (const WeftCellStep *step)
{
  gsize n = step->units;
  float *i = step->gates, *f = i + n, *g = f + n, *o = g + n;

  for (gsize k = 0; k < 4 * n; k++)
    step->gates[k] += step->from_hidden[k];
  weft_sigmoid (2 * n, i, i);
  weft_tanh (n, g, g);
  weft_sigmoid (n, o, o);
  for (gsize k = 0; k < n; k++)
    step->kept[k] = f[k] * step->kept_before[k] + i[k] * g[k];
  weft_tanh (n, step->kept, step->h);
  for (gsize k = 0; k < n; k++)
    step->h[k] *= o[k];
}

static void
retreat (const WeftCellBack *back)
{
  gsize n = back->units;
  const float *i = back->gates, *f = i + n, *g = f + n, *o = g + n;
  float *di = back->d_inputs, *df = di + n, *dg = df + n, *d_o = dg + n;

  for (gsize k = 0; k < n; k++)
    {
      float t = tanhf (back->kept[k]), dc = back->dc[k] + back->dh[k] * o[k] * (1.0f - t * t);

      di[k] = dc * g[k] * i[k] * (1.0f - i[k]);
      df[k] = dc * back->kept_before[k] * f[k] * (1.0f - f[k]);
      dg[k] = dc * i[k] * (1.0f - g[k] * g[k]);
      d_o[k] = back->dh[k] * t * o[k] * (1.0f - o[k]);
      back->dc[k] = dc * f[k];
      back->dh[k] = 0.0f;
    }
  memcpy (back->d_hiddens, back->d_inputs, 4 * n * sizeof (float));
}

static const WeftCell cell
    = { .gates = 4, .kept = 1, .hands_on_kept = TRUE, .forward = advance, .backward = retreat };

WEFT_DEFINE_RECURRENT (cell)

static const WeftOpCase cases[] = { WEFT_RECURRENT_CASES (4, 2) };

const WeftOp WEFT_OP_ROW (lstm) = {
  .id = "lstm",
  .summary = "c = σ (f)·c₋ + σ (i)·tanh (g), h = σ (o)·tanh (c), step by step",
  WEFT_RECURRENT_PORTS,
  .onnx = WEFT_RECURRENT_ONNX ("LSTM", "4", "0, 3, 1, 2",
                               "Concat (Squeeze (y[1], [0]), Squeeze (y[2], [0]), axis=1)", ""),
  .cases = WEFT_OP_CASES (cases),
  .pytorch = WEFT_RECURRENT_PYTORCH ("lstm"),
};
