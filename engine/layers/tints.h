/* tints: the colours that groups, frames and notes may be given; how they look is the window's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

extern const WeftChoice weft_tints[]; /* the first: none of its own; ends with { NULL } */

#define WEFT_TINT(Type, default_)                                                                  \
  WEFT_CHOICE (Type, color, default_, weft_tints, .is_look = TRUE, .label = N_ ("Colour"),         \
               .help = N_ ("What it is told apart by on the canvas"))
