/* learner: the trainer's side that its thread alone touches; for engine/train alone
 *
 * trainer.c says what holds and how it changes; learn.c makes steps, copies.c remembers sound
 * states, stash.c those before edits, beat.c does what is due between steps, commands.c what it is
 * told, frames.c, validate.c, publish.c what goes out. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/platform.h"
#include "engine/train/batches.h"
#include "engine/train/channels.h"
#include "engine/train/clock.h"
#include "engine/train/viewer.h"

#define WEFT_OUTBOX 1024 /* samples kept for the sink */

typedef struct _WeftStashed WeftStashed;

struct _WeftLearner
{
  WeftChannels *channels;
  WeftPool *pool;
  int level;

  WeftTrainerState phase;
  gboolean quits;
  char error[256];
  gint64 failed_node;

  /* What is trained, all or nothing of it. */
  WeftModel *model;
  WeftState *state;
  WeftBatches *batches;
  WeftExec *exec[2]; /* of the whole batch, of an epoch's last */
  gint64 exec_size[2];
  const WeftOptimizer *optimizer;
  WeftUpdate update;
  gboolean rate_moves;
  double hand_rate;          /* NaN: the settings' */
  WeftState *proven, *newer; /* sound copies of earlier states; nullable */
  gint64 next_copy;
  GPtrArray *stash;    /* WeftStashed, of nets before edits; NULL: none */
  gboolean marks_data; /* that they are others is not on the curve yet */

  gboolean epoch_ended; /* by the last step */
  gint64 stop_epoch;    /* whose end is looked at at once: the run's last, 0 where each is told */

  WeftClock clock;
  float loss; /* of the last step */

  /* What goes out. */
  WeftSample open; /* training loss, not yet pushed */
  double pushed_rate;
  gboolean has_sink;
  WeftSink sink;
  WeftSample outbox[WEFT_OUTBOX];
  guint n_outbox;
  gint64 next_emit, next_publish, next_sink;
  gint64 next_frame, closed_step; /* step of the last CLOSE */
  WeftState *best;                /* nullable */
  gint64 best_step;
  double best_value;   /* by the model's best metric; NaN: there is none */
  gboolean best_waits; /* for the sink */
  gint64 next_best;

  /* What is looked at. */
  WeftRunner *evaluators[WEFT_N_PARTS];      /* nullable */
  WeftEvaluation *evaluations[WEFT_N_PARTS]; /* the newest; nullable */
  gint64 next_validation;                    /* step; G_MAXINT64: never */
  gint64 validation_stride; /* steps between two in the first ones, by what one costs */
  gint64 validated;         /* step of the last one, -1 */
  gint64 next_evaluation, last_validation; /* monotonic µs */
  WeftViewer *viewer;
  WeftWatch watch;
  gboolean watch_changed;
  gint64 seen_step; /* of the last snapshot */
  gint64 next_look;

  GArray *waiting; /* guint tickets of who waits for rest */
};

/* trainer.c */
void weft_learner_set_phase (WeftLearner *learner, WeftTrainerState phase);
void weft_learner_fail (WeftLearner *learner, gint64 node, const char *message);
gboolean weft_learner_is_busy (const WeftLearner *learner);
/* prepare.c */
/* From model and state (NULL: first values from the seed) to everything else. FALSE: unload it. */
gboolean weft_learner_prepare (WeftLearner *learner, guint64 seed, GError **error);
void weft_learner_unload (WeftLearner *learner);
void weft_learner_forget_evaluations (WeftLearner *learner);
WeftExec *weft_learner_get_exec (WeftLearner *learner, gint64 n, GError **error);
void weft_learner_choose_rate (WeftLearner *learner);
void weft_learner_take_model (WeftLearner *learner, WeftModel *model); /* takes it */
/* copies.c */
void weft_learner_copy_if_due (WeftLearner *learner, gint64 now);
void weft_learner_drop_copies (WeftLearner *learner); /* they fit the network no more */
/* Into *copy, made when it is NULL; FALSE: no memory. */
gboolean weft_learner_copy_state (const WeftLearner *learner, WeftState **copy);
/* The state, or the last sound copy when some weight is not a finite number. */
const WeftState *weft_learner_choose_sound (const WeftLearner *learner);
/* After numbers that went wrong: the state is the last sound one again. FALSE: there is none. */
gboolean weft_learner_go_back (WeftLearner *learner);
/* stash.c */
/* Remembers model, state and best as they are, for when an edit is undone; not while it learns. */
void weft_learner_stash (WeftLearner *learner);
/* The state and best of the same graph, if they are remembered, in place of the learner's. */
gboolean weft_learner_unstash (WeftLearner *learner);
void weft_learner_clear_stash (WeftLearner *learner);
/* learn.c: makes steps until it is time to look up. */
void weft_learner_run_chunk (WeftLearner *learner);
/* beat.c */
/* Whether the schedule, not the user, has brought the rate to 0. */
gboolean weft_learner_is_schedule_over (const WeftLearner *learner);
/* It is over, and that is where this run ends. */
gboolean weft_learner_ends_with_schedule (const WeftLearner *learner);
void weft_learner_beat (WeftLearner *learner);
void
weft_learner_settle (WeftLearner *learner); /* when no steps are made: all that is due goes out */
/* publish.c */
void weft_learner_emit (WeftLearner *learner, guint32 series, double value);
void weft_learner_emit_open (WeftLearner *learner);
void weft_learner_publish (WeftLearner *learner); /* status, ring, wake */
void weft_learner_wake (WeftLearner *learner);
void weft_learner_flush_sink (WeftLearner *learner);
void weft_learner_look (WeftLearner *learner); /* a snapshot, when one is wanted */
/* validate.c */
/* When it is due, or the run is at its end; and its samples, and the best. */
void weft_learner_validate_if_due (WeftLearner *learner, gboolean at_end);
/* What is trained, or how far it is, is another: from here on, when is validation due? */
void weft_learner_plan_validation (WeftLearner *learner);
/* Unless that was done at this step. FALSE: it cannot be, or mail came first and it is not patient.
 */
gboolean weft_learner_evaluate (WeftLearner *learner, WeftPart part, gboolean patient);
/* The part whose results are looked at; the other one where that is empty. */
WeftPart weft_learner_get_watched_part (const WeftLearner *learner);
/* frames.c */
void weft_learner_write_frames (WeftLearner *learner, gint64 now); /* those that are due */
void weft_learner_write_close (WeftLearner *learner, gboolean always);
void weft_learner_keep_best (WeftLearner *learner, double value);
/* commands.c */
void weft_learner_obey (WeftLearner *learner, WeftCommand *command); /* takes it */
