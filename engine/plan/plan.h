/* plan: a program compiled for one mode: a flat list of phases with memory offsets
 *
 * Immutable and reference-counted, no tensor inside; any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/optim/optimizer.h"
#include "engine/plan/program.h"

typedef enum
{
  WEFT_MODE_TRAIN,    /* forward, backward, update; dropout on, batch statistics */
  WEFT_MODE_EVALUATE, /* forward with the losses; dropout off, running statistics */
  WEFT_MODE_INFER, /* forward up to the losses' predictions, or all outputs where none are judged */
} WeftMode;

typedef struct
{
  WeftMode mode;
  int level;         /* kernel set */
  gboolean keep_all; /* no memory reused, nothing in place: every value can be read after the run */
  gboolean input_gradient; /* differentiate by what is given, too: the data, or the entry */
  /* A node whose outputs are given to a run, after the program's inputs, in place of what makes
   * them; what leads to them does not run. 0: none. */
  gint64 entry;
  gint64 keep; /* a node whose inputs and outputs can be read after the run; 0: none */
  /* int: values that are given like an entry, behind its outputs, and values that are to be made
   * and can be read after the run; NULL: none. Read by the compiling alone. */
  const GArray *given, *wanted;
  /* 1 + a value that is asked about in place of the total: a run is given its gradient, behind all
   * else, and only what it is made of runs. 0: the total, whose gradient is 1. */
  int asked;
  /* gint64: the nodes whose weights are learnt; NULL: all. Read by the compiling alone. */
  const GArray *wrt;
  /* In training what has no weights among those is as it is outside: dropout off, running
   * statistics, which stay. */
  gboolean rest_stands_still;
  /* What draws by sample draws outside training, too: to be looked at. */
  gboolean draws;
} WeftPlanOptions;

typedef struct _WeftPlan WeftPlan;

WeftPlan *weft_plan_compile (WeftProgram *program, const WeftPlanOptions *options, GError **error);
WeftPlan *weft_plan_ref (WeftPlan *plan);
void weft_plan_unref (WeftPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPlan, weft_plan_unref)
WeftProgram *weft_plan_get_program (const WeftPlan *plan);
gsize weft_plan_get_arena_bytes (const WeftPlan *plan);
