/* weight-norms: weights of which length or stretch is kept apart from their direction */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

typedef enum
{
  WEFT_WEIGHT_PLAIN,
  WEFT_WEIGHT_BY_LENGTH,  /* g·v/‖v‖: NAME_g, NAME_v, as torch.nn.utils.weight_norm */
  WEFT_WEIGHT_BY_STRETCH, /* w/σ: NAME_orig, and kept NAME_u, NAME_v, as spectral_norm there */
} WeftWeightNorm;

extern const WeftChoice
    weft_weight_norm_choices[]; /* none weight spectral: index = WeftWeightNorm */

/* A layer's parameter; the field is an int. */
#define WEFT_WEIGHT_NORM(Type)                                                                     \
  WEFT_CHOICE (Type, weight_norm, WEFT_WEIGHT_PLAIN, weft_weight_norm_choices,                     \
               .label = N_ ("Weights kept"), .advanced = TRUE,                                     \
               .help = N_ ("Whether the length of each row of weights is learnt apart, or the "    \
                           "weights never stretch anything more than once"))

/* weft_builder_weight under that norm, by rows of its first axis: what to compute with. */
WeftValue weft_block_weight (WeftBuilder *b, WeftWeightNorm norm, const char *name, WeftInit init,
                             gint64 fan_in, gint64 fan_out, const gint64 *dims, int rank);
