/* numbers: whatever has a size and nothing more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/near-kinds.h"

const WeftKindRow weft_kind_row_numbers = {
  .loss = "mse",
  .may_scale = TRUE,
  .near = &weft_near_rows,
};
