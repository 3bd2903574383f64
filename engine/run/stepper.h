/* stepper: one step of training taken op by op, with a cursor inside the step
 *
 * A step is a row of stops: every op that computes, forward; then backward, sums of gradients
 * among them; then the update, weight by weight. The cursor stands before the stop that runs next.
 * Forwards it runs stops; backwards it brings back what was there when the step began and runs
 * again to the cursor: nothing is ever computed in reverse. Gone through without edits it leaves
 * the state and every value as weft_exec_step does with the same plan, bit for bit.
 *
 * Everything is seen in logical order: values (weights, running statistics and the batch among
 * them), gradients, and the optimiser's slots. A number that is written is an edit: remembered with
 * its cursor, and made again whenever the cursor comes there, so that a list of edits and the state
 * at the step's beginning give the step exactly.
 *
 * Views (reshape, flatten) compute nothing: they have no stop, and are the same numbers as what
 * they look at; written in one, changed in both.
 *
 * Owned by one thread, like the executor in it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/exec.h"

typedef enum
{
  WEFT_STEP_FORWARD,
  WEFT_STEP_BACKWARD,
  WEFT_STEP_UPDATE,
} WeftStepPart;

/* Before stop `index` of a part. The place behind a part's last stop is the next part's stop 0, and
 * the step's end is {WEFT_STEP_UPDATE, as many stops as it has}. */
typedef struct
{
  WeftStepPart part;
  guint index;
} WeftStepCursor;

/* What a stop computes. Strings and application belong to the program. */
typedef struct
{
  WeftStepPart part;
  gint64 node;
  const char *node_name; /* nullable */
  const char *op;        /* "conv2d", "sum" of gradients, the optimiser's id */
  const WeftProgramOp
      *application; /* of a sum the op whose share comes in; NULL in the update. Its `out`, or the
                       gradients of its `in`, are what the stop makes */
  int value;        /* of the update the weight, of a sum whose gradient; else −1 */
} WeftStepStop;

typedef enum
{
  WEFT_STEP_VALUE,    /* of any value of the program: batch, weight, buffer, result */
  WEFT_STEP_GRADIENT, /* of the loss by that value */
  WEFT_STEP_SLOT,     /* of a weight, what the optimiser keeps */
} WeftStepKind;

/* A tensor of the step. */
typedef struct
{
  WeftStepKind kind;
  int value; /* of the program */
  int slot;  /* 0 … n_slots − 1; else 0 */
} WeftStepPlace;

/* The number at `offset`, counted in logical order, is `number` from that cursor on, until
 * something else writes there. */
typedef struct
{
  WeftStepCursor cursor;
  WeftStepPlace place;
  gsize offset;
  float number;
} WeftStepEdit;

/* Everything that decides the step. */
typedef struct
{
  WeftPlan *plan;   /* to train, with keep_all */
  WeftState *state; /* borrowed: must stay as long as the stepper, and nobody else may change it */
  WeftPool *pool;   /* nullable; borrowed */
  const void *const *inputs;      /* by the program's input; copied */
  const WeftOptimizer *optimizer; /* of the plan's kernel set; NULL: there is no update */
  const WeftUpdate *update;       /* prepared; copied */
  guint64 seed;
  gint64 step;
} WeftStepSetup;

typedef struct _WeftStepper WeftStepper;

/* At the step's beginning. WEFT_ERROR_INVALID when the state does not fit the plan,
 * WEFT_ERROR_MEMORY. */
WeftStepper *weft_stepper_new (const WeftStepSetup *setup, GError **error);
/* The state stays as it is at the cursor; to take the step back, go to its beginning first. Its
 * counters (step, cursor, epoch) are never touched. */
void weft_stepper_free (WeftStepper *stepper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStepper, weft_stepper_free)

guint weft_stepper_get_n_stops (const WeftStepper *stepper, WeftStepPart part);
WeftStepCursor weft_stepper_get_cursor (const WeftStepper *stepper);
/* What runs next from that cursor; FALSE at the step's end. */
gboolean weft_stepper_get_stop (const WeftStepper *stepper, WeftStepCursor cursor,
                                WeftStepStop *stop);
/* One stop on; FALSE at the end. */
gboolean weft_stepper_forward (WeftStepper *stepper);
/* One stop back; FALSE at the beginning. */
gboolean weft_stepper_back (WeftStepper *stepper);
/* Anywhere; a cursor beyond the end is the end. */
void weft_stepper_seek (WeftStepper *stepper, WeftStepCursor cursor);
/* What the step runs on: its loss is there when forward is done, its gradient's norm when backward
 * is; transfer none. */
const WeftExec *weft_stepper_get_exec (const WeftStepper *stepper);

/* The numbers at the cursor, in logical order, of the shape (nullable out); valid until the stepper
 * moves. NULL when there is no such tensor, or when it is not computed yet: a gradient to which
 * several ops contribute is there from the last share on. */
const void *weft_stepper_get (const WeftStepper *stepper, WeftStepPlace place, WeftShape *shape);
/* Writes one number at the cursor and remembers it, in place of what was written there at the same
 * cursor before. Edits at later cursors stay, and are made again when they are come to.
 * WEFT_ERROR_INVALID when weft_stepper_get gives NULL there, when the numbers are not float32, and
 * beyond their end. */
gboolean weft_stepper_write (WeftStepper *stepper, WeftStepPlace place, gsize offset, float number,
                             GError **error);
/* All edits of the step in the order in which they are made; valid until the next write or set. */
const WeftStepEdit *weft_stepper_get_edits (const WeftStepper *stepper, guint *n);
/* Takes these edits in place of those that there are, and runs again to the cursor. On an error
 * (see weft_stepper_write; each edit is judged at its own cursor) nothing has changed. */
gboolean weft_stepper_set_edits (WeftStepper *stepper, const WeftStepEdit *edits, guint n,
                                 GError **error);
