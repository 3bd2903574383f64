/* timing: what the steps of a lesson take by the clock; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/lesson.h"
#include "engine/train/trials/step-costs.h"

/* Of all plans, also those that are bound later; begins at nothing. */
void weft_lesson_set_timed (WeftLesson *lesson, WeftTimed timed);
/* Appends WeftOpCost of a step, after so many. */
void weft_lesson_list_costs (const WeftLesson *lesson, gint64 steps, GArray *ops);

/* While somebody looks: what the steps took since the look before. To zeros: nothing is timed. */
typedef struct
{
  gboolean is_on;
  gint64 since;         /* steps that the state had */
  WeftStepCosts *costs; /* the newest; nullable */
  double peak_flops, peak_bytes;
} WeftTiming;

/* The lesson's plans are gone. */
void weft_timing_clear (WeftTiming *timing);
void weft_timing_stop (WeftTiming *timing, WeftLesson *lesson);
/* Between two steps: begins, or goes on with another stretch; step_seconds: what one takes. The
 * machine is measured at the first time. The newest costs; nullable, transfer none. */
WeftStepCosts *weft_timing_look (WeftTiming *timing, WeftLesson *lesson, WeftPool *pool,
                                 double step_seconds);
