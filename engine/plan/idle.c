/* idle: what takes no part in learning though it looks as if it did: losses that teach nothing, and
 * weights that nobody has in common or teaches */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/idle.h"

#include <glib/gi18n-lib.h>

#include "engine/graph/training.h"
#include "engine/plan/diagnostic-private.h"

#define value_at(program, i) (&g_array_index ((program)->values, WeftProgramValue, i))
#define op_at(program, k) (&g_array_index ((program)->ops, WeftProgramOp, k))

static WeftDiagnostic *
say (WeftReport *report, const char *code, const WeftNode *node, const char *argument)
{
  g_autofree char *label = weft_node_dup_label (node);
  WeftDiagnostic *diagnostic = weft_diagnostic_new (code, node->id, label, argument, NULL);

  g_ptr_array_add (report->diagnostics, diagnostic);
  return diagnostic;
}

/* --- losses --- */

static gboolean
is_frozen (const WeftNode *node)
{
  return (node->flags & WEFT_NODE_FROZEN) != 0 || weft_pace_stands_still (node);
}

/* The nodes and groups whose flag or pace keeps weights that the loss hangs on from learning.
 * Transfer full. */
static GPtrArray *
find_frozen (const WeftProgram *program, WeftGraph *graph, const WeftProgramLoss *loss)
{
  g_autofree gboolean *marks = g_new0 (gboolean, program->values->len + 1);
  GPtrArray *frozen = g_ptr_array_new ();

  weft_program_mark_before (program, loss->loss, marks);
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = value_at (program, i);
      const WeftNode *node = marks[i] && value->role == WEFT_VALUE_WEIGHT && value->is_frozen
                                 ? weft_graph_find (graph, value->node)
                                 : NULL;

      for (; node; node = weft_graph_find (graph, node->parent))
        if (is_frozen (node) && !g_ptr_array_find (frozen, node, NULL))
          g_ptr_array_add (frozen, (gpointer) node);
    }
  return frozen;
}

static void
say_frozen (WeftReport *report, const WeftNode *loss, GPtrArray *frozen)
{
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();

  for (guint i = 0; i < frozen->len; i++)
    {
      const WeftNode *node = g_ptr_array_index (frozen, i);

      if ((node->flags & WEFT_NODE_FROZEN) != 0)
        g_ptr_array_add (edits, weft_edit_set_flag (node->id, WEFT_NODE_FROZEN, FALSE));
      if (weft_pace_stands_still (node))
        g_ptr_array_add (edits, weft_edit_set_param (node->id, WEFT_PACE_FACTOR, NULL));
    }
  weft_fix_offer (say (report, "all-frozen", loss, NULL), edits, N_ ("Unfreeze"), _ ("Unfreeze"));
}

static void
say_idle_losses (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  for (guint i = 0; i < program->losses->len; i++)
    {
      const WeftProgramLoss *loss = weft_program_get_loss (program, i);
      const WeftNode *node = weft_graph_find (graph, loss->node);
      g_autoptr (GPtrArray) frozen = NULL;

      if (loss->weight == 0 || value_at (program, loss->loss)->wants_grad)
        continue;
      frozen = find_frozen (program, graph, loss);
      if (frozen->len > 0)
        say_frozen (report, node, frozen);
      else
        say (report, "nothing-to-learn", node, NULL);
    }
}

/* Losses are there, and not one counts. */
static void
say_weightless (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  WeftDiagnostic *diagnostic;

  if (program->losses->len == 0 || weft_program_has_weights (program))
    return;
  diagnostic = say (report, "losses-weightless",
                    weft_graph_find (graph, weft_program_get_loss (program, 0)->node), NULL);
  diagnostic->param = g_intern_string ("weight");
}

static void
say_no_rate (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  WeftTraining training;
  WeftDiagnostic *diagnostic;

  weft_training_load (&training, weft_graph_get_training (graph));
  if (program->losses->len == 0 || training.lr != 0)
    return;
  diagnostic = weft_diagnostic_new ("rate-of-nothing", 0, NULL);
  diagnostic->param = "lr";
  g_ptr_array_add (report->diagnostics, diagnostic);
}

/* --- sums of sums --- */

static gint64
get_width (const WeftProgram *program, int value)
{
  const WeftShape *shape = &value_at (program, value)->shape;

  return shape->dims[shape->rank - 1];
}

/* The dense layer whose sums this one adds up again. A few units between are a matrix of low rank,
 * which one layer is not. makers: the number of the op + 1 that made a value. NULL: there is none.
 */
static const WeftNode *
find_sums (const WeftProgram *program, WeftGraph *graph, const guint *makers,
           const WeftProgramOp *op)
{
  guint k = makers[op->in[0]];
  const WeftProgramOp *maker = k > 0 ? op_at (program, k - 1) : NULL;
  const WeftNode *node = weft_graph_find (graph, op->node);
  const WeftNode *before = maker ? weft_graph_find (graph, maker->node) : NULL;

  if (!node || !before || node == before || !g_str_equal (maker->op, "linear")
      || !g_str_equal (node->layer->id, "dense") || !g_str_equal (before->layer->id, "dense")
      || get_width (program, op->in[0])
             < MIN (get_width (program, maker->in[0]), get_width (program, op->out[0])))
    return NULL;
  return before;
}

static void
say_sums (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  g_autofree guint *makers = g_new0 (guint, program->values->len + 1);

  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (program, k);
      const WeftNode *before = op->repeat == 0 && g_str_equal (op->op, "linear")
                                   ? find_sums (program, graph, makers, op)
                                   : NULL;
      g_autofree char *label = before ? weft_node_dup_label (before) : NULL;

      if (before)
        say (report, "no-activation", weft_graph_find (graph, op->node), label);
      makers[op->out[0]] = k + 1;
    }
}

/* --- codes --- */

static gboolean
is_read (const WeftProgram *program, int value)
{
  for (guint k = 0; k < program->ops->len; k++)
    for (guint i = 0; i < op_at (program, k)->n_in; i++)
      if (op_at (program, k)->in[i] == value)
        return TRUE;
  return FALSE;
}

/* What is learnt goes past the codes of a quantiser: they move by what reads them. */
static void
say_untaught (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  for (guint k = 0; program->losses->len > 0 && k < program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (program, k);
      const WeftNode *node = weft_graph_find (graph, op->node);

      if (node != NULL && op->repeat == 0 && g_str_equal (op->op, "quantize")
          && !value_at (program, op->in[1])->is_frozen && !is_read (program, op->out[1]))
        say (report, "codes-untaught", node, NULL);
    }
}

/* --- paces --- */

/* It looks as if it learnt: no mark stands on it, unlike on one that is frozen. */
static void
say_still (WeftGraph *graph, WeftReport *report)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (weft_pace_stands_still (node) && (node->flags & WEFT_NODE_FROZEN) == 0)
        say (report, "rate-zero", node, NULL)->param = g_intern_string (WEFT_PACE_FACTOR);
    }
}

/* --- weights in common --- */

static gboolean
is_kept (const WeftProgramValue *value)
{
  return value->role == WEFT_VALUE_WEIGHT || value->role == WEFT_VALUE_BUFFER;
}

/* Marks the weights and buffers that ops of the node read; FALSE: it has no ops, so nothing can be
 * said of it. */
static gboolean
mark_read (const WeftProgram *program, gint64 node, gboolean *marks)
{
  gboolean has_ops = FALSE;

  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (program, k);

      if (op->node != node)
        continue;
      has_ops = TRUE;
      for (guint i = 0; i < op->n_in; i++)
        if (op->in[i] >= 0)
          marks[op->in[i]] |= is_kept (value_at (program, op->in[i]));
    }
  return has_ops;
}

static gboolean
have_common (const WeftProgram *program, gint64 a, gint64 b)
{
  g_autofree gboolean *of_a = g_new0 (gboolean, program->values->len + 1);
  g_autofree gboolean *of_b = g_new0 (gboolean, program->values->len + 1);

  if (!mark_read (program, a, of_a) || !mark_read (program, b, of_b))
    return TRUE;
  for (guint i = 0; i < program->values->len; i++)
    if (of_a[i] && of_b[i])
      return TRUE;
  return FALSE;
}

static void
say_uncommon (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftNode *owner = weft_graph_find_owner (graph, node);
      g_autofree char *label = NULL;

      if (owner == node || have_common (program, node->id, owner->id))
        continue;
      label = weft_node_dup_label (owner);
      say (report, "shared-nothing", node, label);
    }
}

void
weft_idle_check (const WeftProgram *program, WeftGraph *graph, WeftReport *report)
{
  say_idle_losses (program, graph, report);
  say_weightless (program, graph, report);
  say_no_rate (program, graph, report);
  say_sums (program, graph, report);
  say_untaught (program, graph, report);
  say_still (graph, report);
  say_uncommon (program, graph, report);
}
