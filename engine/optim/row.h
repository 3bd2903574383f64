/* row: what the files in engine/optim include: names of a row in its kernel set, and the head of a
 * loop */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/optim/optimizer.h"
#include "engine/ops/set.h"

/* The title is an array of its own, so that the constant table of choices can point at it. */
#define WEFT_OPTIMIZER_TITLE(id) WEFT_IN_SET (weft_optimizer_title_##id)

extern const WeftOptimizer *const WEFT_IN_SET (weft_optimizer_table)[];
#define OPTIMIZER(id)                                                                              \
  extern const char WEFT_OPTIMIZER_TITLE (id)[];                                                   \
  extern const WeftOptimizer WEFT_OPTIMIZER_ROW (id);
#include "engine/optim/optimizers.def"
#undef OPTIMIZER
