/* fit-norms: a batch norm that is put in on a wire begins with the mean and deviation of the next
 * batch, so that what it gives is what it is given, in training and outside it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <math.h>

#include "engine/state/inserted.h"

/* The value that the op is given there, by its port's name; −1: none. */
static int
find_given (const WeftProgramOp *op, const char *port)
{
  const WeftOpPort *ports = weft_op_find (op->op, 0)->inputs;

  for (guint i = 0; i < op->n_in && ports[i].name != NULL; i++)
    if (g_str_equal (ports[i].name, port))
      return op->in[i];
  return -1;
}

static WeftStateEntry *
find (WeftLearner *learner, const WeftProgram *program, const WeftProgramOp *op, const char *port)
{
  return weft_state_find_value (
      learner->state, &g_array_index (program->values, WeftProgramValue, find_given (op, port)));
}

static gboolean
is_filled (const WeftStateEntry *entry, float value)
{
  for (gsize i = 0; entry != NULL && i < entry->count; i++)
    if (entry->value[i] != value)
      return FALSE;
  return entry != NULL;
}

/* One that was put in, and not brought back by an undo. */
static gboolean
is_new (WeftLearner *learner, WeftGraph *before, const WeftProgram *program,
        const WeftProgramOp *op)
{
  return g_str_equal (op->op, "batch_norm") && find_given (op, "mask") < 0
         && weft_graph_is_inserted (before, learner->model->graph, op->node)
         && is_filled (find (learner, program, op, "s"), 1)
         && is_filled (find (learner, program, op, "t"), 0)
         && is_filled (find (learner, program, op, "mean"), 0)
         && is_filled (find (learner, program, op, "var"), 1);
}

static double
get_attr (const WeftProgramOp *op, const char *name)
{
  WeftAttr attr;

  weft_op_attr_get (weft_params_find (weft_op_find (op->op, 0)->attrs, name), op->attrs, &attr);
  return attr.v[0];
}

/* x (N, C, …), or (N, T, C). */
static void
fit (WeftLearner *learner, const WeftProgram *program, const WeftProgramOp *op, const float *x)
{
  const WeftShape *shape
      = &g_array_index (program->values, WeftProgramValue, find_given (op, "x")).shape;
  int axis = get_attr (op, "last") != 0 ? shape->rank - 1 : 1;
  gsize channels = (gsize) shape->dims[axis], inner = 1, n = (gsize) weft_shape_count (shape);
  WeftStateEntry *scale = find (learner, program, op, "s"),
                 *shift = find (learner, program, op, "t"),
                 *mean = find (learner, program, op, "mean"),
                 *variance = find (learner, program, op, "var");
  g_autofree double *sums = g_new0 (double, channels), *squares = g_new0 (double, channels);
  double count = (double) (n / channels);

  for (int i = axis + 1; i < shape->rank; i++)
    inner *= (gsize) shape->dims[i];
  for (gsize i = 0; i < n; i++)
    sums[i / inner % channels] += (double) x[i] / count;
  for (gsize i = 0; i < n; i++)
    {
      double off = (double) x[i] - sums[i / inner % channels];

      squares[i / inner % channels] += off * off / count;
    }
  for (gsize c = 0; c < channels; c++)
    {
      if (!isfinite (sums[c]) || !isfinite (squares[c]))
        continue;
      mean->value[c] = shift->value[c] = (float) sums[c];
      variance->value[c] = (float) squares[c];
      scale->value[c] = (float) sqrt (squares[c] + get_attr (op, "eps"));
    }
}

/* By what it is given in the step that is next: of a copy, as that moves what norms remember. Those
 * before it are fitted already. */
static void
fit_next (WeftLearner *learner, guint i, WeftBinding binding)
{
  const WeftPlanOptions options
      = { .mode = WEFT_MODE_TRAIN, .level = learner->level, .keep_all = TRUE };
  g_autoptr (WeftState) state = weft_state_dup (learner->state, NULL);
  WeftExecs execs = { 0 };
  WeftBoundExec *bound;

  if (state == NULL)
    return;
  weft_execs_init (&execs, learner->model, state, learner->pool, &options);
  bound = weft_execs_find (&execs, binding, NULL);
  if (bound != NULL)
    {
      const WeftProgramOp *op = &g_array_index (bound->program->ops, WeftProgramOp, i);
      const float *x;

      weft_exec_set_inputs (bound->exec, (const void *const *) learner->batches->inputs);
      weft_exec_run (bound->exec, state->seed, state->step);
      x = weft_exec_get_value (bound->exec, find_given (op, "x"));
      if (x != NULL)
        fit (learner, bound->program, op, x);
    }
  weft_execs_clear (&execs);
}

void
weft_learner_fit_norms (WeftLearner *learner, WeftGraph *before)
{
  const WeftState *state = learner->state;
  WeftProgram *program = weft_model_get_program (
      learner->model, weft_model_bind (learner->model, learner->batches->batch), NULL);

  if (program == NULL || state->step == 0 || learner->model->environment != NULL)
    return;
  for (guint i = 0; i < program->ops->len; i++)
    if (is_new (learner, before, program, &g_array_index (program->ops, WeftProgramOp, i)))
      fit_next (learner, i, weft_batches_gather (learner->batches, state->epoch, state->cursor));
}
