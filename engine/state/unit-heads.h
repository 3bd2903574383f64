/* unit-heads: which units are which where the heads of an attention look; for engine/state alone
 *
 * A head that was there keeps its units. Where heads are wider now, what is new of them is compared
 * as 0 at first, and what is new of what they hand on counts for nothing until it is learnt; the
 * same goes for all that a new head says. So the network says what it said. Fewer heads are those
 * with the largest weights, and so are fewer units of each. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/unit-walk.h"

/* Whether heads read what the op makes by weights; then made->of gets its units, of which there
 * were made->before. FALSE: none do, or it cannot be said which is which. */
gboolean weft_heads_decide (const WeftUnitWalk *walk, const WeftProgramOp *op, WeftUnits *made);
/* The wider a head, the more its products are divided by (√d): what its queries are made of is as
 * much larger. To be called when the op's weights are to be regrown. */
void weft_heads_scale (const WeftUnitWalk *walk, const WeftProgramOp *op);
