/* exec: one plan bound to one state and an arena, ready to run on a pool
 *
 * Owned by one thread. Nothing is allocated while it runs. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/base/pool.h"
#include "engine/plan/plan.h"
#include "engine/state/state.h"

typedef struct _WeftExec WeftExec;

/* The state must outlive it and keep its entries; after weft_state_adapt make a new one. pool:
 * nullable. WEFT_ERROR_INVALID when the state lacks a weight of the program or has it in another
 * shape. */
WeftExec *weft_exec_new (WeftPlan *plan, WeftState *state, WeftPool *pool, GError **error);
void weft_exec_free (WeftExec *exec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExec, weft_exec_free)
/* Where the batch lies until the next run: a pointer for each of the program's inputs and of the
 * entry's outputs, of the shape and type of its value; NULL for one that nothing reads in the
 * plan's mode. */
void weft_exec_set_inputs (WeftExec *exec, const void *const *inputs);
/* Forward (and backward in training mode), without update. Dropout and the like use (seed, step).
 */
void weft_exec_run (WeftExec *exec, guint64 seed, gint64 step);
/* Asked now and then while a run is long, on its thread; once it is due the run ends where it is:
 * nothing that it made means anything, nor do running statistics. Outlives the exec. Of what is
 * short it is never asked. */
void weft_exec_set_interrupt (WeftExec *exec, const WeftInterrupt *interrupt);
gboolean weft_exec_is_given_up (const WeftExec *exec); /* the last run */
/* weft_exec_run and then the optimiser on the state's weights, whose slots must be the optimiser's.
 * Where loss or gradient are not finite the weights stay as they are. */
void weft_exec_step (WeftExec *exec, const WeftOptimizer *optimizer, const WeftUpdate *update,
                     guint64 seed, gint64 step);
/* The optimiser alone, on the gradients of the last run. */
void weft_exec_update (WeftExec *exec, const WeftOptimizer *optimizer, const WeftUpdate *update);
/* Gradients of several runs, which may be other execs' of the same state, as one: so many floats;
 * sums += scale · this run's (= when it is the first); and what the update then works on. */
gsize weft_exec_count_gradients (const WeftExec *exec);
void weft_exec_add_gradients (const WeftExec *exec, float *sums, float scale, gboolean is_first);
void weft_exec_take_gradients (WeftExec *exec, const float *sums);
const WeftProgram *weft_exec_get_program (const WeftExec *exec);
float weft_exec_get_loss (const WeftExec *exec);
/* The memory of a program value, NULL when it was not kept. Valid until the next run. */
const void *weft_exec_get_value (const WeftExec *exec, int value);
const float *weft_exec_get_gradient (const WeftExec *exec,
                                     int value); /* of weights and inputs; keep_all: of all */
/* Those of all weights, one behind the other with what pads them, as every plan has them that
 * learns the same ones; n: how many numbers. They may be changed before the update. */
float *weft_exec_get_gradients (WeftExec *exec, gsize *n);
/* The sum of squares of all weight gradients of the last run: NaN tells that numbers went wrong. */
double weft_exec_get_gradient_norm2 (const WeftExec *exec);
/* Runs again op by op and puts the state back; names the first op whose output or gradient is not
 * finite: "conv2d1 (conv2d, backward)", or the weight that was wrong before: "weight". nullable,
 * transfer full. */
char *weft_exec_find_bad_op (WeftExec *exec, guint64 seed, gint64 step, gint64 *node);
