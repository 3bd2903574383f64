/* gru: a cell that mixes what was with what is new, gates r z n of a = w_ih x + b_ih and
 * b = w_hh h₋ + b_hh: r, z = σ (a + b), n = tanh (a + r·b); h = (1 − z)·n + z·h₋ (Cho et al. 2014,
 * with the reset gate after the product, as PyTorch has it)
 *
 * Going back: dn = dh·(1 − z)·(1 − n²), dz = dh·(h₋ − n)·z·(1 − z), dr = dn·b·r·(1 − r); the hidden
 * share of n gets dn·r, h₋ directly dh·z. Kept: b of n. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/recurrent-row.h"

static void
advance (const WeftCellStep *step)
{
  gsize units = step->units;
  float *r = step->gates, *z = r + units, *n = z + units, *kept = step->kept, *h = step->h;
  const float *hidden = step->from_hidden, *b = hidden + 2 * units, *before = step->h_before;

#pragma GCC ivdep
  for (gsize k = 0; k < 2 * units; k++)
    r[k] += hidden[k];
  weft_sigmoid (2 * units, r, r);
#pragma GCC ivdep
  for (gsize k = 0; k < units; k++)
    {
      kept[k] = b[k];
      n[k] += r[k] * b[k];
    }
  weft_tanh (units, n, n);
#pragma GCC ivdep
  for (gsize k = 0; k < units; k++)
    h[k] = (1.0f - z[k]) * n[k] + z[k] * before[k];
}

static void
retreat (const WeftCellBack *back)
{
  gsize units = back->units;
  const float *r = back->gates, *z = r + units, *n = z + units, *b = back->kept;
  const float *before = back->h_before;
  float *dr = back->d_inputs, *dz = dr + units, *dn = dz + units, *carried = back->dh;
  float *d_hidden = back->d_hiddens;

#pragma GCC ivdep
  for (gsize k = 0; k < units; k++)
    {
      float dh = carried[k];

      dn[k] = dh * (1.0f - z[k]) * (1.0f - n[k] * n[k]);
      dz[k] = dh * (before[k] - n[k]) * z[k] * (1.0f - z[k]);
      dr[k] = dn[k] * b[k] * r[k] * (1.0f - r[k]);
      d_hidden[k] = dr[k];
      d_hidden[units + k] = dz[k];
      d_hidden[2 * units + k] = dn[k] * r[k];
      carried[k] = dh * z[k];
    }
}

static const WeftCell cell
    = { .gates = 3, .kept = 1, .weighs_hidden = TRUE, .forward = advance, .backward = retreat };

WEFT_DEFINE_RECURRENT (cell)

static const WeftOpCase cases[] = { WEFT_RECURRENT_CASES (3, 1) };

const WeftOp WEFT_OP_ROW (gru) = {
  .id = "gru",
  .summary = "h = (1 − z)·n + z·h₋, r and z = σ (a + b), n = tanh (a + r·b), step by step",
  WEFT_RECURRENT_PORTS,
  .onnx
  = WEFT_RECURRENT_ONNX ("GRU", "3", "1, 0, 2", "Squeeze (y[1], [0])", ", linear_before_reset=1"),
  .cases = WEFT_OP_CASES (cases),
  .pytorch = WEFT_RECURRENT_PYTORCH ("gru"),
};
