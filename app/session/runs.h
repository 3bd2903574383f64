/* runs: which run of a project is meant when none is named, and what is known of its past */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/replay.h"
#include "projects/store/store.h"

/* A state that the trainer was loaded with and that nothing gives again is kept before the first
 * step is made. Waits for it. */
gboolean weft_runs_keep_first (WeftStore *store, WeftTrainer *trainer, GError **error);
/* The newest run that has a checkpoint to go on from; 0: none. */
gint64 weft_runs_find_newest (WeftStore *store);
/* As weft_store_load_state, but run 0 is the newest that weft_runs_find_newest says. */
WeftState *weft_runs_load_state (WeftStore *store, gint64 run, gint64 at, GError **error);
/* A child in a race is none to go on from, until somebody makes it the project. */
void weft_runs_set_racing (WeftStore *store, gint64 run, gboolean is_racing);
/* Tells the trainer, which has just loaded the model and the run's state of that step, what its
 * best step was, so that a worse one does not replace that checkpoint, and how long it was trained
 * for. */
void weft_runs_restore_past (WeftStore *store, gint64 run, gint64 at, const WeftModel *model,
                             WeftTrainer *trainer);
/* A run among those that it may be a fork of. */
typedef struct
{
  WeftStore *store;
  WeftCatalog *catalog;
  gint64 run;
  guint threads; /* 0: as many as there are */
} WeftRunFamily;

/* What is kept of the run; clear it in any case. family: for as long as the record lives. */
gboolean weft_runs_load_record (WeftRunFamily *family, WeftRunRecord *record, GError **error);
/* What a step of a run left, computed again from what is kept of the run; of a run of which too
 * little is, a checkpoint of that step: model is NULL then. run 0: as weft_runs_load_state.
 * *replayed: to be cleared. Blocks for as long as it takes. */
gboolean weft_runs_replay (WeftStore *store, WeftCatalog *catalog, gint64 run, gint64 step,
                           guint threads, WeftReplayed *replayed, GError **error);
