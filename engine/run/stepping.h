/* stepping: what a stepper holds; for engine/run alone
 *
 * A position is a cursor as one number: stops that have run. The plan's steps are the first stops,
 * forward before backward, the weights with a gradient the last.
 *
 * 1. 0 ≤ position ≤ n_stops, and the state and the arena are what a run from the step's beginning
 *    to there gives, with every edit at a position up to it made, that one included.
 * 2. Edits are sorted by position; at one position no number is written twice. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/running.h"
#include "engine/run/stepper.h"

/* What the step changes, and a copy of how it was when the step began; NULL: there is none. */
typedef struct
{
  gpointer now, first;
  gsize bytes;
} WeftStepMemory;

struct _WeftStepper
{
  WeftExec *exec;
  const WeftOptimizer *optimizer; /* nullable */
  WeftUpdate update;
  WeftStepMemory block;   /* the state's */
  WeftStepMemory *inputs; /* by the program's input: the own batch, which edits may change */
  guint n_inputs;
  guint n_forward, n_backward;
  guint *first_phase; /* by plan step, and one behind the last */
  int *made;          /* by storage: the position from which it is there, −1: never */
  GArray *weights;    /* int: values that are updated */
  GArray *edits;      /* WeftStepEdit */
  guint position;
};

guint weft_stepper_to_position (const WeftStepper *stepper, WeftStepCursor cursor);
WeftStepCursor weft_stepper_to_cursor (const WeftStepper *stepper, guint position);
const char *weft_stepper_find_node_name (const WeftStepper *stepper, gint64 node); /* nullable */
/* Brings back the beginning and runs to the position. */
void weft_stepper_run_again (WeftStepper *stepper, guint position);
/* The tensor at a position, or NULL; see weft_stepper_get. */
void *weft_stepper_find (const WeftStepper *stepper, const WeftStepPlace *place, guint position);
/* Makes the edits of the position at which the stepper is. */
void weft_stepper_make_edits (WeftStepper *stepper);
