/* step-costs: where the time of a model's training step goes, on this machine
 *
 * Steps are made by a state of its own, which is thrown away: nothing that learns is touched. Any
 * thread, which makes them with a pool of its own. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/run/costs.h"
#include "engine/train/model/model.h"

typedef struct
{
  gatomicrefcount ref_count;
  GArray *ops;         /* WeftOpCost, of one step, of all plans that the recipe runs */
  double step_seconds; /* of a step while nobody looks at the clock; the median of several rounds */
  double samples;      /* of a step */
  /* What these threads can do at most: float32 operations of a large product, and bytes read and
   * written of what fits into no cache; a second. */
  double peak_flops, peak_bytes;
} WeftStepCosts;

/* threads 0: all. NULL: it cannot be trained, there is no memory, or (without an error) the
 * interrupt was due. */
WeftStepCosts *weft_step_costs_measure (WeftModel *model, guint threads, int level, double seconds,
                                        const WeftInterrupt *interrupt, GError **error);
#define WEFT_SCALING_THREADS                                                                       \
  {                                                                                                \
    1, 2, 4, 8, 32                                                                                 \
  }
#define WEFT_N_SCALING 5

/* Into paths: seconds of a step on so many threads, as weft_exec_get_path has it. FALSE: as above.
 */
gboolean weft_step_costs_find_paths (WeftModel *model, int level, double seconds,
                                     double paths[WEFT_N_SCALING], GError **error);
WeftStepCosts *weft_step_costs_new (void); /* nothing is known */
/* Fills in what the pool's threads can do, which takes them a moment. FALSE: there is no memory. */
gboolean weft_step_costs_find_peaks (WeftStepCosts *costs, WeftPool *pool, GError **error);
WeftStepCosts *weft_step_costs_ref (WeftStepCosts *costs);
void weft_step_costs_unref (WeftStepCosts *costs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftStepCosts, weft_step_costs_unref)
/* Of one op, or of several taken together: their seconds, operations and bytes added up. */
WeftBound weft_step_costs_get_bound (const WeftStepCosts *costs, const WeftOpCost *cost);
