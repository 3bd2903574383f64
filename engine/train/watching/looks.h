/* looks: what is looked at while it learns: validation, results, pictures; for engine/train alone
 *
 * validate.c says when a part is judged, looks.c when a picture is made. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/judging/figures.h"
#include "engine/train/two-sides.h"
#include "engine/train/watching/mover.h"
#include "engine/train/watching/timing.h"
#include "engine/train/watching/viewer.h"

typedef struct
{
  WeftRunner *evaluators[WEFT_N_PARTS];      /* nullable */
  WeftEvaluation *evaluations[WEFT_N_PARTS]; /* the newest; nullable */
  gint64 next_validation;                    /* step; G_MAXINT64: never */
  gint64 stride; /* steps between two of the first validations, by what one costs; 0: not known */
  gint64 first_stride;                     /* likewise, of the very first */
  gint64 validated;                        /* step of the last one, −1 */
  gint64 began;                            /* step at which training was last asked for */
  gint64 next_evaluation, last_validation; /* monotonic µs */
  WeftEpisode *episode;                    /* the newest; nullable */
  WeftGame played;                         /* which was asked for last */
  WeftExplanation *explanation;            /* the newest; nullable */
  gint64 next_explanation;                 /* monotonic µs */
  WeftQuestion *question;                  /* nullable */
  WeftResponse *response;                  /* the newest to it; nullable */
  gint64 next_response;                    /* monotonic µs */
  WeftMover mover;
  WeftTiming timing;
  WeftViewer *viewer;
  WeftWatch watch;
  gboolean watch_changed;
  gint64 seen_step; /* of the last snapshot */
  gint64 next_look; /* monotonic µs */
} WeftLooks;

/* What was measured belongs to no state that there is. */
void weft_looks_forget (WeftLooks *looks);
/* Likewise, and what it was measured with belongs to no model that there is. */
void weft_looks_clear (WeftLooks *looks);
/* Takes it; nullable: nothing is asked any more. */
void weft_looks_ask (WeftLooks *looks, WeftQuestion *question);
/* looks.c: a snapshot, when one is wanted. */
void weft_learner_look (WeftLearner *learner);
/* looks.c: the next step is measured where it is due, so it has to be made alone: TRUE. */
gboolean weft_learner_begin_movement (WeftLearner *learner);
void weft_learner_end_movement (WeftLearner *learner, gboolean is_made);
/* Unless that was done at this step. FALSE: it cannot be, or mail came first, of which who
 * is patient heeds only what stops the run. */
gboolean weft_learner_evaluate (WeftLearner *learner, WeftPart part, gboolean patient);
/* What it gave goes into its series; how many figures there were. */
guint weft_learner_emit_figures (WeftLearner *learner, WeftPart part,
                                 WeftFigure figures[WEFT_MAX_FIGURES]);
/* validate.c: when it is due, or the run is at its end; and its samples, and the best. */
void weft_learner_validate_if_due (WeftLearner *learner, gboolean at_end);
/* What is trained, or how far it is, is another: from here on, when is validation due? */
void weft_learner_plan_validation (WeftLearner *learner);
