/* program-time: how long a batch takes at the least, before anything runs
 *
 * A guess from below, by what one fast core can do: what it calls slow is slow indeed. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/count.h"
#include "engine/plan/diagnostic-private.h"
#include "engine/plan/program-private.h"

#define FLOPS_A_NANOSECOND 100.0
#define BYTES_A_NANOSECOND 30.0
#define SLOW 10.0 /* seconds a batch */
#define ENDLESS 3600.0

double
weft_program_guess_cost (const WeftOp *row, const WeftOpShapes *shapes)
{
  double bytes = 0, flops = row->flops != NULL ? (double) row->flops (shapes) : 0;

  for (guint i = 0; i < shapes->n_in; i++)
    bytes += (double) weft_shape_bytes (&shapes->in[i]);
  for (guint o = 0; o < shapes->n_out; o++)
    bytes += (double) weft_shape_bytes (&shapes->out[o]);
  return bytes / BYTES_A_NANOSECOND + flops / FLOPS_A_NANOSECOND;
}

/* Forward, and twice as much backward where something is learnt by it; nanoseconds. */
static double
guess_op (const WeftProgram *program, const WeftProgramOp *op)
{
  const WeftProgramValue *values = &g_array_index (program->values, WeftProgramValue, 0);
  WeftShape in[WEFT_OP_MAX_IN], out[WEFT_OP_MAX_OUT];
  WeftOpShapes shapes = { op->attrs, op->n_in, op->n_out, in, out, NULL };
  gboolean learns = FALSE;

  for (guint i = 0; i < op->n_in; i++)
    in[i] = op->in[i] < 0 ? (WeftShape){ .rank = -1 } : values[op->in[i]].shape;
  for (guint o = 0; o < op->n_out; o++)
    {
      out[o] = values[op->out[o]].shape;
      learns |= values[op->out[o]].wants_grad;
    }
  return (learns ? 3 : 1) * weft_program_guess_cost (weft_op_find (op->op, 0), &shapes);
}

/* Also to all groups around the node. */
static void
note_share (WeftGraph *graph, WeftReport *report, gint64 id, double seconds)
{
  for (const WeftNode *node = weft_graph_find (graph, id); node;
       node = weft_graph_find (graph, node->parent))
    {
      WeftNodeReport *found = g_hash_table_lookup (report->nodes, &node->id);

      if (found)
        found->seconds += seconds;
    }
}

static double
guess_all (const WeftProgram *program, WeftGraph *graph, WeftReport *report, gint64 *slowest)
{
  WeftUpdateCost update = weft_program_count_update (program, graph);
  double sum = 0, most = 0;

  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);
      double cost = guess_op (program, op);

      sum += cost;
      note_share (graph, report, op->node, cost / 1e9);
      if (cost < most)
        continue;
      most = cost;
      *slowest = op->node;
    }
  if (update.most / FLOPS_A_NANOSECOND > most)
    *slowest = update.node;
  return sum + update.flops / FLOPS_A_NANOSECOND;
}

WeftDiagnostic *
weft_program_check_time (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  gint64 slowest = 0;
  g_autofree char *label = NULL;
  g_autofree char *time = NULL;

  report->batch_seconds = guess_all (program, graph, report, &slowest) / 1e9;
  if (report->batch_seconds < SLOW)
    return NULL;
  label = weft_node_dup_label (weft_graph_find (graph, slowest));
  /* Translators: units of time, each with the seconds that it has, the smallest first */
  time = weft_count_scale (report->batch_seconds, _ ("1 s|60 min|3600 h|86400 d"));
  return weft_diagnostic_new (report->batch_seconds < ENDLESS ? "slow-batch" : "endless-batch",
                              slowest, label, time, NULL);
}
