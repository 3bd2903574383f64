/* verdict: what follows from the figure of validation at the end of an epoch; for engine/train
 * alone
 *
 * The schedule plateau lowers the rate when the figure that says what is best has not become better
 * for a while (torch.optim.lr_scheduler.ReduceLROnPlateau, an epoch that is validated at a time).
 * What it counts is an entry of the state, and every verdict stands in the run's journal, so that
 * the steps can be made again without validating. And a run ends early when its best figure is
 * `stop_patience` epochs old. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/two-sides.h"

/* Fills in what the model's states keep for it; how many entries. */
guint weft_verdict_list_own (const WeftModel *model, WeftRecipeOwn *own);
/* The rate that is left of one; itself where nothing is judged. */
double weft_verdict_lower (const WeftModel *model, const WeftState *state, double rate);
/* At the end of an epoch that was not judged yet. */
gboolean weft_verdict_is_due (const WeftModel *model, const WeftState *state);
/* The figure of the epoch that ended: counts, lowers, notes. */
void weft_learner_judge (WeftLearner *learner, double figure);
/* Does again what a journal's entry says. */
void weft_learner_judge_again (WeftLearner *learner, GVariant *payload);
/* The best figure is too old to go on. */
gboolean weft_learner_is_stale (const WeftLearner *learner);
