/* units: the table of functions of one number, y = f (x), element by element
 *
 * A unit is one entry of activations.def or arithmetic.def: ops/units.c makes its op of it,
 * layers/units.c its layer. UNIT (id, reads, value, gradient, (op), (params), (layer)):
 *
 *   reads     what the gradient is written in besides dy: X, Y or DY alone; NOTHING: there is none
 *   value     y by x, as engine/ops/many.h has it
 *   gradient  dx by dy and x or y
 *   (op)      more of the op's row; CASES (…) are those that all have and some more,
 *             CASES_ABOVE_ZERO () those of what is no number below
 *   (params)  rows of parameters, which the op's attributes are too; a, b and mode are their slots
 *             and what the two formulas call them
 *   (layer)   the rest of the layer's row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "engine/param/param.h"

/* The record of the op and of the layer. */
typedef struct
{
  float a, b;
  int mode;
} WeftUnitNumbers;

#define WEFT_LIST(...) __VA_ARGS__

#define UNIT_REAL(slot, name_, default_, min_, max_, ...)                                          \
  {                                                                                                \
    .name = #name_, .type = WEFT_PARAM_REAL, .offset = offsetof (WeftUnitNumbers, slot),           \
    .width = sizeof (float), .fallback = default_, .min = min_, .max = max_, __VA_ARGS__           \
  }
#define UNIT_CHOICE(slot, name_, choices_, ...)                                                    \
  {                                                                                                \
    .name = #name_, .type = WEFT_PARAM_CHOICE, .offset = offsetof (WeftUnitNumbers, slot),         \
    .width = sizeof (int), .choices = choices_, __VA_ARGS__                                        \
  }

static const WeftChoice weft_straight_choices[] = {
  { "round", N_ ("Whole numbers") },
  { "sign", N_ ("−1 and 1") },
  { "step", N_ ("0 and 1") },
  { NULL },
};

static const WeftChoice weft_gelu_choices[] = {
  { "none", N_ ("Exact") },
  { "tanh", N_ ("By tanh") },
  { NULL },
};
