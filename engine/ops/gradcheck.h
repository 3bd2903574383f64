/* gradcheck: an op's analytic gradients against central differences along random directions */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/trial.h"

#define WEFT_GRADCHECK_LIMIT 1e-2

typedef struct
{
  const char *op, *input; /* static strings: the op's id, the input's name in its formula */
  const char *what;       /* the case with the largest error */
  double error, limit;    /* relative to the size that a directional derivative has here */
  gboolean passed;
} WeftGradcheckRow;

/* One row for each input that takes a gradient, the worst over the op's cases; WeftGradcheckRow,
 * transfer full. A NaN counts as an infinite error. */
GArray *weft_gradcheck_op (const WeftOp *op, guint64 seed);
/* The rows of all ops of a kernel set, in the table's order. */
GArray *weft_gradcheck_all (int level, guint64 seed);
