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
  float *i = step->gates, *f = i + n, *g = f + n, *o = g + n, *c = step->kept, *h = step->h;
  const float *hidden = step->from_hidden, *before = step->kept_before;

#pragma GCC ivdep
  for (gsize k = 0; k < 4 * n; k++)
    i[k] += hidden[k];
  weft_sigmoid (2 * n, i, i);
  weft_tanh (n, g, g);
  weft_sigmoid (n, o, o);
#pragma GCC ivdep
  for (gsize k = 0; k < n; k++)
    c[k] = f[k] * before[k] + i[k] * g[k];
  weft_tanh (n, c, h);
#pragma GCC ivdep
  for (gsize k = 0; k < n; k++)
    h[k] *= o[k];
}

static void
retreat (const WeftCellBack *back)
{
  gsize n = back->units;
  const float *i = back->gates, *f = i + n, *g = f + n, *o = g + n, *before = back->kept_before;
  float *di = back->d_inputs, *df = di + n, *dg = df + n, *d_o = dg + n;
  float *dh = back->dh, *carried = back->dc;

  weft_tanh (n, back->kept, d_o);
#pragma GCC ivdep
  for (gsize k = 0; k < n; k++)
    {
      float t = d_o[k], dc = carried[k] + dh[k] * o[k] * (1.0f - t * t);

      di[k] = dc * g[k] * i[k] * (1.0f - i[k]);
      df[k] = dc * before[k] * f[k] * (1.0f - f[k]);
      dg[k] = dc * i[k] * (1.0f - g[k] * g[k]);
      d_o[k] = dh[k] * t * o[k] * (1.0f - o[k]);
      carried[k] = dc * f[k];
      dh[k] = 0.0f;
    }
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
