/* steps: what a plan holds; for engine/plan alone
 *
 * 1. Every value of the program lies in one storage; views and results in place share one.
 * 2. A storage in the arena is used from its first to its last step, both included; two storages
 *    whose uses overlap do not overlap in memory.
 * 3. The gradients of the weights lie at the arena's head, in program order, each begun on 64
 *    bytes, nothing else there: what the update runs over, and padding that stays zero. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/plan.h"

typedef enum
{
  WEFT_HOME_ARENA,
  WEFT_HOME_GRADIENT, /* of a weight; offset from the arena's head, too */
  WEFT_HOME_INPUT,    /* what a run is given: `input` */
  WEFT_HOME_STATE,    /* the entry of `value` */
} WeftHome;

typedef struct
{
  WeftHome home;
  gsize bytes;
  gsize offset; /* of an arena's or gradient's storage, bytes */
  int value;    /* whose state entry or gradient */
  int input;    /* which of what a run is given */
  int first, last;
  gboolean is_kept;     /* holds something that can be read after the run */
  gboolean is_constant; /* written once, before the first run */
  int owners;           /* while compiling: values whose gradient is here and still to be used */
} WeftStorage;

/* One pass of one op. Storages are indices, −1: none. */
typedef struct
{
  const WeftOp *op;
  const WeftProgramOp *application; /* NULL: a sum of gradients, or a copy of one */
  const WeftProgramOp *share;       /* of a sum: the op whose share it adds */
  int value;                        /* of a sum: whose gradient it makes; −1 */
  gboolean backward;
  gboolean is_training; /* as an op may ask: dropout and the like */
  guint n_in, n_out;
  WeftShape *in_shape, *out_shape; /* owned by the forward step, or by a sum */
  int in[WEFT_OP_MAX_IN], out[WEFT_OP_MAX_OUT];
  int d_in[WEFT_OP_MAX_IN], d_out[WEFT_OP_MAX_OUT];
  int saved, workspace;
  double cost; /* a guess, in nanoseconds of one core */
} WeftStep;

struct _WeftPlan
{
  gatomicrefcount ref_count;
  WeftProgram *program;
  WeftPlanOptions options;
  GArray *storages;       /* WeftStorage */
  GArray *steps;          /* WeftStep */
  GPtrArray *shapes;      /* what the steps' shapes lie in */
  int *home;              /* by value: storage, −1: not computed */
  int *gradient;          /* by value: storage of its gradient, −1: none */
  gboolean *has_gradient; /* by value, of weights: something writes it */
  gboolean *is_result;    /* by value: can be read after the run, until the next */
  GArray *given;          /* int: values that a run is given: the program's inputs, the entry's */
  int loss;               /* the value that a run's loss is: the total, or of an entry the one that
                             hangs on it; −1: none */
  guint n_given;          /* those, and behind them the gradient of what is asked about */
  gsize gradient_bytes;   /* of the head */
  gsize arena_bytes;
};

#define weft_plan_storage(plan, i) (&g_array_index ((plan)->storages, WeftStorage, i))
#define weft_plan_step(plan, i) (&g_array_index ((plan)->steps, WeftStep, i))
#define weft_program_value(program, i) (&g_array_index ((program)->values, WeftProgramValue, i))
#define weft_program_input(program, i) (&g_array_index ((program)->inputs, WeftProgramInput, i))
#define weft_program_op(program, i) (&g_array_index ((program)->ops, WeftProgramOp, i))
