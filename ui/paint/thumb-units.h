/* thumb-units: what an open node shows of its units */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/watching/snapshot.h"
#include "ui/paint/thumb.h"
#include "ui/scene/unit-places.h"

/* values: what comes out of the node for the chosen sample; nullable. */
WeftThumb *weft_thumb_new_of_units (const WeftUnits *units, const WeftOpenNode *open,
                                    const WeftTensor *values);
/* The line or circle under the pointer, lit; from the node's corner. */
void weft_thumb_light_part (WeftPen *pen, const WeftUnits *units, const WeftUnitPart *part);
