/* program-costs: gradients, weights, FLOPs and memory of a program, before anything runs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/memory.h"
#include "engine/plan/diagnostic-private.h"
#include "engine/plan/plan.h"
#include "engine/plan/program-private.h"

#define MAX_COMPILED 300 /* ops up to which the plan itself is asked how much memory it takes */

static WeftProgramValue *
get_value (const WeftProgram *program, int value)
{
  return &g_array_index (program->values, WeftProgramValue, value);
}

static const WeftProgramOp *
get_op (const WeftProgram *program, guint op)
{
  return &g_array_index (program->ops, WeftProgramOp, op);
}

void
weft_program_find_gradients (WeftProgram *program)
{
  g_autofree gboolean *reaches = g_new0 (gboolean, program->values->len + 1);

  if (program->total < 0)
    return;
  reaches[program->total] = TRUE;
  for (guint k = program->ops->len; k-- > 0;)
    {
      const WeftProgramOp *op = get_op (program, k);
      const WeftOp *row = weft_op_find (op->op, 0);

      for (guint i = 0; i < op->n_in; i++)
        for (guint o = 0;
             op->in[i] >= 0 && o < op->n_out && !weft_op_get_input (row, i)->no_gradient; o++)
          reaches[op->in[i]] |= reaches[op->out[o]];
    }
  for (guint i = 0; i < program->values->len; i++)
    get_value (program, (int) i)->wants_grad &= reaches[i];
}

/* --- weights and FLOPs --- */

/* Of the op's products, for the whole batch. */
static gint64
count_flops (const WeftProgram *program, const WeftProgramOp *op)
{
  const WeftOp *row = weft_op_find (op->op, 0);
  WeftShape in[WEFT_OP_MAX_IN], out[WEFT_OP_MAX_OUT];
  WeftOpShapes shapes = { op->attrs, op->n_in, op->n_out, in, out, NULL };

  if (!row->flops)
    return 0;
  for (guint i = 0; i < op->n_in; i++)
    in[i] = op->in[i] < 0 ? (WeftShape){ .rank = -1 } : get_value (program, op->in[i])->shape;
  for (guint i = 0; i < op->n_out; i++)
    out[i] = get_value (program, op->out[i])->shape;
  return row->flops (&shapes);
}

gint64
weft_program_count_flops (const WeftProgram *program)
{
  gint64 n = 0;

  for (guint i = 0; i < program->ops->len; i++)
    n += count_flops (program, get_op (program, i));
  return n;
}

/* A product has two factors; the gradient of each is one more product of the same size. */
static gint64
count_factors (const WeftProgram *program, const WeftProgramOp *op)
{
  gint64 n = 0;

  for (guint i = 0; i < op->n_in && i < 2; i++)
    n += op->in[i] >= 0 && get_value (program, op->in[i])->wants_grad;
  return n;
}

/* Also to all groups around the node. */
static void
add_weights (WeftGraph *graph, WeftReport *report, gint64 id, gint64 n)
{
  for (const WeftNode *node = weft_graph_find (graph, id); node;
       node = weft_graph_find (graph, node->parent))
    {
      WeftNodeReport *found = g_hash_table_lookup (report->nodes, &node->id);

      if (found)
        found->weights += n;
    }
}

/* Of who uses another's weights too. shapes: gint64 node → WeftShape of its weights. */
static void
note_units (WeftGraph *graph, WeftReport *report, GHashTable *shapes)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftShape *shape
          = node->layer->has_units
                ? g_hash_table_lookup (shapes, &weft_graph_find_owner (graph, node)->id)
                : NULL;
      WeftNodeReport *found = shape ? g_hash_table_lookup (report->nodes, &node->id) : NULL;

      if (found)
        found->units = *shape;
    }
}

void
weft_program_count_costs (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  g_autoptr (GHashTable) shapes = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < program->values->len; i++)
    {
      WeftProgramValue *value = get_value (program, (int) i);

      if (value->role != WEFT_VALUE_WEIGHT)
        continue;
      add_weights (graph, report, value->node, weft_shape_count (&value->shape));
      report->weights += weft_shape_count (&value->shape);
      if (g_str_equal (value->name, "weight"))
        g_hash_table_insert (shapes, &value->node, &value->shape);
    }
  note_units (graph, report, shapes);
  for (guint i = 0; i < program->ops->len; i++)
    {
      const WeftProgramOp *op = get_op (program, i);
      WeftNodeReport *node = g_hash_table_lookup (report->nodes, &op->node);
      gint64 forward = count_flops (program, op) / program->binding.n;
      gint64 backward = forward * count_factors (program, op);

      node->flops_forward += forward;
      node->flops_backward += backward;
      report->flops_forward += forward;
      report->flops_backward += backward;
    }
}

/* --- memory --- */

static gint64
add (gint64 a, gint64 b)
{
  gint64 sum;

  return __builtin_add_overflow (a, b, &sum) ? G_MAXINT64 : sum;
}

/* Bytes of the values of this role. */
static gint64
sum_bytes (const WeftProgram *program, WeftValueRole role)
{
  gint64 bytes = 0;

  for (guint i = 0; i < program->values->len; i++)
    if (get_value (program, (int) i)->role == role)
      bytes = add (bytes, (gint64) weft_shape_bytes (&get_value (program, (int) i)->shape));
  return bytes;
}

static gint64
largest_result (const WeftProgram *program, gint64 *node)
{
  gint64 most = 0;

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = get_value (program, (int) i);
      gint64 bytes = (gint64) weft_shape_bytes (&value->shape);

      if (bytes >= most && node)
        *node = value->node;
      most = MAX (most, bytes);
    }
  return most;
}

/* Large programs are only estimated, from above: laying out thousands of tensors would take longer
 * than a frame. */
static gint64
estimate_arena (WeftProgram *program, WeftMode mode)
{
  WeftPlanOptions options = { .mode = mode, .level = weft_kernel_best_level () };
  g_autoptr (WeftPlan) plan = NULL;
  gint64 results;

  if (program->ops->len <= MAX_COMPILED)
    {
      plan = weft_plan_compile (program, &options, NULL);
      return plan ? (gint64) weft_plan_get_arena_bytes (plan) : G_MAXINT64;
    }
  if (mode == WEFT_MODE_INFER)
    return add (largest_result (program, NULL), largest_result (program, NULL));
  results = sum_bytes (program, WEFT_VALUE_RESULT);
  return add (add (results, sum_bytes (program, WEFT_VALUE_WEIGHT)),
              largest_result (program, NULL));
}

WeftDiagnostic *
weft_program_check_memory (WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  gint64 weights = sum_bytes (program, WEFT_VALUE_WEIGHT);
  gint64 fixed = add (add (weights, sum_bytes (program, WEFT_VALUE_BUFFER)),
                      sum_bytes (program, WEFT_VALUE_INPUT));
  gint64 available = (gint64) MIN (weft_memory_available (), G_MAXINT64);
  gint64 node = 0, needed;
  g_autofree char *label = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *free_now = NULL;

  report->peak_bytes_inference = add (fixed, estimate_arena (program, WEFT_MODE_INFER));
  if (program->total >= 0)
    {
      double update = weft_program_count_update (program, graph).bytes;

      fixed = add (fixed, update < (double) G_MAXINT64 ? (gint64) update : G_MAXINT64);
      report->peak_bytes_training = add (fixed, estimate_arena (program, WEFT_MODE_TRAIN));
    }
  needed = MAX (report->peak_bytes_inference, report->peak_bytes_training);
  if (needed <= available)
    return NULL;
  largest_result (program, &node);
  label = weft_node_dup_label (weft_graph_find (graph, node));
  wanted = g_format_size ((guint64) needed);
  free_now = g_format_size ((guint64) available);
  return weft_diagnostic_new ("too-much-memory", node, label, wanted, free_now, NULL);
}
