/* transformer: what the transformers' encoder and decoder have in common */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/blocks.h"

typedef struct
{
  int num_layers, nhead, dim_feedforward;
  double dropout, attention_dropout;
  int activation; /* 0: relu, 1: gelu */
  gboolean norm_first, causal, rotary;
} WeftTransformer;

/* The rows of a transformer; is_causal: the default. */
#define WEFT_TRANSFORMER_PARAMS(is_causal)                                                         \
  WEFT_INT (WeftTransformer, num_layers, 2, 1, 64, .ui_max = 8, .unit = WEFT_UNIT_COUNT,           \
            .label = N_ ("Layers"), .help = N_ ("How many stand one upon the other")),             \
      WEFT_INT (WeftTransformer, nhead, 4, 1, 256, .ui_max = 16, .unit = WEFT_UNIT_COUNT,          \
                .label = N_ ("Heads"),                                                             \
                .help = N_ ("How many ways of looking there are; they divide the width")),         \
      WEFT_INT (WeftTransformer, dim_feedforward, 256, 1, 1 << 16, .ui_max = 2048,                 \
                .unit = WEFT_UNIT_COUNT, .label = N_ ("Hidden units"),                             \
                .help = N_ ("How many units the small net of each step has")),                     \
      WEFT_REAL (WeftTransformer, dropout, 0.1, 0, 1, .unit = WEFT_UNIT_SHARE,                     \
                 .label = N_ ("Dropout"),                                                          \
                 .help = N_ ("The share set to zero of what each part adds, while training")),     \
      WEFT_REAL (WeftTransformer, attention_dropout, 0, 0, 1, .unit = WEFT_UNIT_SHARE,             \
                 .label = N_ ("Attention dropout"), .advanced = TRUE,                              \
                 .help = N_ ("The share of the looks that is left out while training")),           \
      WEFT_CHOICE (WeftTransformer, activation, 0, weft_transformer_activations,                   \
                   .label = N_ ("Activation"), .advanced = TRUE,                                   \
                   .help = N_ ("What stands between the two layers of the net")),                  \
      WEFT_BOOL (WeftTransformer, norm_first, FALSE, .label = N_ ("Normalise first"),              \
                 .advanced = TRUE, .help = N_ ("Normalise before each part instead of after it")), \
      WEFT_BOOL (WeftTransformer, causal, is_causal, .label = N_ ("Causal"), .advanced = TRUE,     \
                 .help = N_ ("No step sees a later one, so that the next can be predicted")),      \
      WEFT_BOOL (WeftTransformer, rotary, FALSE, .label = N_ ("Rotary positions"),                 \
                 .advanced = TRUE,                                                                 \
                 .help = N_ ("Turn what steps look with and for by their places, so that they "    \
                             "know how far apart they are"))

extern const WeftChoice weft_transformer_activations[];

/* Who looks at whom. */
typedef struct
{
  WeftValue x, mask;             /* (N, T, D), (N, T) or none */
  WeftValue memory, memory_mask; /* (N, S, E), (N, S) or none; none: x alone */
} WeftTransformerInputs;

/* All layers, each of which looks at its own steps, then, where there is a memory, at that, then
 * thinks: (N, T, D), or WEFT_NONE and a diagnostic. Weights as PyTorch names them, but that what
 * looks at the memory has multihead_attn.q_proj and so on, of which k and v may have E inputs. */
WeftValue weft_transformer_build (WeftBuilder *b, const WeftTransformer *layer,
                                  const WeftTransformerInputs *in);
/* Whether x (N, T, D) divides into so many heads, of pairs where they are turned; else a
 * diagnostic. */
gboolean weft_transformer_expect_heads (WeftBuilder *b, WeftValue x, int heads, gboolean rotary);
