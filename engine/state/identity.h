/* identity: weights with which an op that is put in changes nothing; for engine/state alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/unit-walk.h"

/* Weights that an op is to begin with so that it changes nothing, in place of their first values.
 * FALSE: its form cannot. */
gboolean weft_units_make_identity (const WeftUnitWalk *walk, const WeftProgramOp *op);
