/* program-private: what the walk, the costs and the checker of wires share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/builder.h"
#include "engine/plan/program.h"

WeftProgram *weft_program_new (WeftBinding binding);
WeftReport *weft_report_new (void); /* nothing in it yet */
WeftNodeReport *weft_node_report_new (gint64 node);
void weft_node_report_set_shape (const WeftShape **place, const WeftShape *shape);
/* What follows T is a number from then on. */
void weft_program_fix_shapes (WeftProgram *program);
/* Clears wants_grad of what does not reach the loss. Nothing happens without a loss. */
void weft_program_find_gradients (WeftProgram *program);
/* Marks the value and all that it is made from; marks: by value. */
void weft_program_mark_before (const WeftProgram *program, int value, gboolean *marks);
gboolean weft_program_has_weights (const WeftProgram *program); /* of losses: one is above 0 */
/* Adds weights and FLOPs to the report and its nodes. */
void weft_program_count_costs (const WeftProgram *program, WeftGraph *graph, WeftReport *report);
/* Of one update, by the settings of the whole network. */
typedef struct
{
  double bytes, flops; /* of its slots and of what it writes on; of its products */
  double most;         /* of flops, for one weight */
  gint64 node;         /* whose that is */
} WeftUpdateCost;
WeftUpdateCost weft_program_count_update (const WeftProgram *program, WeftGraph *graph);
/* Fills in the peaks; a diagnostic when training needs more than is free. Transfer full, nullable.
 */
WeftDiagnostic *weft_program_check_memory (WeftProgram *program, WeftGraph *graph,
                                           WeftReport *report);
/* Nanoseconds of one core, from below, for one pass forward. */
double weft_program_guess_cost (const WeftOp *row, const WeftOpShapes *shapes);
/* Fills in the time; a diagnostic when a batch takes longer than anybody waits for without being
 * told. Transfer full, nullable. */
WeftDiagnostic *weft_program_check_time (const WeftProgram *program, WeftGraph *graph,
                                         WeftReport *report);
/* Adds what is to be said of the metrics that the settings name: whether they are any, and whether
 * they can judge this network. */
void weft_program_check_metric_names (WeftGraph *graph, WeftReport *report);
void weft_program_check_validation (WeftGraph *graph, WeftCatalog *catalog, WeftReport *report);
void weft_program_check_metrics (const WeftProgram *program, const WeftDataset *dataset,
                                 WeftGraph *graph, WeftReport *report);
