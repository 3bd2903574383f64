/* replay: any step of a run, computed again from what is kept of it
 *
 * A run's journal falls into stretches: each begins with a load, or with a state that came back
 * (weft_journal_entry_is_jump), and goes on step by step. A run may have passed a step more than
 * once; the last time counts. What is meant by the state at a step is what that step left, before
 * anything was done after it.
 *
 * The steps are made by a trainer like any other, which does again what the journal says. On the
 * kernels that the run had the bits are the same for any number of threads. Main thread; it blocks
 * for as long as that takes. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trainer.h"

typedef struct
{
  gint64 id;
  gint64 step;
  gint64 place; /* of the last entry that it comes after */
} WeftKeyFrame;

/* What is kept of one run; borrowed. */
typedef struct
{
  GPtrArray *entries;   /* WeftJournalEntry, by place: the n-th has place n + 1 */
  GArray *frames;       /* WeftKeyFrame */
  gint64 last_step;     /* that the run came to, as far as its curves say */
  WeftCatalog *catalog; /* has the data of its graphs */
  guint threads;        /* 0: as many as there are */
  /* The state of a frame; transfer full. */
  WeftState *(*load) (gpointer user, gint64 id, GError **error);
  gpointer user;
  /* What another run left at a step, for a run that is a fork of it; transfer full. NULL: there are
   * no others. */
  WeftState *(*load_parent) (gpointer user, gint64 run, gint64 step, GError **error);
  gpointer parent_user;
} WeftRunRecord;

typedef struct
{
  WeftState *state;
  WeftModel *model; /* that was trained then */
  gint64 from;      /* step of the frame that it was computed from; −1: the first values */
  /* FALSE: the next key frame, or the kernels that there are here, say that this is not what the
   * run had then, but what it would have been here. */
  gboolean is_exact;
} WeftReplayed;

void weft_replayed_clear (WeftReplayed *replayed);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftReplayed, weft_replayed_clear)
/* WEFT_ERROR_NOT_FOUND when the run did not pass the step, or too little is kept of it. */
gboolean weft_replay (const WeftRunRecord *record, gint64 step, WeftReplayed *replayed,
                      GError **error);
