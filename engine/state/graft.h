/* graft: what one network has learnt, taken by another where names and shapes agree */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/state/state.h"

typedef struct
{
  guint taken, of; /* tensors of weights and buffers, such as running means, and how many there are
                    */
  gint64 numbers;  /* in those that were taken */
  GPtrArray *left; /* sentences, translated, about those that stay as they were; owned */
} WeftGraft;

/* Each live tensor of `to` takes the numbers of that of `from` which has the same name, in a node
 * of the same name that stands the same time in its group, and the same shape; what the optimiser
 * kept of it begins anew. prefix: what the names of `to` have before those of `from` ("" as a rule;
 * "teacher_": only nodes called so take anything). Fills in graft, to be cleared. */
void weft_state_graft (WeftState *to, WeftGraph *graph, const char *prefix, const WeftState *from,
                       WeftGraph *from_graph, WeftGraft *graft);
/* "12 of 14 tensors of weights taken." and what was left, with those of `left` behind it, at most
 * three of them. Transfer full. */
char *weft_graft_dup_words (const WeftGraft *graft);
void weft_graft_clear (WeftGraft *graft);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftGraft, weft_graft_clear)
