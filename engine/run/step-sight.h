/* step-sight: what one stop of a step was given and made, copied, so that another thread may read
 * it; immutable, counted
 *
 * Tensors are in logical order. Of a sum `in` are the shares and `out[0]` is what they come to; of
 * the update `in[0]` is the weight, `in[1]` its gradient and `in[2 …]` the slots, as they were
 * before it, and `out` the weight and the slots after it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/run/stepper.h"
#include "engine/state/state.h"

typedef struct
{
  gatomicrefcount ref_count;
  gint64 step;             /* steps done before the one that is gone through */
  guint position, n_stops; /* stops that have run; 0: none, and nothing is to be seen but that */
  WeftStepStop stop;       /* the one that ran last; its strings are the program's */
  gboolean is_training;    /* as an op may ask */
  WeftProgram *program;    /* held */
  guint n_in, n_out;
  WeftTensor *in[WEFT_OP_MAX_IN], *out[WEFT_OP_MAX_OUT];        /* nullable, as are the others */
  WeftTensor *d_in[WEFT_OP_MAX_IN], *d_out[WEFT_OP_MAX_OUT];    /* backward alone */
  WeftStepPlace at_in[WEFT_OP_MAX_IN], at_out[WEFT_OP_MAX_OUT]; /* where they can be typed over; */
  WeftStepPlace at_d_in[WEFT_OP_MAX_IN], at_d_out[WEFT_OP_MAX_OUT]; /* value −1: nowhere */
  GArray *typed; /* WeftStepEdit: what was typed over since the stop ran; nullable: nothing */
  const WeftOptimizer *optimizer; /* of the update; nullable */
  WeftUpdate update;              /* likewise: of the weight's own pace */
  float clip_scale;               /* by which the whole gradient was made smaller; 1: it was not */
} WeftStepSight;

/* What the stepper has done last; the numbers of an update are had by taking it back for a moment.
 * NULL when there is no memory. */
WeftStepSight *weft_step_sight_new (WeftStepper *stepper, gint64 step);
WeftStepSight *weft_step_sight_ref (WeftStepSight *sight);
void weft_step_sight_unref (WeftStepSight *sight);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStepSight, weft_step_sight_unref)
