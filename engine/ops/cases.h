/* cases: representative sizes and attributes of an op, which stand in its own file; for gradient
 * checks, law tests and the comparison with PyTorch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/op.h"

#define WEFT_CASE_MAX_IN WEFT_OP_MAX_PORTS

struct _WeftOpCase
{
  const char *what;               /* what is particular about it */
  WeftShape in[WEFT_CASE_MAX_IN]; /* ends before the first of rank 0 */
  gconstpointer attrs;            /* nullable: the defaults */
  guint64 positive;               /* bit i: in[i] is to be above zero */
  float deviation;                /* of the numbers; 0: 1 */
  guint64 bits;                   /* bit i: in[i] is 0 or 1, the first of each row 1 (masks) */
  guint64 ends;                   /* bit i: in[i] is 1, then 0 to the end of the row (padding) */
  guint64 classes;    /* of labels: how many they tell apart; 0: the first input's dimension 1 */
  gboolean evaluates; /* as outside training */
  gboolean is_large;  /* for comparing kernels; too many numbers to differentiate numerically */
};

/* What stands at .cases: they are in the program once, with the plain kernels, and not with each
 * set of them; weft_op_get_cases has them for any. */
#if WEFT_KERNEL_LEVEL == 0
#define WEFT_OP_CASES(...) (__VA_ARGS__)
#else
#define WEFT_OP_CASES(...) (sizeof (__VA_ARGS__) > 0 ? NULL : NULL)
#endif

const WeftOpCase *weft_op_get_cases (const WeftOp *op);
guint weft_op_case_count_inputs (const WeftOpCase *op_case);

/* For the rows of cases alone. */
#define WEFT_RANK(...) ((int) (sizeof ((gint64[]){ __VA_ARGS__ }) / sizeof (gint64)))
#define F32(...)                                                                                   \
  {                                                                                                \
    .rank = WEFT_RANK (__VA_ARGS__), .type = WEFT_F32, .dims = { __VA_ARGS__ }                     \
  }
#define I64(...)                                                                                   \
  {                                                                                                \
    .rank = WEFT_RANK (__VA_ARGS__), .type = WEFT_I64, .dims = { __VA_ARGS__ }                     \
  }
#define ABSENT                                                                                     \
  {                                                                                                \
    .rank = -1                                                                                     \
  }
#define PAIR(a, b)                                                                                 \
  {                                                                                                \
    a, b                                                                                           \
  }
/* Around cases that begin from a macro's defaults and set some of them again. */
#define WEFT_CASES_BEGIN                                                                           \
  _Pragma ("GCC diagnostic push") _Pragma ("GCC diagnostic ignored \"-Woverride-init\"")
#define WEFT_CASES_END _Pragma ("GCC diagnostic pop")
