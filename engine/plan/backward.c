/* backward: the gradients of all values that want one, from the total of the losses back
 *
 * Each reader of a value contributes to its gradient. The first contribution becomes the gradient,
 * the next ones are added, in the order of the backward steps: the same in every plan of a program.
 * A storage that holds the gradients of several values (the inputs of an add) is written by nobody;
 * `owners` counts them. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/memory.h"
#include "engine/optim/gradient.h"
#include "engine/plan/compile.h"

static gsize
bytes_of (const WeftCompiler *compiler, int value)
{
  return weft_shape_bytes (&weft_program_value (compiler->program, value)->shape);
}

static gboolean
is_weight (const WeftCompiler *compiler, int value)
{
  return weft_program_value (compiler->program, value)->role == WEFT_VALUE_WEIGHT;
}

static int
new_storage (WeftCompiler *compiler, int value)
{
  return weft_compile_add_storage (compiler, WEFT_HOME_ARENA, bytes_of (compiler, value));
}

/* The arena's head: the gradient of every weight that is learnt, also of those that nothing writes.
 */
static void
place_weight_gradients (WeftCompiler *compiler)
{
  WeftPlan *plan = compiler->plan;

  for (guint i = 0; i < compiler->program->values->len; i++)
    {
      gsize bytes = bytes_of (compiler, (int) i);
      WeftStorage *storage;

      if (!compiler->learns[i])
        continue;
      plan->gradient[i] = weft_compile_add_storage (compiler, WEFT_HOME_GRADIENT, bytes);
      storage = weft_plan_storage (plan, plan->gradient[i]);
      storage->offset = plan->gradient_bytes;
      storage->value = (int) i;
      storage->is_kept = TRUE;
      plan->gradient_bytes += (bytes + WEFT_ALIGN - 1) / WEFT_ALIGN * WEFT_ALIGN;
    }
}

/* to = a + b, or to = a when b is −1; all of the value's shape. */
static void
add_sum (WeftCompiler *compiler, int value, int to, int a, int b)
{
  const WeftOp *row = &weft_gradient_kernels (compiler->plan->options.level)->sum;
  WeftStep step = weft_compile_start_step (row, b < 0 ? 1 : 2, 1);

  step.in_shape = step.out_shape = g_new0 (WeftShape, 2);
  step.in_shape[0] = step.in_shape[1] = weft_program_value (compiler->program, value)->shape;
  g_ptr_array_add (compiler->plan->shapes, step.in_shape);
  step.backward = TRUE;
  step.share = weft_program_op (compiler->program, compiler->sharing);
  step.value = value;
  step.in[0] = a;
  step.in[1] = b;
  step.out[0] = to;
  step.cost = (double) bytes_of (compiler, value) / 10;
  g_array_append_val (compiler->plan->steps, step);
}

static void
contribute_to_weight (WeftCompiler *compiler, int value, int from)
{
  int gradient = compiler->plan->gradient[value];

  if (compiler->plan->has_gradient[value])
    add_sum (compiler, value, gradient, gradient, from);
  else if (from != gradient)
    add_sum (compiler, value, gradient, from, -1);
  compiler->plan->has_gradient[value] = TRUE;
}

static gboolean
may_write (const WeftStorage *storage)
{
  return !storage->is_constant && storage->home != WEFT_HOME_INPUT;
}

/* Where the sum of a value's gradient so far and a new contribution may be written. */
static int
choose_target (WeftCompiler *compiler, int value, int from, gboolean from_is_fresh)
{
  WeftStorage *gradient = weft_plan_storage (compiler->plan, compiler->plan->gradient[value]);

  if (compiler->plan->options.keep_all)
    return new_storage (compiler, value);
  if (gradient->owners == 1 && may_write (gradient))
    return compiler->plan->gradient[value];
  return from_is_fresh ? from : new_storage (compiler, value);
}

/* from: a storage that holds one reader's share; fresh: it was made for this and is nobody else's.
 */
static void
contribute (WeftCompiler *compiler, int value, int from, gboolean from_is_fresh)
{
  WeftPlan *plan = compiler->plan;
  int *gradient = &plan->gradient[value], target;

  if (is_weight (compiler, value))
    {
      contribute_to_weight (compiler, value, from);
      return;
    }
  if (*gradient < 0)
    {
      *gradient = from;
      weft_plan_storage (plan, from)->owners++;
      return;
    }
  target = choose_target (compiler, value, from, from_is_fresh);
  add_sum (compiler, value, target, *gradient, from);
  weft_plan_storage (plan, *gradient)->owners--;
  weft_plan_storage (plan, target)->owners++;
  *gradient = target;
}

/* With everything kept each value's gradient is its own, so that one may be written alone; a view
 * is the same numbers, and so is its gradient. */
static gboolean
needs_copy (const WeftCompiler *compiler, int k, int value)
{
  return compiler->plan->options.keep_all && !weft_compile_is_view (compiler, k)
         && !is_weight (compiler, value) && compiler->plan->gradient[value] < 0;
}

/* Views, and ops as add: what comes is what goes on, and no step is needed. */
static void
pass_on (WeftCompiler *compiler, int k)
{
  const WeftProgramOp *op = weft_program_op (compiler->program, k);
  int from = compiler->plan->gradient[op->out[0]];

  weft_plan_storage (compiler->plan, from)->owners--;
  for (guint i = 0; i < op->n_in; i++)
    {
      int value = op->in[i], share = from;

      if (value < 0 || !compiler->wants[value])
        continue;
      if (needs_copy (compiler, k, value))
        {
          share = new_storage (compiler, value);
          add_sum (compiler, value, share, from, -1);
        }
      contribute (compiler, value, share, FALSE);
    }
}

static gboolean
runs_in_place (const WeftCompiler *compiler, int k)
{
  const WeftProgramOp *op = weft_program_op (compiler->program, k);
  const WeftPlan *plan = compiler->plan;
  int in = op->in[0], d_out = plan->gradient[op->out[0]];

  return compiler->rows[k]->may_overwrite && !plan->options.keep_all && op->n_out == 1
         && compiler->wants[in] && !is_weight (compiler, in) && plan->gradient[in] < 0
         && weft_plan_storage (plan, d_out)->owners == 1
         && may_write (weft_plan_storage (plan, d_out))
         && bytes_of (compiler, in) == bytes_of (compiler, op->out[0]);
}

/* The storage that the op's backward writes its share of input i's gradient to. When it is the
 * first share it is the gradient itself. */
static int
target_of_share (WeftCompiler *compiler, int value, gboolean *is_first)
{
  WeftPlan *plan = compiler->plan;

  *is_first = is_weight (compiler, value) ? !plan->has_gradient[value] : plan->gradient[value] < 0;
  return *is_first && is_weight (compiler, value) ? plan->gradient[value]
                                                  : new_storage (compiler, value);
}

static WeftStep
start_backward (WeftCompiler *compiler, int k)
{
  const WeftProgramOp *op = weft_program_op (compiler->program, k);
  const WeftOp *row = compiler->rows[k];
  WeftStep step = *weft_plan_step (compiler->plan, compiler->forward_step[k]);
  WeftOpShapes shapes = { op->attrs, op->n_in, op->n_out, step.in_shape, step.out_shape, NULL };
  gsize workspace = row->workspace_bytes != NULL ? row->workspace_bytes (&shapes, TRUE) : 0;

  step.backward = TRUE;
  step.cost *= 2;
  step.workspace = -1;
  if (workspace > 0)
    step.workspace = weft_compile_add_storage (compiler, WEFT_HOME_ARENA, workspace);
  for (guint o = 0; o < op->n_out; o++)
    step.d_out[o] = compiler->wants[op->out[o]] ? compiler->plan->gradient[op->out[o]] : -1;
  return step;
}

static void
differentiate (WeftCompiler *compiler, int k)
{
  const WeftProgramOp *op = weft_program_op (compiler->program, k);
  WeftPlan *plan = compiler->plan;
  WeftStep step = start_backward (compiler, k);
  gboolean in_place = runs_in_place (compiler, k), is_first[WEFT_OP_MAX_IN] = { FALSE };

  for (guint o = 0; o < op->n_out; o++)
    if (step.d_out[o] >= 0)
      weft_plan_storage (plan, step.d_out[o])->owners--;
  for (guint i = 0; i < op->n_in; i++)
    {
      int value = op->in[i];

      if (value < 0 || !compiler->wants[value])
        continue;
      step.d_in[i] = target_of_share (compiler, value, &is_first[i]);
      if (i == 0 && in_place)
        step.d_in[i] = step.d_out[0];
      if (is_first[i])
        contribute (compiler, value, step.d_in[i], TRUE);
    }
  g_array_append_val (plan->steps, step);
  for (guint i = 0; i < op->n_in; i++)
    if (step.d_in[i] >= 0 && !is_first[i])
      contribute (compiler, op->in[i], step.d_in[i], TRUE);
}

/* Nobody writes there: of the total it is 1, else the run is given it. */
static void
start_at_end (WeftCompiler *compiler)
{
  WeftPlan *plan = compiler->plan;
  int end = compiler->end;
  gboolean is_given = plan->options.asked > 0;
  int storage = weft_compile_add_storage (compiler, is_given ? WEFT_HOME_INPUT : WEFT_HOME_ARENA,
                                          bytes_of (compiler, end));

  plan->gradient[end] = storage;
  weft_plan_storage (plan, storage)->owners = 1;
  weft_plan_storage (plan, storage)->is_constant = !is_given;
  weft_plan_storage (plan, storage)->input = (int) plan->given->len;
}

/* Of the data and of an entry. */
static void
keep_input_gradients (WeftCompiler *compiler)
{
  for (guint i = 0; i < compiler->program->values->len; i++)
    {
      int gradient = compiler->plan->gradient[i];
      gboolean is_given = compiler->is_entry[i]
                          || weft_program_value (compiler->program, i)->role == WEFT_VALUE_INPUT;

      if (is_given && gradient >= 0)
        weft_plan_storage (compiler->plan, gradient)->is_kept = TRUE;
    }
}

gboolean
weft_compile_backward (WeftCompiler *compiler)
{
  if (compiler->plan->options.mode != WEFT_MODE_TRAIN)
    return TRUE;
  place_weight_gradients (compiler);
  if (!compiler->wants[compiler->end])
    return TRUE;
  start_at_end (compiler);
  for (int k = (int) compiler->program->ops->len - 1; k >= 0; k--)
    {
      compiler->sharing = k;
      if (!compiler->differentiates[k])
        continue;
      else if (weft_compile_is_view (compiler, k) || compiler->rows[k]->passes_gradient)
        pass_on (compiler, k);
      else
        differentiate (compiler, k);
    }
  keep_input_gradients (compiler);
  return TRUE;
}
