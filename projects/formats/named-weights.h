/* named-weights: what a network has learnt, by the names that others know it by: "conv1.weight"
 *
 * A name is the node's, which time its group stands (from the second on: "block.2.weight"), and the
 * weight's own. They are PyTorch's names wherever the layer is one of PyTorch's. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/state/graft.h"
#include "engine/state/state.h"

typedef struct
{
  char *name;
  WeftShape shape;
  const float *numbers; /* shape's; of what was read: its own */
  float *owned;         /* nullable */
} WeftNamedWeight;

void weft_named_weight_free (WeftNamedWeight *weight);
/* Of a node's weight, its repeat counted from 0. Transfer full; NULL: the node is not there any
 * more. */
char *weft_weights_dup_name (WeftGraph *graph, gint64 id, gint64 repeat, const char *name);
/* "conv1" of "conv1.weight"; NULL: it has another end. Transfer full. */
char *weft_name_dup_before (const char *name, const char *end);
/* Weights and buffers of the network, in its order; numbers are the state's. Transfer full. NULL
 * with an error where a file of them would be larger than files are (output.h). */
GPtrArray *weft_weights_list (WeftGraph *graph, const WeftState *state, GError **error);
/* One that was read; numbers taken, of weft_memory_new. */
WeftNamedWeight *weft_named_weight_new (const char *name, const WeftShape *shape, float *numbers);
/* Each live tensor of the state takes the numbers of that name, or of what is it under another
 * (their-names.h), where it is as large and of that shape, or of one that differs in ones alone;
 * what the optimiser kept of it begins anew. prefix: what names of ours have before those of the
 * weights ("" as a rule; "teacher_": only nodes called so take anything). Fills in graft, to be
 * cleared. Rows: one GVariant (ssb) each: name, shape or what does not fit, whether it was taken;
 * transfer full. */
GPtrArray *weft_weights_fit (WeftState *state, WeftGraph *graph, const char *prefix,
                             const GPtrArray *weights, WeftGraft *graft);
