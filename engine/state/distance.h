/* distance: how far the weights of two states lie apart, node by node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/state.h"

typedef struct
{
  gint64 node;
  double distance; /* Euclidean, of all learnt numbers of the node together */
  double size;     /* likewise of the first state's; 0: there is nothing to set it against */
} WeftNodeDistance;

/* Of the nodes whose weights both have in the same shapes, in the first one's order; transfer full.
 * Any thread. */
GArray *weft_state_list_distances (const WeftState *a, const WeftState *b);
