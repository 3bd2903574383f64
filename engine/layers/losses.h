/* losses: what every loss row has: its scale and its weight, and the scalar that it gives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

/* A row's record begins with these; one that has no more of its own is this. */
#define WEFT_LOSS_FIELDS double scale, weight

typedef struct
{
  WEFT_LOSS_FIELDS;
} WeftLoss;

/* The rows of those two. */
#define WEFT_LOSS_PARAMS(Type)                                                                     \
  WEFT_REAL (Type, weight, 1, 0, 1e6, .ui_max = 10, .label = N_ ("Weight"),                        \
             .help = N_ ("How much it counts in what is learnt, beside other losses; at 0 it is "  \
                         "only measured")),                                                        \
      WEFT_REAL (Type, scale, 1, 0, 1e6, .ui_max = 10, .label = N_ ("Scale"), .advanced = TRUE,    \
                 .help = N_ ("Multiplies the loss and its gradients"))

extern const WeftParam weft_loss_params[]; /* of a WeftLoss */
extern const WeftPort weft_loss_outputs[]; /* the scalar */

/* Emits a loss that compares numbers of one shape; the op takes (prediction, target) and a mask of
 * steps, which in[2] may be. */
WeftValue weft_loss_compare (WeftBuilder *b, const char *op, const WeftLoss *loss,
                             const WeftValue *in);
