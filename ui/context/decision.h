/* decision: from which rating on the class that is looked for is said, and what the mistakes cost:
 * one for a project, kept with it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_COST_MOST 1000.0

typedef struct
{
  double threshold;     /* log odds; ±∞: nothing, everything is called so */
  double missed, alarm; /* what a missed case and a false alarm cost, 0 … WEFT_COST_MOST */
} WeftDecision;

/* Even odds, and equal costs, to begin with. */
WeftDecision weft_context_get_decision (WeftContext *context);
/* Tells of itself by "decision", unless it is the same. */
void weft_context_set_decision (WeftContext *context, const WeftDecision *decision);
/* 0 … 1 */
double weft_decision_get_share (const WeftDecision *decision);
double weft_decision_of_share (double share); /* its log odds */
