/* table: the rows of optimizers.def, as one kernel set has them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

const WeftOptimizer *const WEFT_IN_SET (weft_optimizer_table)[] = {
#define OPTIMIZER(id) &WEFT_OPTIMIZER_ROW (id),
#include "engine/optim/optimizers.def"
#undef OPTIMIZER
  NULL,
};
