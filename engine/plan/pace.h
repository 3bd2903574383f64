/* pace: how fast a node's weights learn beside the others, as torch.optim's parameter groups */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"

typedef struct
{
  double lr_factor; /* of the rate */
  double decay;     /* in place of the settings'; negative: none of its own */
} WeftPace;

/* As the node says and the groups around it: their factors multiply, and of decays the innermost
 * one holds. */
WeftPace weft_pace_of_node (WeftGraph *graph, const WeftNode *node);
gboolean weft_pace_stands_still (const WeftNode *node); /* it says so itself */
/* Which of the paces (WeftPace) that is; it is added where it is new. The first is that of whoever
 * says nothing. */
guint weft_pace_find (GArray *paces, WeftPace pace);
