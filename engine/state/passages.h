/* passages: what becomes of units in the ops that only hand them on; for engine/state alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/unit-walk.h"

/* Fills in the units of what the op makes by those of what it is given; nothing where it has none
 * or does not tell them apart. */
void weft_passage_each (WeftUnitWalk *walk, const WeftProgramOp *op);     /* on any axis */
void weft_passage_channels (WeftUnitWalk *walk, const WeftProgramOp *op); /* on axis 1 alone */
void weft_passage_reshaped (WeftUnitWalk *walk, const WeftProgramOp *op);
void weft_passage_permuted (WeftUnitWalk *walk, const WeftProgramOp *op);
void weft_passage_joined (WeftUnitWalk *walk, const WeftProgramOp *op);
void weft_passage_sliced (WeftUnitWalk *walk, const WeftProgramOp *op);
void weft_passage_reduced (WeftUnitWalk *walk, const WeftProgramOp *op);
void weft_passage_turned (WeftUnitWalk *walk, const WeftProgramOp *op);
void weft_passage_attended (WeftUnitWalk *walk, const WeftProgramOp *op);
/* The op's attribute of that name, and an axis that it says, from 0. */
WeftAttr weft_passage_get_attr (const WeftProgramOp *op, const char *name);
