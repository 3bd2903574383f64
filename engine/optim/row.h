/* row: what the files in engine/optim include: names of a row in its kernel set, the parameters
 * that several rows have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/optim/optimizer.h"
#include "engine/base/set.h"

/* The title is an array of its own, so that the constant table of choices can point at it. */
#define WEFT_OPTIMIZER_TITLE(id) WEFT_IN_SET (weft_optimizer_title_##id)

extern const WeftOptimizer *const WEFT_IN_SET (weft_optimizer_table)[];
#define OPTIMIZER(id)                                                                              \
  extern const char WEFT_OPTIMIZER_TITLE (id)[];                                                   \
  extern const WeftOptimizer WEFT_OPTIMIZER_ROW (id);
#include "engine/optim/optimizers.def"
#undef OPTIMIZER

#define WEFT_MOMENTUM(Type)                                                                        \
  WEFT_REAL (Type, momentum, 0, 0, 0.9999, .unit = WEFT_UNIT_SHARE, .label = N_ ("Momentum"),      \
             .help = N_ ("The share of the last step that carries on into the next"))
/* Of a field of another name; the parameter keeps its own. */
#define WEFT_REAL_AT(Type, field_, name_, default_, min_, max_, ...)                               \
  {                                                                                                \
    .name = name_, .type = WEFT_PARAM_REAL,                                                        \
    WEFT_FIELD (Type, field_, WEFT_IS_A (Type, field_, double)), .fallback = default_,             \
    .min = min_, .max = max_, __VA_ARGS__                                                          \
  }
#define WEFT_BETAS_AT(Type, field_)                                                                \
  {                                                                                                \
    .name = "betas", .type = WEFT_PARAM_REALS,                                                     \
    WEFT_FIELD (Type, field_, WEFT_IS_A (Type, field_, WeftReals)), .text = "0.9,0.999", .min = 0, \
    .max = 0.999999, .length = 2, .unit = WEFT_UNIT_SHARE, .label = N_ ("Betas"),                  \
    .advanced = TRUE, .help = N_ ("How slowly the mean of gradients and of their squares forget")  \
  }
#define WEFT_EPS_AT(Type, field)                                                                   \
  WEFT_REAL_AT (Type, field, "eps", 1e-8, 1e-12, 1, .unit = WEFT_UNIT_RATE,                        \
                .label = N_ ("Epsilon"), .advanced = TRUE,                                         \
                .help = N_ ("Added to the divisor, so that it is never zero"))
#define WEFT_WEIGHT_DECAY_AT(Type, field)                                                          \
  WEFT_REAL_AT (Type, field, "weight_decay", 0, 0, 10, .ui_max = 0.1, .unit = WEFT_UNIT_RATE,      \
                .label = N_ ("Weight decay"), .help = N_ ("Draws every weight towards zero"))
#define WEFT_BETAS(Type) WEFT_BETAS_AT (Type, betas)
#define WEFT_EPS(Type) WEFT_EPS_AT (Type, eps)
#define WEFT_WEIGHT_DECAY(Type) WEFT_WEIGHT_DECAY_AT (Type, weight_decay)
