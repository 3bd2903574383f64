/* op-levels: trials of ops at each kernel set that this processor can run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/trial.h"

static int levels[8];

static inline int
get_levels (void)
{
  int n = 0;

  for (int level = 0; level <= weft_kernel_best_level (); level++)
    if (n == 0 || weft_ops (level, NULL) != weft_ops (levels[n - 1], NULL))
      levels[n++] = level;
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
