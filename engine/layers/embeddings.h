/* embeddings: what layers have in common that keep a row of numbers for each token or label */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

/* A row's record begins with these; one that has no more of its own is this. */
#define WEFT_EMBEDDING_FIELDS                                                                      \
  int embedding_dim;                                                                               \
  int num_embeddings; /* 0: as many as the data has */                                             \
  int padding_idx, init

typedef struct
{
  WEFT_EMBEDDING_FIELDS;
} WeftEmbedding;

/* The rows of those. */
#define WEFT_EMBEDDING_PARAMS(Type)                                                                \
  WEFT_INT (Type, embedding_dim, 32, 1, 1 << 16, .ui_max = 512, .unit = WEFT_UNIT_COUNT,           \
            .label = N_ ("Dimensions"),                                                            \
            .help = N_ ("How many numbers stand for each token or label")),                        \
      WEFT_INT (Type, num_embeddings, 0, 1, 1 << 20, .ui_max = 50000, .unit = WEFT_UNIT_COUNT,     \
                .label = N_ ("Vocabulary"), .optional = TRUE, .unset = N_ ("as the data"),         \
                .help = N_ ("How many different tokens or labels there can be"),                   \
                .advanced = TRUE),                                                                 \
      WEFT_INT (Type, padding_idx, -1, -1, (1 << 20) - 1, .ui_max = 100,                           \
                .label = N_ ("Padding token"), .advanced = TRUE,                                   \
                .help                                                                              \
                = N_ ("This token gives zeros and nothing is learnt of it; −1: there is none")),   \
      WEFT_CHOICE (Type, init, WEFT_INIT_PYTORCH, weft_init_choices,                               \
                   .label = N_ ("First weights"),                                                  \
                   .help = N_ ("How the weights are drawn before training"), .advanced = TRUE)

/* The table "weight" (V, D) for what x holds; WEFT_NONE and a diagnostic where it is too small. */
WeftValue weft_embedding_rows (WeftBuilder *b, const WeftEmbedding *layer, WeftValue x);
