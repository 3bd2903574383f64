/* costs: what the runs of an exec take by the clock, op by op
 *
 * Owned by the exec's thread. A run that is timed reads the clock after each op, some 30 ns each;
 * one that is not pays nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/exec.h"

/* One pass of one op, of one run on average. */
typedef struct
{
  gint64 node;    /* 0: of none: gradients that meet, the update */
  const char *op; /* its id, of the table; NULL: the optimiser's update */
  gboolean backward;
  double seconds;
  double flops; /* of its products; 0: none, or they are not counted */
  double bytes; /* of the tensors that it reads and writes, at the least */
} WeftOpCost;

/* What bounds an op. */
typedef enum
{
  WEFT_BOUND_WORK,       /* none of these: what it does besides products and moving tensors */
  WEFT_BOUND_ARITHMETIC, /* at least half of the most operations */
  WEFT_BOUND_MEMORY,     /* at least half of the most bytes */
  WEFT_BOUND_CALL,       /* so short that being called is most of it */
} WeftBound;

typedef enum
{
  WEFT_TIMED_NOT,
  WEFT_TIMED_OPS,    /* as they run on the pool */
  WEFT_TIMED_SLICES, /* one after the other, whatever the pool */
} WeftTimed;

/* From the next run on, beginning at nothing. */
void weft_exec_set_timed (WeftExec *exec, WeftTimed timed);
gint64 weft_exec_count_timed (const WeftExec *exec); /* runs so far */
/* Appends WeftOpCost, in the order in which they run. */
void weft_exec_list_costs (const WeftExec *exec, GArray *costs);
/* Of slices that were timed: seconds of one run if so many threads shared the slices of each phase
 * out, each phase waiting for its last one: the critical path. Neither what it costs to hand slices
 * about nor what threads take from each other's memory is in it. */
double weft_exec_get_path (const WeftExec *exec, guint threads);
