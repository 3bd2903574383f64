/* visit: a look at an earlier step of a run, which itself waits meanwhile as it is
 *
 * Main thread. The newest step that is asked for counts; one that is nearly reached is shown on the
 * way. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/walk.h"
#include "projects/store/store.h"

typedef struct _WeftVisit WeftVisit;

/* What there is to be seen. model and status: of the step; snapshot: transfer full, NULL: none yet.
 * error: there is no way to the step. The visit may be freed in it. */
typedef void (*WeftVisitFunc) (gpointer user, const WeftStatus *status, WeftSnapshot *snapshot,
                               const GError *error);

/* Bytes that a run's states in memory may take here: some of what is available. */
gsize weft_visit_get_room (void);
/* What the file has of the run by now. */
WeftVisit *weft_visit_new (WeftStore *store, WeftCatalog *catalog, gint64 run, WeftVisitFunc news,
                           gpointer user, GError **error);
/* States that the run's trainer kept (weft_trainer_take_way); taken, nullable. And what there is of
 * them in the end; transfer full. */
void weft_visit_lend (WeftVisit *visit, WeftWayStates *way);
WeftWayStates *weft_visit_give_back (WeftVisit *visit);
void weft_visit_free (WeftVisit *visit);
gboolean weft_visit_go_to (WeftVisit *visit, gint64 step, GError **error);
gint64 weft_visit_get_wanted (const WeftVisit *visit);
void weft_visit_watch (WeftVisit *visit, const WeftWatch *watch);
void weft_visit_ask (WeftVisit *visit, WeftQuestion *question); /* nullable */
/* That was trained at the step that is shown; nullable. */
WeftModel *weft_visit_get_model (WeftVisit *visit);
/* What the wanted step left: waits for it. Transfer full. */
WeftState *weft_visit_dup_state (WeftVisit *visit, GError **error);
