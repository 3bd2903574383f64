/* stretches: the parts of a run's journal, and the frames that lie in them; for engine/train alone
 *
 * Each begins with a load, or with a state that came back (weft_journal_entry_is_jump), and goes on
 * step by step. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/replay.h"

/* Entries [first, end) of the journal; the first is its jump. */
typedef struct
{
  guint first, end;
  gint64 begin, reach; /* steps */
} WeftStretch;

const WeftJournalEntry *weft_record_get_entry (const WeftRunRecord *record, guint i);
GArray *weft_stretches_find (const WeftRunRecord *record); /* WeftStretch; transfer full */
const WeftStretch *weft_stretches_get (const GArray *stretches, int which);
/* The newest before `below` that made the step, else the oldest that began with it; −1. */
int weft_stretches_find_step (const GArray *stretches, int below, gint64 step);
gboolean weft_stretch_has_frame (const WeftStretch *stretch, const WeftKeyFrame *frame);
/* Nothing was done between the step and the frame. */
gboolean weft_stretch_is_before_deeds (const WeftStretch *stretch, const WeftRunRecord *record,
                                       const WeftKeyFrame *frame);
/* The newest of the frames (WeftKeyFrame) that lies in the stretch and from which the way to the
 * step leads on; `tried` (nullable) and those after it have been tried. Borrowed, nullable. */
const WeftKeyFrame *weft_stretch_find_frame (const WeftStretch *stretch,
                                             const WeftRunRecord *record, const GArray *frames,
                                             gint64 step, const WeftKeyFrame *tried);
