/* stretch: the direction that a weight stretches most, found anew; for engine/state alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/state.h"

/* What spectral_norm keeps beside w (K, I) whatever lies behind the first axis: rows (K) and
 * columns (I), of length 1. It begins with the rows as they are. */
void weft_stretch_find (const WeftStateEntry *w, WeftStateEntry *rows, WeftStateEntry *columns);
