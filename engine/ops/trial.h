/* trial: one op on memory of its own, outside any plan: what gradient checks and law tests run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/cases.h"

typedef struct
{
  const WeftOp *op;
  const WeftOpCase *op_case;
  gpointer attrs; /* the op's defaults, where the case gives none; owned */
  WeftOpRun run;  /* its pointers are the trial's; d_in of what takes no gradient is NULL */
  WeftShape in_shape[WEFT_CASE_MAX_IN], out_shape[WEFT_OP_MAX_OUT];
  void *given[WEFT_CASE_MAX_IN]; /* the inputs before any run: forward starts from them each time */
  gsize saved_bytes, workspace_bytes;
} WeftOpTrial;

/* NULL when the op's shape rule refuses the case; the sentence goes to `error` (nullable out). */
WeftOpTrial *weft_op_trial_new (const WeftOp *op, const WeftOpCase *op_case, char **error);
void weft_op_trial_free (WeftOpTrial *trial);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftOpTrial, weft_op_trial_free)

/* Fills the inputs and d_out[0]. Of ops with kinks the values of an input are 8/n apart (times
 * the case's deviation), none nearer to zero than 4/n; else they are normal. Labels are classes. */
void weft_op_trial_fill (WeftOpTrial *trial, guint64 seed);
/* Outputs, gradients and scratch are set to NaN first, so that what is left unwritten shows. Slices
 * run from the last to the first when reversed. */
void weft_op_trial_forward (WeftOpTrial *trial, gboolean reversed);
void weft_op_trial_backward (WeftOpTrial *trial, gboolean reversed);
/* Whether bytes behind any of the op's memory were touched. */
gboolean weft_op_trial_has_overrun (const WeftOpTrial *trial);
