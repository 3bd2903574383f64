/* program-update: what the optimiser takes beside the passes: slots, what it writes on, and time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/training.h"
#include "engine/optim/optimizer.h"
#include "engine/plan/program-private.h"

static gboolean
is_learnt (const WeftProgramValue *value)
{
  return value->role == WEFT_VALUE_WEIGHT && value->wants_grad && !value->is_frozen;
}

/* As the update takes it: what has more axes is (first, all others). */
static void
add_matrix (WeftUpdateCost *cost, const WeftOptimizer *optimizer, gconstpointer settings,
            const WeftProgramValue *value)
{
  gsize rows = (gsize) value->shape.dims[0];
  gsize columns = (gsize) weft_shape_count (&value->shape) / MAX (rows, 1);
  double flops = optimizer->count_flops (settings, rows, columns);

  cost->bytes += (double) optimizer->count_workspace (rows, columns) * sizeof (float);
  cost->flops += flops;
  if (flops <= cost->most)
    return;
  cost->most = flops;
  cost->node = value->node;
}

WeftUpdateCost
weft_program_count_update (const WeftProgram *program, WeftGraph *graph)
{
  WeftUpdateCost cost = { 0 };
  GVariant *values = weft_graph_get_training (graph);
  g_autofree gpointer settings = NULL;
  const WeftOptimizer *optimizer;
  WeftTraining training;

  if (program->total < 0)
    return cost;
  weft_training_load (&training, values);
  optimizer = weft_optimizer_get (training.optimizer, 0);
  settings = weft_optimizer_load (optimizer, values);
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT)
        cost.bytes += (double) weft_shape_bytes (&value->shape) * optimizer->n_slots (settings);
      if (optimizer->turn != NULL && is_learnt (value) && value->shape.rank > 1)
        add_matrix (&cost, optimizer, settings, value);
    }
  return cost;
}
