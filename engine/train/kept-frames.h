/* kept-frames: the states that outlive the program: the last, the best, the one at the close; for
 * engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/two-sides.h"

typedef struct
{
  gint64 next_frame, next_key, next_best; /* monotonic µs */
  gint64 sent_step;                       /* of the newest that the sink took */
  gint64 closed_step;                     /* of the last CLOSE */
  WeftState *best;                        /* nullable */
  gint64 best_place;                      /* of the journal's last entry by then */
  gint64 best_step;                       /* −1: none */
  double best_value;                      /* by the model's best metric; NaN: there is none */
  gboolean best_waits;                    /* for the sink */
  WeftWayStates *way;                     /* in memory; nullable */
  gint64 next_way, way_step;              /* monotonic µs; of the newest of them */
  GArray *stays;                          /* gint64: steps of those that stay with the sink */
  guint loads;                            /* how often a run was begun or gone on with */
} WeftFrames;

/* While steps are made again, from now on. */
void weft_frames_start (WeftFrames *frames, gint64 now);
void weft_frames_forget_best (WeftFrames *frames);
void weft_frames_drop_best (WeftFrames *frames); /* the state; what it reached stays known */
void weft_learner_write_frames (WeftLearner *learner, gint64 now); /* those that are due */
/* While nothing is learnt: one of those in memory, where those that the sink has are far apart, so
 * that the way to a step is as short when the run is opened again. Monotonic µs when the next is
 * due; −1: none is. */
gint64 weft_learner_write_way (WeftLearner *learner, gint64 now);
void weft_learner_write_close (WeftLearner *learner, gboolean always);
void weft_learner_tell_budget (WeftLearner *learner); /* to the sink, as the model has it */
/* "seconds" and "epoch" so far. */
void weft_learner_emit_pace (WeftLearner *learner);
/* What was kept of another run is dropped. */
void weft_learner_begin_way (WeftLearner *learner);
void weft_learner_keep_best (WeftLearner *learner, double value);
