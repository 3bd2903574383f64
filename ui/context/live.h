/* live: what the window knows of the run: status, series, the newest snapshot, the newest check
 *
 * One a window. app pushes into it; panels connect and read; nobody else keeps a copy. Signals:
 * "status", "series", "snapshot", "report" (graph checked anew), "saved",
 * "sight" (within a step: one op on or back, a number typed over, or out of it). Data-caused
 * redraws are at most 10 a second: status, series and snapshot are emitted together, no more often
 * than that, and while a net learns so seldom that the window draws for 33 ms of a second; while an
 * earlier step is looked at, 25 a second, and half of the time. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "engine/plan/check.h"
#include "engine/train/trainer.h"
#include "ui/context/past.h"
#include "ui/context/pyramid.h"

#define WEFT_TYPE_LIVE (weft_live_get_type ())
G_DECLARE_FINAL_TYPE (WeftLive, weft_live, WEFT, LIVE, GObject)

typedef struct
{
  gint64 step;
  char *words; /* translated */
} WeftLiveMark;

WeftLive *weft_live_new (void);
/* pushed by app */
void weft_live_push_samples (WeftLive *live, const WeftSample *samples, guint n);
void weft_live_set_status (WeftLive *live, const WeftStatus *status);
void weft_live_set_snapshot (WeftLive *live, WeftSnapshot *snapshot); /* takes; nullable: cleared */
void weft_live_set_report (WeftLive *live, WeftReport *report);       /* takes */
/* Of a step that is gone through op by op; takes; nullable: none is. */
void weft_live_set_sight (WeftLive *live, WeftStepSight *sight);
void weft_live_set_model (WeftLive *live,
                          WeftModel *model); /* refs; what is being trained; nullable */
void weft_live_set_saved (WeftLive *live, gint64 when, const char *problem, /* nullable */
                          gboolean is_unsaved); /* problem: edits wait to be written */
/* The step whose weights were taken back, as long as that can be undone; −1: none. words: what was
 * taken instead, from elsewhere, in sentences, and tensor by tensor (refs; GVariant (ssbs): name,
 * shape or what does not fit, whether it was taken); both nullable. */
void weft_live_set_taken (WeftLive *live, gint64 step, const char *words, GPtrArray *rows);
/* An earlier step of the run, between its first and the newest, that is looked at; −1: none is, and
 * the status is that of the newest. why: there is no way to the one that was asked for; translated,
 * nullable. */
void weft_live_set_looked (WeftLive *live, gint64 step, gint64 newest, const char *why);
void weft_live_clear_series (WeftLive *live); /* and the marks */
/* How often: what is worked out of something before has no place any more. */
guint weft_live_count_clearings (WeftLive *live);
/* Something was done to the run after so many steps: an edit, a rate by hand, a typed number. Later
 * marks are of a way that was left. */
void weft_live_add_mark (WeftLive *live, gint64 step, const char *words);
/* By the window: how long it drew. */
void weft_live_add_cost (WeftLive *live, gint64 microseconds);
/* read by panels */
const WeftSeries *weft_live_get_series (WeftLive *live, guint32 series); /* never NULL */
GArray *weft_live_list_series (WeftLive *live);        /* guint32, of those with samples; full */
const GPtrArray *weft_live_get_marks (WeftLive *live); /* WeftLiveMark, in step order; none */
const WeftStatus *weft_live_get_status (WeftLive *live);
WeftSnapshot *weft_live_get_snapshot (WeftLive *live); /* nullable, transfer none */
const WeftPast *weft_live_get_past (WeftLive *live);   /* of this run */
WeftReport *weft_live_get_report (WeftLive *live);     /* nullable, transfer none */
WeftStepSight *weft_live_get_sight (WeftLive *live);   /* nullable, transfer none */
WeftModel *weft_live_get_model (WeftLive *live);       /* nullable, transfer none */
/* When the last edit was committed, monotonic µs, 0: not yet; problem (nullable): why it was not.
 */
gint64 weft_live_get_saved (WeftLive *live, const char **problem);
/* Whether edits wait to be written, which may be tried again. */
gboolean weft_live_is_unsaved (WeftLive *live);
gint64 weft_live_get_taken (WeftLive *live);
const char *weft_live_get_taken_words (WeftLive *live); /* nullable */
GPtrArray *weft_live_get_taken_rows (WeftLive *live);   /* nullable, transfer none */
/* The step that is looked at, on the way to which the status may still be; −1: none. */
gint64 weft_live_get_looked (WeftLive *live);
const char *weft_live_get_lost (WeftLive *live); /* why there was no way; nullable */
gint64 weft_live_get_newest (WeftLive *live);    /* step of the run, whichever is looked at */
/* Whether a best state is known that is not the one at hand. */
gboolean weft_live_can_take_best (WeftLive *live);
/* While it learns: whether validation's loss has long not become lower. */
gboolean weft_live_is_stuck (WeftLive *live);
gboolean weft_live_is_training (WeftLive *live);
