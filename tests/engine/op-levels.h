/* op-levels: trials of ops at each kernel set that this processor can run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/trial.h"

static const int levels[] = { 0, 3, 4 };

static inline int
get_levels (void)
{
  int n = 1;

  while (n < (int) G_N_ELEMENTS (levels) && levels[n] <= weft_kernel_best_level ())
    n++;
  return n;
}

static inline WeftOpTrial *
make_trial (const WeftOp *op, const WeftOpCase *op_case, guint64 seed)
{
  g_autofree char *error = NULL;
  WeftOpTrial *trial = weft_op_trial_new (op, op_case, &error);

  if (trial == NULL)
    g_error ("%s, %s: %s", op->id, op_case->what, error);
  weft_op_trial_fill (trial, seed);
  return trial;
}

static inline void
run_both (WeftOpTrial *trial, gboolean reversed)
{
  weft_op_trial_forward (trial, reversed);
  weft_op_trial_backward (trial, reversed);
}
