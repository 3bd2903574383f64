/* forward: a storage for every value, and the steps that fill them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/plan/compile.h"
#include "engine/plan/program-private.h"

static void
set_home (WeftCompiler *compiler, int value, int storage)
{
  compiler->plan->home[value] = storage;
  weft_plan_storage (compiler->plan, storage)->is_kept |= compiler->plan->is_result[value];
}

static const WeftHome homes[] = {
  [WEFT_VALUE_INPUT] = WEFT_HOME_INPUT,  [WEFT_VALUE_DRAW] = WEFT_HOME_INPUT,
  [WEFT_VALUE_WEIGHT] = WEFT_HOME_STATE, [WEFT_VALUE_BUFFER] = WEFT_HOME_STATE,
  [WEFT_VALUE_ZERO] = WEFT_HOME_ARENA,
};

/* What exists before the run: what it is given, weights and buffers, zeros. */
static void
place_givens (WeftCompiler *compiler)
{
  const WeftProgram *program = compiler->program;

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = weft_program_value (program, i);
      gboolean is_entry = compiler->is_entry[i];
      int storage;

      if (value->role == WEFT_VALUE_RESULT && !is_entry)
        continue;
      storage = weft_compile_add_storage (compiler, is_entry ? WEFT_HOME_INPUT : homes[value->role],
                                          weft_shape_bytes (&value->shape));
      weft_plan_storage (compiler->plan, storage)->is_constant
          = value->role == WEFT_VALUE_ZERO && !is_entry;
      weft_plan_storage (compiler->plan, storage)->value = (int) i;
      compiler->plan->is_result[i] = TRUE;
      set_home (compiler, (int) i, storage);
    }
  for (guint i = 0; i < compiler->plan->given->len; i++)
    {
      int value = g_array_index (compiler->plan->given, int, i);

      weft_plan_storage (compiler->plan, compiler->plan->home[value])->input = (int) i;
    }
}

/* Whether somebody needs what lies in `storage` beyond op k: a later reader, a backward, the user.
 */
static gboolean
is_needed_after (const WeftCompiler *compiler, int storage, int k)
{
  for (guint i = 0; i < compiler->program->values->len; i++)
    if (compiler->plan->home[i] == storage
        && (compiler->last_reader[i] > k || compiler->backward_reads[i]
            || compiler->plan->is_result[i]))
      return TRUE;
  return FALSE;
}

static gboolean
runs_in_place (const WeftCompiler *compiler, int k)
{
  const WeftProgramOp *op = weft_program_op (compiler->program, k);
  const int *home = compiler->plan->home;

  if (!compiler->rows[k]->may_overwrite || compiler->plan->options.keep_all || op->n_out != 1
      || weft_plan_storage (compiler->plan, home[op->in[0]])->home != WEFT_HOME_ARENA
      || weft_shape_bytes (&weft_program_value (compiler->program, op->in[0])->shape)
             != weft_shape_bytes (&weft_program_value (compiler->program, op->out[0])->shape))
    return FALSE;
  for (guint i = 1; i < op->n_in; i++)
    if (op->in[i] >= 0 && home[op->in[i]] == home[op->in[0]])
      return FALSE;
  return !is_needed_after (compiler, home[op->in[0]], k);
}

static void
place_results (WeftCompiler *compiler, int k)
{
  const WeftProgramOp *op = weft_program_op (compiler->program, k);

  if (weft_compile_is_view (compiler, k) || runs_in_place (compiler, k))
    {
      set_home (compiler, op->out[0], compiler->plan->home[op->in[0]]);
      return;
    }
  for (guint o = 0; o < op->n_out; o++)
    {
      const WeftProgramValue *value = weft_program_value (compiler->program, op->out[o]);
      gsize bytes = weft_shape_bytes (&value->shape);

      set_home (compiler, op->out[o], weft_compile_add_storage (compiler, WEFT_HOME_ARENA, bytes));
    }
}

static WeftShape *
copy_shapes (WeftCompiler *compiler, const int *values, guint n)
{
  WeftShape *shapes = g_new0 (WeftShape, n + 1);

  for (guint i = 0; i < n; i++)
    shapes[i] = values[i] < 0 ? (WeftShape){ .rank = -1 }
                              : weft_program_value (compiler->program, values[i])->shape;
  g_ptr_array_add (compiler->plan->shapes, shapes);
  return shapes;
}

static void
add_step (WeftCompiler *compiler, int k)
{
  const WeftProgramOp *op = weft_program_op (compiler->program, k);
  const WeftOp *row = compiler->rows[k];
  WeftStep step = weft_compile_start_step (row, op->n_in, op->n_out);
  WeftOpShapes shapes = { op->attrs, op->n_in, op->n_out, NULL, NULL, NULL };
  gsize saved, workspace;

  shapes.in = step.in_shape = copy_shapes (compiler, op->in, op->n_in);
  shapes.out = step.out_shape = copy_shapes (compiler, op->out, op->n_out);
  step.application = op;
  step.is_training = weft_compile_is_training (compiler, k);
  for (guint i = 0; i < op->n_in; i++)
    step.in[i] = op->in[i] < 0 ? -1 : compiler->plan->home[op->in[i]];
  for (guint o = 0; o < op->n_out; o++)
    step.out[o] = compiler->plan->home[op->out[o]];
  saved = row->saved_bytes != NULL ? row->saved_bytes (&shapes) : 0;
  workspace = row->workspace_bytes != NULL ? row->workspace_bytes (&shapes, FALSE) : 0;
  if (saved > 0)
    step.saved = compiler->saved[k] = weft_compile_add_storage (compiler, WEFT_HOME_ARENA, saved);
  if (workspace > 0)
    step.workspace = weft_compile_add_storage (compiler, WEFT_HOME_ARENA, workspace);
  step.cost = weft_program_guess_cost (row, &shapes);
  compiler->forward_step[k] = (int) compiler->plan->steps->len;
  g_array_append_val (compiler->plan->steps, step);
}

gboolean
weft_compile_forward (WeftCompiler *compiler)
{
  place_givens (compiler);
  for (guint k = 0; k < compiler->program->ops->len; k++)
    {
      if (!compiler->runs[k])
        continue;
      place_results (compiler, (int) k);
      if (!weft_compile_is_view (compiler, (int) k))
        add_step (compiler, (int) k);
    }
  return TRUE;
}
