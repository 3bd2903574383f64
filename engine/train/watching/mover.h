/* mover: measures how a lesson's step moves the weights; for engine/train alone
 *
 * Of each weight some thousands of numbers are remembered before the step and compared after it.
 * Owned by one thread; to zeros: nothing is measured. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/lesson.h"
#include "engine/train/watching/movement.h"

typedef struct
{
  float *before; /* what the weights were, one behind the other; NULL: no step is watched */
  WeftMovement *movement; /* the newest; nullable */
  gint64 next;            /* monotonic µs: sooner no other step is measured */
} WeftMover;

void weft_mover_clear (WeftMover *mover);
/* The next step of the lesson is to be measured; it is none that is within (inside.h). */
void weft_mover_begin (WeftMover *mover, const WeftLesson *lesson);
/* It was made. */
void weft_mover_end (WeftMover *mover, const WeftLesson *lesson);
/* It was not. */
void weft_mover_give_up (WeftMover *mover);
