/* cases: representative sizes and attributes of every op, for gradient checks and law tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/op.h"

#define WEFT_CASE_MAX_IN 5
#define WEFT_CASES_MAX 24

typedef struct
{
  const char *what;               /* what is particular about it */
  WeftShape in[WEFT_CASE_MAX_IN]; /* ends before the first of rank 0 */
  gconstpointer attrs;
  guint64 positive;   /* bit i: in[i] is to be above zero */
  gboolean evaluates; /* as outside training */
  gboolean is_large;  /* for comparing kernels; too many numbers to differentiate numerically */
} WeftOpCase;

typedef struct
{
  const char *op;
  const char *inputs[WEFT_CASE_MAX_IN]; /* their names in the op's formula */
  WeftOpCase cases[WEFT_CASES_MAX];     /* ends with a NULL what */
} WeftOpCases;

const WeftOpCases *weft_op_cases (const char *op); /* NULL: a row of ops.def without cases */
guint weft_op_case_count_inputs (const WeftOpCase *op_case);
