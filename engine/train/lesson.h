/* lesson: everything that a step of training needs, and the step; for engine/train alone
 *
 * The same for whoever learns and whoever makes steps again: model, state, batches and settings
 * alone decide what comes out. Owned by one thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/recipes/recipe-run.h"
#include "engine/run/stepper.h"
#include "engine/train/judging/figures.h"
#include "engine/train/model/batches.h"
#include "engine/train/model/execs.h"

typedef struct
{
  WeftModel *model; /* these three are others' and outlive it; NULL: nothing is prepared */
  WeftState *state;
  WeftBatches *batches;
  WeftRecipeRun run;
  WeftLane lanes[WEFT_MAX_LANES + 1]; /* ends with one without an optimiser */
  WeftExecs execs[WEFT_MAX_PLANS];    /* by the recipe's plan */
  float
      judged[WEFT_MAX_CRITERIA]; /* by the last step, before weights: those that are a loss's own */
  gint64 accumulate;             /* batches a step */
  gboolean rate_moves;
  double hand_rate;     /* of the first lane; NaN: the settings'. It outlasts what is prepared. */
  gboolean epoch_ended; /* by the last step */
  WeftInterrupt interrupt; /* of a step that is long; it outlasts what is prepared */
  gboolean
      keeps_all; /* values and gradients of a step can be read after it; it outlasts likewise */
  WeftStepper *stepper; /* inside the next one (inside.h); nullable */
} WeftLesson;

/* The plans of whole batches at once, so that an error comes before the first step. */
gboolean weft_lesson_prepare (WeftLesson *lesson, WeftModel *model, WeftState *state,
                              WeftBatches *batches, WeftPool *pool, int level, GError **error);
/* Where keeps_all has become another. */
void weft_lesson_choose_plans (WeftLesson *lesson);
void weft_lesson_clear (WeftLesson *lesson);
/* What is in force at the state's next step. */
void weft_lesson_choose_rates (WeftLesson *lesson);
void weft_lesson_forget_losses (WeftLesson *lesson); /* no step was made */
/* Where there are several losses: what each gave in the step that the exec has made. */
void weft_lesson_note_losses (WeftLesson *lesson, const WeftExec *exec);
/* Of the last step, in the order of weft_model_list_losses; NaN: it gave none. */
void weft_lesson_list_losses (const WeftLesson *lesson, float losses[WEFT_MAX_LOSSES]);
double weft_lesson_get_rate (const WeftLesson *lesson); /* of the first lane */
/* Whether the schedule, not the user, has brought the rate to 0, or will in so many steps. */
gboolean weft_lesson_is_schedule_over (const WeftLesson *lesson, gint64 steps);
/* The batch and the rates of the next step. */
void weft_lesson_prepare_step (WeftLesson *lesson);
/* One step: the state is one further. FALSE: numbers went wrong in run.exec, or run.error, or it
 * was interrupted; the state's counters are as they were. */
gboolean weft_lesson_step (WeftLesson *lesson);
/* Whether the step that was not made was interrupted: the state is to be put back. */
gboolean weft_lesson_is_given_up (const WeftLesson *lesson);
