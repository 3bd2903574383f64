/* inside: a step of a lesson taken op by op, and what is written in it; for engine/train alone
 *
 * The step is the lesson's next one: weft_lesson_step finishes it. Until then the state is as it is
 * at the stepper's cursor, and its counters are as before the step. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/lesson.h"

/* At the step's beginning, unless it is inside already. WEFT_ERROR_UNSUPPORTED where a step is more
 * than one pass over one batch. */
gboolean weft_lesson_enter (WeftLesson *lesson, GError **error);
/* The state is as before the step, and what was written is forgotten. */
void weft_lesson_leave (WeftLesson *lesson);
/* A copy of the state as before the step; nullable. */
WeftState *weft_lesson_dup_state (const WeftLesson *lesson);
/* FALSE: numbers went wrong, and the step is left; run.error says so. */
gboolean weft_lesson_finish_inside (WeftLesson *lesson);
