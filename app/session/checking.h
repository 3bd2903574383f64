/* checking: a network is looked over, and made ready to be trained, in a thread
 *
 * For networks of which that takes longer than a frame: meanwhile what was known before is shown,
 * and whoever types waits for nothing. Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"
#include "engine/train/model/model.h"

typedef struct _WeftChecking WeftChecking;

/* Of the network as it was when that began, which is a little later: not in the edit's own frame.
 * report: transfer full. model: transfer full, nullable:
 * it cannot be trained. The checking is gone then. */
typedef void (*WeftCheckedFunc) (WeftReport *report, WeftModel *model, gpointer user);

/* Whether it is worth a thread: it is large, and no set has to be made or read for it. */
gboolean weft_checking_is_due (WeftGraph *graph, WeftCatalog *catalog);
/* Both outlive it, or it is cancelled. */
WeftChecking *weft_checking_begin (WeftGraph *graph, WeftCatalog *catalog, WeftCheckedFunc checked,
                                   gpointer user);
/* Nobody is told; it is gone. */
void weft_checking_cancel (WeftChecking *checking);
/* Until no thread is at it, also of what was cancelled: before the program ends. */
void weft_checking_wait (void);
/* Lets go of what takes long to be freed; takes both, nullable. */
void weft_checking_forget (WeftReport *report, WeftModel *model);
