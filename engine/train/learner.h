/* learner: the trainer's side that its thread alone touches; for engine/train alone
 *
 * trainer.c says what holds and how it changes; commands.c what it is told, prepare.c what it needs
 * before the first step, learn.c makes steps, beat.c does what is due between them, publish.c says
 * how it is. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/platform.h"
#include "engine/state/surgery.h"
#include "engine/train/clock.h"
#include "engine/train/kept-frames.h"
#include "engine/train/lesson.h"
#include "engine/train/outlets.h"
#include "engine/train/run-notes.h"
#include "engine/train/sound-copies.h"
#include "engine/train/watching/looks.h"

/* Who listens on a wire, and what it has heard. */
typedef struct
{
  WeftTap tap;
  gboolean held;      /* its condition, at the step before */
  WeftSample open[2]; /* of a probe, not yet sent: norm of the value, and of the gradient */
} WeftListening;

typedef struct
{
  WeftListening *list; /* (n); they outlast what is trained */
  guint n;
  WeftStop stop;
} WeftTaps;

/* What a curve has a mark for where it becomes another. */
enum
{
  WEFT_MARK_DATA,
  WEFT_MARK_LOSS,
  WEFT_N_MARKS,
};

struct _WeftLearner
{
  WeftChannels *channels;
  WeftPool *pool;
  int level;

  WeftTrainerState phase;
  gboolean quits;
  guint64 obeyed; /* commands */
  char error[256];
  gint64 failed_node;
  GArray *waiting;    /* guint tickets of who waits for rest */
  gboolean is_urgent; /* and not for what is only looked at */

  /* What is trained, all or nothing of it. */
  WeftModel *model;
  WeftState *state;
  WeftBatches *batches;
  WeftLesson lesson;
  gboolean stopped_early; /* the best figure is too old */
  gboolean sight_is_old;  /* what the reader has of the step that is gone through */
  gint64 stop_epoch;      /* whose end is looked at at once: the run's last, 0 where each is told */

  WeftCopies copies;
  GPtrArray *stash;             /* WeftStashed, of nets before edits; NULL: none */
  gboolean marks[WEFT_N_MARKS]; /* that these are others is not on the curve yet */

  WeftClock clock;
  WeftOutlets out;
  WeftNotes notes;
  WeftFrames frames;
  WeftLooks looks;
  WeftTaps taps;
};

/* What becomes of what was learnt when the model becomes another one. */
typedef struct
{
  guint rule;                         /* WeftSurgery's */
  gboolean wants_back;                /* the state that was kept for this graph, if there is one */
  gboolean is_back, has_same_batches; /* found; the batches: of the same samples */
  GArray *anew;                       /* gint64: nodes that begin anew; nullable: nobody asks */
} WeftExchange;

/* trainer.c */
void weft_learner_set_phase (WeftLearner *learner, WeftTrainerState phase);
void weft_learner_fail (WeftLearner *learner, gint64 node, const char *message);
gboolean weft_learner_is_busy (const WeftLearner *learner);
void weft_learner_answer (WeftLearner *learner); /* those who wait */
/* prepare.c */
/* From model and state (NULL: first values from the seed) to everything else. FALSE: unload it. */
gboolean weft_learner_prepare (WeftLearner *learner, guint64 seed, GError **error);
/* The same of a state that is another network's: how what that has learnt is kept. */
gboolean weft_learner_prepare_by (WeftLearner *learner, guint64 seed, const WeftSurgery *surgery,
                                  GError **error);
void weft_learner_unload (WeftLearner *learner);
void weft_learner_take_model (WeftLearner *learner, WeftModel *model); /* takes it */
/* stash.c */
/* Remembers model, state and best as they are, for when an edit is undone; not while it learns. */
gboolean weft_learner_stash (WeftLearner *learner); /* FALSE: it is not remembered */
/* The state and best of the same graph, if they are remembered, in place of the learner's. */
gboolean weft_learner_unstash (WeftLearner *learner);
void weft_learner_clear_stash (WeftLearner *learner);
/* learn.c: whoever stops it need not wait for the end of a step that is long. */
void weft_learner_listen (WeftLearner *learner);
/* Makes steps until it is time to look up. */
void weft_learner_run_chunk (WeftLearner *learner);
/* beat.c */
/* The schedule is over, and that is where this run ends. */
gboolean weft_learner_ends_with_schedule (const WeftLearner *learner);
void weft_learner_beat (WeftLearner *learner);
void
weft_learner_settle (WeftLearner *learner); /* when no steps are made: all that is due goes out */
/* stepping.c */
void weft_learner_leave_step (WeftLearner *learner); /* if it is in one: it is taken back */
/* An op or a layer on or back. FALSE: all ops have run; the step can be made. */
gboolean weft_learner_step_op (WeftLearner *learner, WeftStepUnit unit);
/* Of the step that began after so many. */
void weft_learner_note_edits (WeftLearner *learner, gint64 step, const WeftStepEdit *edits,
                              guint n);
gboolean weft_learner_edit_again (WeftLearner *learner, GVariant *payload, GError **error);
/* jump.c: the loss of the next batch by the state as it is, outside training, for curves of a
 * supervised network; NaN: it has none that can be compared. Changes nothing. */
double weft_learner_find_loss (WeftLearner *learner);
/* fit-norms.c: before: the graph that the learner's took the place of. */
void weft_learner_fit_norms (WeftLearner *learner, WeftGraph *before);
/* taps.c */
void weft_taps_clear (WeftTaps *taps);
void weft_taps_forget (WeftTaps *taps); /* another run: nothing was heard */
/* After a step; TRUE: a breakpoint's condition has come to hold. */
gboolean weft_learner_read_taps (WeftLearner *learner);
/* After one that gave no numbers, before it is taken back. */
void weft_learner_read_failed (WeftLearner *learner);
void weft_learner_judge_taps (WeftLearner *learner); /* after the validation part was judged */
void weft_learner_emit_taps (WeftLearner *learner);  /* what is not yet sent */
/* publish.c */
/* What the last step gave besides the first lane's loss. */
void weft_learner_list_losses (const WeftLearner *learner, WeftLossFigures *losses);
void weft_learner_publish (WeftLearner *learner); /* status, ring, wake */
/* commands.c */
/* In the next step that lane of the recipe alone learns; one that it has not: all do. */
void weft_learner_step_alone (WeftLearner *learner, guint lane);
/* Another model in place of the one that there is; see "swap" in journal.h. FALSE: there is none.
 */
gboolean weft_learner_exchange (WeftLearner *learner, WeftModel *model, WeftExchange *exchange,
                                GError **error);
void weft_learner_obey (WeftLearner *learner, WeftCommand *command); /* takes it */
