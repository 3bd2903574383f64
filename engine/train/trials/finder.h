/* finder: which learning rate a network takes (Smith 2017, "Cyclical learning rates for training
 * neural networks")
 *
 * A trial on a copy of a state: the rate grows from step to step by the same factor until the loss
 * explodes. The rate at which the smoothed loss falls most steeply, each decade counting alike, is
 * a good one. Nothing of the run is changed; any thread, which it keeps until it ends. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/mailbox.h"
#include "engine/train/model/model.h"

#define WEFT_FINDER_FROM 1e-7
#define WEFT_FINDER_TO 10.0
#define WEFT_FINDER_STEPS 160

typedef struct
{
  double rate;
  double loss, smoothed;
} WeftTrial;

typedef struct
{
  GArray *trials; /* WeftTrial, by rising rate; until the loss exploded */
  double rate;    /* what is proposed; NaN: the loss never fell */
} WeftFinding;

/* state: nullable, first values from the seed; is left as it is. threads 0: as many as there are.
 * interrupt: mail in it ends the trial early, with what was found by then; nullable. */
WeftFinding *weft_find_rate (WeftModel *model, const WeftState *state, guint64 seed, guint threads,
                             int level, WeftMailbox *interrupt, GError **error);
void weft_finding_free (WeftFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFinding, weft_finding_free)
