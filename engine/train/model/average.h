/* average: the moving average of a run's weights, which is judged and used in their place
 *
 * a ← w after the first step, then a ← d·a + (1 − d)·w (torch.optim.swa_utils.AveragedModel with
 * such an avg_fn). It lies in the state as an entry of its own (node 0), so that it is copied,
 * hashed, stored, resumed and made again with it; when the network is another, it begins anew.
 * Buffers, such as running statistics, are not averaged. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/pool.h"
#include "engine/train/model/model.h"

/* Fills in what the model's states keep for it; how many entries. */
guint weft_average_list_own (const WeftModel *model, const WeftProgram *program,
                             WeftRecipeOwn *own);
/* After a step that moved the weights; nothing where there is none. pool: nullable. */
void weft_average_step (const WeftModel *model, WeftState *state, WeftPool *pool);
/* Changes places with the weights, so that what runs next runs on it; the same again changes them
 * back. decay: the settings'. Nothing where there is none, or no step yet. */
void weft_average_swap (double decay, WeftState *state);
/* After weights came from elsewhere: it begins anew with the next step, and until then they are
 * judged and used themselves. */
void weft_average_forget (double decay, WeftState *state);
