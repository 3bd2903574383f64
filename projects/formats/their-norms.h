/* their-norms: a norm that a convolution of ours has taken in stands behind it in what others keep
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/their-names.h"

/* found: of each live entry of the state what it is made of; of convolutions whose norm nothing
 * here has it is said there, and their biases are there by that. asked: names of theirs that
 * something is made of, which those of such norms are by then. */
void weft_their_norms_find (const GPtrArray *weights, const WeftState *state, WeftGraph *graph,
                            WeftTheirs *found, GHashTable *asked);
