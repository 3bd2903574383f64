/* sizes: how large what flows along the wires is, its gradients, and the weights; for engine/train
 * alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/runner.h"
#include "engine/train/watching/snapshot.h"

typedef struct _WeftSizer WeftSizer;

WeftSizer *weft_sizer_new (WeftModel *model, WeftState *state, WeftPool *pool, int level);
void weft_sizer_free (WeftSizer *sizer);
/* gint64 node → WeftSizes of that sample; NULL where it cannot be run backwards at all, as without
 * a loss. What no gradient comes to has none. Transfer full. */
GHashTable *weft_sizer_measure (WeftSizer *sizer, guint32 sample);
/* The loss's gradient of that sample at an output of a node, without N; NULL where none comes.
 * Transfer full. */
WeftTensor *weft_sizer_dup_gradient (WeftSizer *sizer, guint32 sample, gint64 node, int output);
