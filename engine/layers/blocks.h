/* blocks: what layers of several ops are put together from; name is the prefix of the weights'
 * names
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

typedef enum
{
  WEFT_BIAS_DRAWN, /* as PyTorch does */
  WEFT_BIAS_ZERO,  /* at first */
  WEFT_BIAS_NONE,
} WeftBlockBias;

/* x (N, …, I) → (N, …, units), weights NAMEweight (units, I), drawn as given, and NAMEbias. */
WeftValue weft_block_linear (WeftBuilder *b, WeftValue x, const char *name, gint64 units,
                             WeftInit init, WeftBlockBias bias);
/* x (N, …, D) → the same, weights NAMEweight and NAMEbias. */
WeftValue weft_block_layer_norm (WeftBuilder *b, WeftValue x, const char *name);
WeftValue weft_block_dropout (WeftBuilder *b, WeftValue x, double p);
/* x (N, T, D): the pairs of each head are turned by their step. */
WeftValue weft_block_rotary (WeftBuilder *b, WeftValue x, int heads);
WeftValue weft_block_add (WeftBuilder *b, WeftValue x, WeftValue y);
/* Some of one axis. */
WeftValue weft_block_slice (WeftBuilder *b, WeftValue x, int dim, gint64 start, gint64 length);

/* What lstm, gru and rnn have in common; their record begins with it. */
typedef struct
{
  int hidden_size, num_layers;
  gboolean bias, bidirectional;
  double dropout;
  int output; /* 0: the last step, 1: all */
} WeftRecurrent;

extern const WeftParam weft_recurrent_params[];

/* What it takes: a sequence, and which of its steps are real. */
extern const WeftPort weft_masked_inputs[];

/* What they take: a sequence, which of its steps are real, and the state to begin with; and what
 * they give: the steps or the last of them, and the state at the end. */
extern const WeftPort weft_recurrent_inputs[], weft_recurrent_outputs[];

typedef struct
{
  const char *op;
  int gates;
  int state; /* numbers a unit that are handed on from step to step */
} WeftRecurrentCell;

/* in: x (N, T, D), a mask of steps (N, T) and a state (N, S), both optional; out: (N,
 * hidden·directions) or (N, T, hidden·directions), and a state (N, S), S = layers·directions of
 * hidden·state numbers each. */
void weft_block_recurrent (WeftBuilder *b, const WeftRecurrentCell *cell,
                           const WeftRecurrent *layer, const WeftValue *in, WeftValue *out);
