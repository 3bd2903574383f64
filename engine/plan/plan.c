/* plan: compiles a program by four passes, and owns what they make */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/plan/compile.h"
#include "engine/plan/roles.h"

static WeftPlan *
plan_new (WeftProgram *program, const WeftPlanOptions *options)
{
  WeftPlan *plan = g_new0 (WeftPlan, 1);
  guint n = program->values->len;

  g_atomic_ref_count_init (&plan->ref_count);
  plan->program = weft_program_ref (program);
  plan->options = *options;
  plan->storages = g_array_new (FALSE, TRUE, sizeof (WeftStorage));
  plan->steps = g_array_new (FALSE, TRUE, sizeof (WeftStep));
  plan->shapes = g_ptr_array_new_with_free_func (g_free);
  plan->home = g_new (int, n + 1);
  plan->gradient = g_new (int, n + 1);
  plan->has_gradient = g_new0 (gboolean, n + 1);
  plan->is_result = g_new0 (gboolean, n + 1);
  plan->given = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint i = 0; i < n; i++)
    plan->home[i] = plan->gradient[i] = -1;
  return plan;
}

WeftPlan *
weft_plan_ref (WeftPlan *plan)
{
  g_atomic_ref_count_inc (&plan->ref_count);
  return plan;
}

void
weft_plan_unref (WeftPlan *plan)
{
  if (!g_atomic_ref_count_dec (&plan->ref_count))
    return;
  weft_program_unref (plan->program);
  g_array_unref (plan->storages);
  g_array_unref (plan->steps);
  g_ptr_array_unref (plan->shapes);
  g_free (plan->home);
  g_free (plan->gradient);
  g_free (plan->has_gradient);
  g_free (plan->is_result);
  g_array_unref (plan->given);
  g_free (plan);
}

WeftProgram *
weft_plan_get_program (const WeftPlan *plan)
{
  return plan->program;
}

gsize
weft_plan_get_arena_bytes (const WeftPlan *plan)
{
  return plan->arena_bytes;
}

static void
compiler_init (WeftCompiler *compiler, WeftPlan *plan, GError **error)
{
  guint values = plan->program->values->len + 1, ops = plan->program->ops->len + 1;

  *compiler = (WeftCompiler){
    .plan = plan,
    .program = plan->program,
    .rows = g_new0 (const WeftOp *, ops),
    .runs = g_new0 (gboolean, ops),
    .differentiates = g_new0 (gboolean, ops),
    .is_entry = g_new0 (gboolean, values),
    .learns = g_new0 (gboolean, values),
    .wants = g_new0 (gboolean, values),
    .last_reader = g_new (int, values),
    .backward_reads = g_new0 (gboolean, values),
    .saved = g_new (int, ops),
    .forward_step = g_new (int, ops),
    .error = error,
  };
  for (guint i = 0; i < values; i++)
    compiler->last_reader[i] = -1;
  for (guint i = 0; i < ops; i++)
    compiler->saved[i] = compiler->forward_step[i] = -1;
}

static void
compiler_clear (WeftCompiler *compiler)
{
  g_free (compiler->rows);
  g_free (compiler->runs);
  g_free (compiler->differentiates);
  g_free (compiler->is_entry);
  g_free (compiler->learns);
  g_free (compiler->wants);
  g_free (compiler->last_reader);
  g_free (compiler->backward_reads);
  g_free (compiler->saved);
  g_free (compiler->forward_step);
}

WeftPlan *
weft_plan_compile (WeftProgram *program, const WeftPlanOptions *options, GError **error)
{
  g_autoptr (WeftPlan) plan = plan_new (program, options);
  WeftCompiler compiler;
  gboolean done;

  if (options->mode == WEFT_MODE_TRAIN && program->total < 0 && options->asked == 0)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The network has no loss, so there is nothing to learn from."));
      return NULL;
    }
  compiler_init (&compiler, plan, error);
  done = weft_compile_reach (&compiler) && weft_compile_forward (&compiler)
         && weft_compile_backward (&compiler) && weft_compile_arena (&compiler);
  compiler_clear (&compiler);
  return done ? g_steal_pointer (&plan) : NULL;
}

/* --- what the passes share --- */

/* An attribute `judged` says that what an op does while the network learns is what is judged. */
static gboolean
is_judged (const WeftCompiler *compiler, int op)
{
  const WeftParam *rows = compiler->rows[op]->attrs;
  const WeftParam *judged = rows != NULL ? weft_params_find (rows, "judged") : NULL;
  const char *attrs = weft_program_op (compiler->program, op)->attrs;

  return judged != NULL && attrs != NULL && *(const gboolean *) (attrs + judged->offset);
}

gboolean
weft_compile_is_training (const WeftCompiler *compiler, int op)
{
  const WeftPlanOptions *options = &compiler->plan->options;
  gint64 node = weft_program_op (compiler->program, op)->node;

  if (options->draws && compiler->rows[op]->draws_by_sample)
    return TRUE;
  if (options->mode == WEFT_MODE_EVALUATE && is_judged (compiler, op))
    return TRUE;
  return options->mode == WEFT_MODE_TRAIN
         && !(options->rest_stands_still && options->wrt != NULL
              && !weft_role_nodes_have (options->wrt, node));
}

gboolean
weft_compile_is_view (const WeftCompiler *compiler, int op)
{
  const WeftOp *row = compiler->rows[op];

  return row->is_view || (row->training_only && !weft_compile_is_training (compiler, op));
}

int
weft_compile_add_storage (WeftCompiler *compiler, WeftHome home, gsize bytes)
{
  WeftStorage storage = { .home = home, .bytes = bytes, .value = -1, .first = -1, .last = -1 };

  g_array_append_val (compiler->plan->storages, storage);
  return (int) compiler->plan->storages->len - 1;
}

WeftStep
weft_compile_start_step (const WeftOp *op, guint n_in, guint n_out)
{
  WeftStep step
      = { .op = op, .value = -1, .n_in = n_in, .n_out = n_out, .saved = -1, .workspace = -1 };

  for (int i = 0; i < WEFT_OP_MAX_IN; i++)
    step.in[i] = step.d_in[i] = -1;
  for (int i = 0; i < WEFT_OP_MAX_OUT; i++)
    step.out[i] = step.d_out[i] = -1;
  return step;
}
