/* run-notes: what the learner writes into its run's journal, and does again from one; for
 * engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/two-sides.h"

typedef struct
{
  gboolean
      begins;    /* that it was loaded is not told yet: it is, with the first thing that follows */
  char *origin;  /* SHA-256 of the state that was loaded; "": first values */
  guint64 seed;  /* of those */
  gint64 from;   /* what the same run had come to before; −1: it was not here */
  gint64 parent; /* the run whose state it is; 0: this one's, or nobody's */
  gint64 place;  /* of the last entry */
} WeftNotes;

/* Before the state is adapted to the model; NULL: first values. */
void weft_notes_load (WeftNotes *notes, const WeftState *state, guint64 seed, gint64 from);
void weft_notes_clear (WeftNotes *notes);
/* The run goes on: what was loaded is now part of its journal. */
void weft_learner_note_beginning (WeftLearner *learner);
/* more: what the kind says besides the rate; nullable. */
void weft_learner_note (WeftLearner *learner, const char *kind, GVariantDict *more);
/* Within the step that began after so many; op: where. */
void weft_learner_note_within (WeftLearner *learner, gint64 step, const char *op, const char *kind,
                               GVariantDict *more);
/* The last sound state is in force again, after so many steps. */
void weft_learner_note_back (WeftLearner *learner, gint64 from);
