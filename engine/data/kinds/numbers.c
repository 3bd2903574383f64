/* numbers: whatever has a size and nothing more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

const WeftKindRow weft_kind_row_numbers = {
  .loss = "mse",
  .may_scale = TRUE,
};
