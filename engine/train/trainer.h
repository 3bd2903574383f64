/* trainer: the thread that learns; commands in by mailbox, samples, status and snapshots out
 *
 * The engine knows no main loop: `wake` is called from the trainer's thread, only when its flag was
 * clear, and the reader clears it with weft_trainer_begin_read. All functions here are for the one
 * thread that made the trainer; none of them waits for it but weft_trainer_wait, _halt and _free.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"
#include "engine/run/step-sight.h"
#include "engine/train/judging/figures.h"
#include "engine/train/past/journal.h"
#include "engine/train/watching/snapshot.h"
#include "engine/train/watching/taps.h"

typedef enum
{
  WEFT_TRAINER_IDLE,
  WEFT_TRAINER_PREPARING,
  WEFT_TRAINER_RUNNING,
  WEFT_TRAINER_PAUSED,
  WEFT_TRAINER_STEPPING,
  WEFT_TRAINER_STOPPING,
  WEFT_TRAINER_FINISHED, /* a limit or the schedule's end was reached; resume goes on without it */
  WEFT_TRAINER_FAILED,   /* the state is the last sound one; resume goes on from it */
} WeftTrainerState;

/* How many key frames one run has at the most, and what they may take (the settings' frames_mb):
 * then every other one goes. */
#define WEFT_FRAMES_MOST 512
#define WEFT_FRAMES_BYTES ((gint64) 64 << 20) /* where no settings are known */

typedef enum
{
  WEFT_FRAME_LAST,  /* the newest, between two that stay: the next one takes its place */
  WEFT_FRAME_BEST,  /* the best so far; replaces the last BEST; must not be refused */
  WEFT_FRAME_CLOSE, /* written at pause, stop, end and failure: stays; must not be refused */
  WEFT_FRAME_KEY,   /* stays */
} WeftFrame;

typedef struct
{
  WeftFigure figures[WEFT_MAX_LOSSES];
  guint n;
} WeftLossFigures;

/* The end of one, or a point within it at which the validation part was judged. */
typedef struct
{
  gint64 epoch, step;                   /* done by then; counted from 1 */
  double seconds;                       /* as in WeftStatus */
  float loss;                           /* of its last step */
  WeftLossFigures losses;               /* likewise, those of other lanes and of each of several */
  WeftFigure figures[WEFT_MAX_FIGURES]; /* of validation */
  guint n_figures;                      /* 0: it was not measured at this one */
  gboolean is_end;
} WeftEpoch;

/* What the engine needs and does not have. Called on the trainer's thread; must not block long. */
typedef struct
{
  void (*samples) (gpointer user, const WeftSample *samples, guint n); /* never refused */
  /* FALSE: refused, try again later. place: of the last entry of the journal that the state comes
   * after, 0: none. bytes: weft_state_serialize. */
  gboolean (*frame) (gpointer user, WeftFrame kind, gint64 step, gint64 place, GBytes *bytes);
  /* Something that was done to the run; its `place` is not set. Takes nothing; returns the place
   * that it gets. */
  gint64 (*journal) (gpointer user, const WeftJournalEntry *entry);
  gpointer user;
  /* What the frames that come from here on may take, all together; nullable. */
  void (*budget) (gpointer user, gint64 bytes);
} WeftSink;

typedef struct
{
  WeftTrainerState state;
  gint64 step, epoch, cursor;
  gint64 steps_per_epoch, samples_seen; /* of this run since it was started here */
  double seconds;                       /* spent training since then, pauses left out */
  double earlier;                       /* likewise before it was loaded here */
  double samples_per_second;            /* over the last second or so */
  float loss;                           /* of the last step; NaN before the first */
  WeftLossFigures losses;    /* likewise, those of other lanes and of each of several losses */
  double rate;               /* in force */
  gboolean is_schedule_over; /* which has brought the rate to 0 */
  gboolean stopped_early;    /* the best validation figure is stop_patience epochs old */
  guint64 revision;          /* of the graph that is trained */
  gint64 best_step;          /* −1 */
  double best_value;         /* the validation loss, or of the metric that says what is best; NaN */
  gint64 failed_node;        /* 0 */
  WeftStop stop;             /* the breakpoint that paused it, until it goes on */
  gboolean is_inside;        /* a step: `at` says where, and `step` counts those before it */
  WeftStepCursor at;
  guint64 obeyed;  /* commands that were carried out */
  char error[256]; /* why it failed, translated */
} WeftStatus;

typedef enum
{
  WEFT_STEP_BATCH,
  WEFT_STEP_EPOCH,
  WEFT_STEP_OP,         /* of the next step; behind its last one the step is made */
  WEFT_STEP_BACK,       /* one op back */
  WEFT_STEP_LAYER,      /* all ops of a layer, forward, backward or of its update */
  WEFT_STEP_LAYER_BACK, /* likewise back */
} WeftStepUnit;

typedef struct
{
  guint threads;   /* 0: weft_pool_default_threads */
  int level;       /* kernel set; −1: the best */
  gboolean polite; /* nice 10 */
  void (*wake) (gpointer user);
  gpointer wake_user;
  /* On the trainer's thread, at the end of each epoch and where it is judged in its midst; must not
   * block. NULL: nobody asks, and short
   * epochs are not interrupted. */
  void (*epoch) (gpointer user, const WeftEpoch *epoch);
  gpointer epoch_user;
  /* On the trainer's thread, before steps are made after so many: how many may be, at least 1. It
   * may wait there, but not when the trainer is to end or to pause. NULL: any. */
  gint64 (*before_steps) (gpointer user, gint64 step);
  gpointer before_steps_user;
  gboolean only_steps; /* validates nothing: for replay */
  gsize way_room;      /* bytes of states that it keeps in memory for who looks back; 0: none */
} WeftTrainerOptions;

/* A run ends at the first limit reached, or when the schedule has brought the rate to 0; 0: none.
 */
typedef struct
{
  gint64 steps;  /* counted from where it starts */
  gint64 epochs; /* likewise, whole */
  double seconds;
  /* When a multiple of the settings' epochs is done, as the settings are at that time. */
  gboolean is_round;
  gboolean outlasts_schedule; /* the limits alone end it, although the rate is 0 */
} WeftLimits;

typedef struct _WeftTrainer WeftTrainer;
/* States along the way of a run, in memory. */
typedef struct _WeftWayStates WeftWayStates;
void weft_way_states_free (WeftWayStates *states);

WeftTrainer *weft_trainer_new (const WeftTrainerOptions *options);
/* Stops, sends a CLOSE frame when there is something new, joins. */
void weft_trainer_free (WeftTrainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTrainer, weft_trainer_free)

/* state: where to go on from (taken; NULL: first values from seed). It then waits paused; sink may
 * be NULL. Ends any run before it. */
void weft_trainer_load (WeftTrainer *trainer, WeftModel *model, WeftState *state, guint64 seed,
                        const WeftSink *sink);
/* Of a run that goes on: the best figure that it had before, by what the model calls best, and at
 * which step. After weft_trainer_load; without it the first validation counts as the best. */
void weft_trainer_set_best (WeftTrainer *trainer, gint64 step, double value);
/* Likewise: the seconds that it was trained for before. */
void weft_trainer_set_earlier (WeftTrainer *trainer, double seconds);
/* Of a run that begins at a step of another one: which, by what whoever keeps them calls it. After
 * weft_trainer_load; the run's journal says it. */
void weft_trainer_set_parent (WeftTrainer *trainer, gint64 run);
/* When the schedule has brought the rate to 0, it begins anew; so it does with a swap. */
void weft_trainer_renew_schedule (WeftTrainer *trainer);
void weft_trainer_run (WeftTrainer *trainer, const WeftLimits *limits); /* NULL: for ever */
void weft_trainer_pause (WeftTrainer *trainer);
void weft_trainer_step (WeftTrainer *trainer, WeftStepUnit unit);
/* One batch, of which that lane of the recipe alone learns: a generator, say, while the
 * discriminator stands still. */
void weft_trainer_step_alone (WeftTrainer *trainer, guint lane);
/* Within a step, which is entered at its beginning unless it was: writes a number
 * (weft_stepper_write) and gives what stands there (nullable, transfer full). Block for at most a
 * step. Going on in any way makes the step with what was written, which is then in the journal; a
 * change of anything else takes it back first. */
gboolean weft_trainer_write (WeftTrainer *trainer, WeftStepPlace place, gsize offset, float number,
                             GError **error);
WeftTensor *weft_trainer_dup_tensor (WeftTrainer *trainer, WeftStepPlace place);
/* Steps a second at most; 0: as fast as it goes. Changes nothing that is computed. */
void weft_trainer_set_speed (WeftTrainer *trainer, double steps_per_second);
void weft_trainer_set_rate (WeftTrainer *trainer, double rate);
/* A number of a weight or buffer, the offset-th, typed over at the next step boundary; learning
 * goes on with it. What is not there, or no number, is left. */
void weft_trainer_set_number (WeftTrainer *trainer, gint64 node, const char *name, gsize offset,
                              float number);
/* At the next step boundary goes on with another model: what fits keeps weights and moments. */
void weft_trainer_swap (WeftTrainer *trainer, WeftModel *model);
/* Does again what an entry of a journal says, at the next boundary; model: of its graph, where it
 * has one. It fails where it cannot: the state that an undo brought back is not there. */
void weft_trainer_do_again (WeftTrainer *trainer, const WeftJournalEntry *entry, WeftModel *model);
/* For who makes steps again: a state (taken; NULL: first values from seed) that another trainer had
 * of that model takes the place of all there is. Where the model is the one at hand and the state
 * laid out as before, what is prepared stays, which makes it quick. Has no sink. It then waits
 * paused. */
void weft_trainer_restore (WeftTrainer *trainer, WeftModel *model, WeftState *state, guint64 seed);
void weft_trainer_watch (WeftTrainer *trainer, const WeftWatch *watch);
/* Answered in the snapshots from here on; NULL: none any more. */
void weft_trainer_ask (WeftTrainer *trainer, WeftQuestion *question);
/* Who listens on the wires from the next step on; WeftTap, copied. Nothing of what is learnt hangs
 * on them. While there is one every value of a step is kept, which takes more memory. */
void weft_trainer_set_taps (WeftTrainer *trainer, const GArray *taps);
void weft_trainer_write_frame (WeftTrainer *trainer); /* a CLOSE frame at the next boundary */
/* What it kept along the way of the run that it was loaded with last, for a walk (walk.h), and that
 * again with what the walk put to it; dropped when it was loaded anew since. Transfer full. */
WeftWayStates *weft_trainer_take_way (WeftTrainer *trainer);
void weft_trainer_give_way (WeftTrainer *trainer, WeftWayStates *way);

void
weft_trainer_begin_read (WeftTrainer *trainer); /* clears the wake flag: call first in the reader */
guint weft_trainer_read_samples (WeftTrainer *trainer, WeftSample *samples, guint max);
WeftSnapshot *weft_trainer_take_snapshot (WeftTrainer *trainer); /* nullable; newest only */
/* Of a step that is gone through, what its last stop was given and made, where that is new; of no
 * account when the status is not inside a step. Nullable, transfer full. */
WeftStepSight *weft_trainer_take_sight (WeftTrainer *trainer);
void weft_trainer_get_status (WeftTrainer *trainer, WeftStatus *status);
/* Blocks until the commands sent so far are carried out and it is in none of PREPARING, RUNNING,
 * STEPPING, STOPPING; FALSE on a time-out (seconds; < 0: for ever). */
gboolean weft_trainer_wait (WeftTrainer *trainer, double seconds);
/* Whether, as far as is known, all commands sent so far are carried out and it waits for more. Does
 * not block; what changes it wakes the reader. */
gboolean weft_trainer_is_at_rest (WeftTrainer *trainer, WeftStatus *status);
/* Pauses it, and blocks until what it learnt is with the sink, but for nothing that is only looked
 * at, such as results; meanwhile it is as impatient as whoever waits. */
void weft_trainer_halt (WeftTrainer *trainer);
/* A copy of the state at a step boundary; nullable. Blocks for at most a step. */
WeftState *weft_trainer_dup_state (WeftTrainer *trainer);
