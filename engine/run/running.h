/* running: what an executor holds; for engine/run alone
 *
 * Every pointer is resolved when the executor is made; a run is a walk over `phases`. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/optim/gradient.h"
#include "engine/run/exec.h"
#include "engine/plan/steps.h"

typedef struct
{
  void (*run) (const WeftOpRun *run, guint slice);
  const WeftOpRun *op;
  guint slices;
  gboolean is_pooled; /* worth handing about: a guess that changes no bit */
  guint step;
} WeftExecPhase;

/* A piece of the weights that one slice of the update works on, cut by shapes alone. */
typedef struct
{
  float *w;
  const float *g;
  float *slot[WEFT_MAX_SLOTS];
  gsize n;
  int tensor;            /* among those with a gradient; of joined ones the first */
  gsize rows, columns;   /* as in WeftUpdatePart */
  guint pace;            /* as in the program's values */
  double place;          /* 0 … 1: where in the weight it begins */
  const WeftRows *table; /* of a weight whose gradient is known row by row; NULL: it is not */
  gsize at;              /* floats of that weight before it */
} WeftChunk;

typedef struct
{
  int value;
  WeftRows rows;
} WeftTable;

typedef struct _WeftExecTimes WeftExecTimes; /* costs.c */

struct _WeftExec
{
  WeftPlan *plan;
  WeftState *state;
  WeftPool *pool; /* nullable */
  guint8 *arena;
  WeftOpRun *runs;     /* by step */
  GArray *phases;      /* WeftExecPhase */
  const void **inputs; /* by the program's input: where its batch lies */
  GPtrArray **places;  /* by the program's input: void **, what in the runs follows it */
  GPtrArray *random;   /* WeftOpRun whose numbers follow (seed, step) */
  GArray *tables;      /* WeftTable: weights whose gradients are known row by row */
  const float *loss;   /* nullable */
  const WeftGradientKernels *kernels;
  GArray *chunks;      /* WeftChunk */
  double *norms;       /* by chunk, of the last run */
  double *sums;        /* by chunk, then by tensor, of an optimiser that measures; nullable */
  GArray *tensors;     /* WeftChunk: whole ones, where they are not joined; nullable */
  float *workspace;    /* of an optimiser that turns matrices; nullable */
  gsize *workspace_at; /* by tensor, in floats */
  float clip_scale;    /* of the update that runs */
  const WeftInterrupt *interrupt; /* NULL: nobody asks, or what it runs is short */
  gboolean is_given_up;           /* the last run */
  WeftExecTimes *times;           /* NULL: it is not timed */
  guint n_tensors;
  gboolean norms_are_known, update_is_pooled, chunks_are_joined;
  const WeftOptimizer *optimizer; /* of the step that runs */
  const WeftUpdate *update;
  const WeftUpdate *updates; /* by pace */
  WeftUpdate *of_paces;      /* what they are kept in, where there are several; nullable */
};

void *weft_exec_resolve (const WeftExec *exec, int storage); /* NULL for −1 */
void weft_exec_run_phases (WeftExec *exec, guint begin, guint end);
/* hearing.c: all phases, or those up to where the interrupt was due. */
void weft_exec_run_hearing (WeftExec *exec);
/* costs.c: all phases, or the update that is prepared, with a look at the clock after each. */
void weft_exec_run_timed (WeftExec *exec);
void weft_exec_update_timed (WeftExec *exec);
void weft_exec_times_free (WeftExecTimes *times);
/* tables.c: finds them; what is known of a weight's gradient, nullable; that all of them were
 * written by somebody else. */
void weft_exec_find_tables (WeftExec *exec);
const WeftRows *weft_exec_get_rows (const WeftExec *exec, int value);
void weft_exec_forget_rows (WeftExec *exec);
/* The sum of squares of a chunk's gradient, and the update of it, by those rows alone. */
double weft_exec_measure_rows (const WeftExec *exec, const WeftChunk *chunk);
void weft_exec_update_rows (const WeftExec *exec, const WeftChunk *chunk);
void weft_exec_set_random (WeftExec *exec, guint64 seed, gint64 step);
/* By the optimiser and the update that are set. */
void weft_exec_run_update (WeftExec *exec);
void weft_exec_init_update (WeftExec *exec);
void weft_exec_clear_update (WeftExec *exec);
/* d loss / d loss and the zeros of what is muted, which are written before the first run. */
void weft_exec_set_constants (WeftExec *exec);
/* The update of that weight alone. All of them, one after the other, give what weft_exec_update
 * does: it leaves what has no finite gradient alone by the same chunks. */
void weft_exec_update_weight (WeftExec *exec, const WeftOptimizer *optimizer,
                              const WeftUpdate *update, int value);
