/* reach: which ops run in a mode, which values want a gradient, and who still reads what */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/plan/compile.h"
#include "engine/plan/program-private.h"
#include "engine/plan/roles.h"

#define op_at(compiler, k) weft_program_op ((compiler)->program, k)

static gboolean
find_rows (WeftCompiler *compiler)
{
  for (guint k = 0; k < compiler->program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (compiler, k);

      compiler->rows[k] = weft_op_find (op->op, compiler->plan->options.level);
      if (compiler->rows[k] == NULL)
        {
          g_set_error (compiler->error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                       _ ("%s: there is no operation “%s”."), op->node_name, op->op);
          return FALSE;
        }
    }
  return TRUE;
}

static void
add_given (WeftCompiler *compiler, int value)
{
  compiler->is_entry[value] = TRUE;
  g_array_append_val (compiler->plan->given, value);
}

/* What a run is given: the program's inputs, then the entry's outputs in their order, then what
 * else is. */
static void
find_given (WeftCompiler *compiler)
{
  const WeftProgram *program = compiler->program;
  WeftPlan *plan = compiler->plan;

  for (guint i = 0; i < program->inputs->len; i++)
    g_array_append_val (plan->given, weft_program_input (program, i)->value);
  for (int o = 0, value;
       plan->options.entry != 0
       && (value = weft_program_find_output (program, plan->options.entry, o)) >= 0;
       o++)
    add_given (compiler, value);
  for (guint i = 0; plan->options.given && i < plan->options.given->len; i++)
    add_given (compiler, g_array_index (plan->options.given, int, i));
  plan->n_given = plan->given->len + (plan->options.asked > 0);
}

static void
mark_wanted (const WeftCompiler *compiler, gboolean *marked)
{
  const GArray *wanted = compiler->plan->options.wanted;

  for (guint i = 0; wanted && i < wanted->len; i++)
    marked[g_array_index (wanted, int, i)] = TRUE;
}

static void
find_learners (WeftCompiler *compiler)
{
  const GArray *wrt = compiler->plan->options.wrt;

  for (guint i = 0; i < compiler->program->values->len; i++)
    {
      const WeftProgramValue *value = weft_program_value (compiler->program, i);

      compiler->learns[i] = value->role == WEFT_VALUE_WEIGHT && !value->is_frozen
                            && (wrt == NULL || weft_role_nodes_have (wrt, value->node));
    }
}

/* Marks the values that the needed ones are made from, and (runs nullable) the ops. */
static void
mark_makers (WeftCompiler *compiler, gboolean *needed, gboolean *runs)
{
  for (int k = (int) compiler->program->ops->len - 1; k >= 0; k--)
    {
      const WeftProgramOp *op = op_at (compiler, k);
      gboolean is_maker = FALSE;

      for (guint i = 0; i < op->n_out; i++)
        is_maker |= needed[op->out[i]] && !compiler->is_entry[op->out[i]];
      for (guint i = 0; is_maker && i < op->n_in; i++)
        if (op->in[i] >= 0)
          needed[op->in[i]] = TRUE;
      if (runs != NULL)
        runs[k] |= is_maker;
    }
}

/* An answer, and which of its steps are real, where that is made, too. */
static void
mark_answer (const WeftProgram *program, int answer, gboolean *marked)
{
  int mask = weft_program_value (program, answer)->mask;

  marked[answer] = TRUE;
  if (mask >= 0 && weft_program_value (program, mask)->role == WEFT_VALUE_RESULT)
    marked[mask] = TRUE;
}

/* From an entry on only the loss is asked for that hangs on it: others read the data. */
static gboolean
is_asked_for (const WeftCompiler *compiler, const WeftProgramLoss *loss)
{
  return compiler->plan->options.entry == 0
         || (loss->weight == 0 && !weft_program_has_weights (compiler->program))
         || (loss->weight > 0
             && (compiler->end == compiler->program->total || compiler->end == loss->weighed));
}

/* The values that are made from those that an entry gives, by value; transfer full. */
static gboolean *
find_followers (const WeftCompiler *compiler)
{
  gboolean *hangs = g_new0 (gboolean, compiler->program->values->len + 1);

  for (guint i = 0; i < compiler->program->values->len; i++)
    hangs[i] = compiler->is_entry[i];
  for (guint k = 0; k < compiler->program->ops->len; k++)
    for (guint i = 0; i < op_at (compiler, k)->n_in; i++)
      if (op_at (compiler, k)->in[i] >= 0 && hangs[op_at (compiler, k)->in[i]])
        for (guint o = 0; o < op_at (compiler, k)->n_out; o++)
          hangs[op_at (compiler, k)->out[o]] = TRUE;
  return hangs;
}

/* What is asked about, or the total; of an entry, where of several losses one alone hangs on it,
 * that one: the others judge what stands beside, as a classifier of the real samples. */
static void
choose_end (WeftCompiler *compiler)
{
  const WeftProgram *program = compiler->program;
  const WeftPlanOptions *options = &compiler->plan->options;
  g_autofree gboolean *follows = find_followers (compiler);
  int end = -1, n = 0;

  for (guint i = 0; options->entry != 0 && i < program->losses->len; i++)
    if (weft_program_get_loss (program, i)->weighed >= 0
        && follows[weft_program_get_loss (program, i)->weighed])
      {
        end = weft_program_get_loss (program, i)->weighed;
        n++;
      }
  compiler->plan->loss = n == 1 ? end : program->total;
  compiler->end = options->asked > 0 ? options->asked - 1 : compiler->plan->loss;
}

/* The answers that losses judge, and the losses themselves, what they compare, and their total. */
static void
mark_judged (const WeftCompiler *compiler, gboolean answers, gboolean losses, gboolean *marked)
{
  const WeftProgram *program = compiler->program;

  for (guint i = 0; i < program->losses->len; i++)
    {
      const WeftProgramLoss *loss = weft_program_get_loss (program, i);

      if (answers && loss->prediction >= 0)
        mark_answer (program, loss->prediction, marked);
      if (answers && losses && loss->mask >= 0
          && weft_program_value (program, loss->mask)->role == WEFT_VALUE_RESULT)
        marked[loss->mask] = TRUE;
      if (answers && losses && loss->compared >= 0)
        marked[loss->compared] = marked[loss->target] = TRUE;
      if (losses && is_asked_for (compiler, loss))
        marked[loss->loss] = TRUE;
    }
  if (losses)
    marked[compiler->plan->loss] = TRUE;
}

/* The inputs that predictions are made from, by value; transfer full. Others only judge it. */
static gboolean *
find_sources (WeftCompiler *compiler)
{
  const WeftProgram *program = compiler->program;
  g_autofree gboolean *needed = g_new0 (gboolean, program->values->len + 1);
  gboolean *sources = g_new0 (gboolean, program->values->len + 1);

  mark_judged (compiler, TRUE, FALSE, needed);
  mark_makers (compiler, needed, NULL);
  for (guint i = 0; i < program->inputs->len; i++)
    {
      int value = weft_program_input (program, i)->value;

      sources[value] = weft_program_get_chief (program) == NULL || needed[value];
    }
  return sources;
}

/* Marks ops that hang on an input that only judges, in forward order. */
static void
find_judges (WeftCompiler *compiler, gboolean *judges)
{
  const WeftProgram *program = compiler->program;
  g_autofree gboolean *sources = find_sources (compiler);
  g_autofree gboolean *hangs = g_new0 (gboolean, program->values->len + 1);

  for (guint i = 0; i < program->inputs->len; i++)
    hangs[weft_program_input (program, i)->value]
        = !sources[weft_program_input (program, i)->value];
  for (guint k = 0; k < compiler->program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (compiler, k);

      for (guint i = 0; i < op->n_in; i++)
        judges[k] |= op->in[i] >= 0 && hangs[op->in[i]];
      for (guint i = 0; i < op->n_out; i++)
        hangs[op->out[i]] = judges[k];
    }
}

/* Whether what is wanted is named: losses, or what they judge; else it is what nobody reads. */
static gboolean
has_ends (const WeftCompiler *compiler)
{
  if (compiler->plan->options.asked > 0)
    return TRUE;
  return compiler->plan->options.mode == WEFT_MODE_INFER
             ? weft_program_get_chief (compiler->program) != NULL
             : compiler->program->total >= 0;
}

/* Training runs every op, also one that leads nowhere: it may keep statistics. From an entry on
 * only what the loss is made from runs. */
static void
choose_ops (WeftCompiler *compiler)
{
  const WeftPlanOptions *options = &compiler->plan->options;
  const WeftProgram *program = compiler->program;
  gboolean infers = options->mode == WEFT_MODE_INFER && weft_program_get_chief (program) != NULL;
  gboolean everything
      = options->entry == 0 && options->asked == 0
        && (options->mode == WEFT_MODE_TRAIN || options->keep_all || !has_ends (compiler));
  g_autofree gboolean *judges = g_new0 (gboolean, program->ops->len + 1);

  if (!everything)
    {
      g_autofree gboolean *needed = g_new0 (gboolean, program->values->len + 1);

      if (options->asked > 0)
        needed[options->asked - 1] = TRUE;
      else
        mark_judged (compiler, infers, !infers, needed);
      mark_wanted (compiler, needed);
      mark_makers (compiler, needed, compiler->runs);
      return;
    }
  if (infers)
    find_judges (compiler, judges);
  for (guint k = 0; k < program->ops->len; k++)
    compiler->runs[k] = !judges[k];
}

/* What an entry leads to must hang on it alone: a run has nothing else to give. */
static gboolean
check_entry (WeftCompiler *compiler)
{
  for (guint k = 0; compiler->plan->options.entry != 0 && k < compiler->program->ops->len; k++)
    for (guint i = 0; compiler->runs[k] && i < op_at (compiler, k)->n_in; i++)
      if (op_at (compiler, k)->in[i] >= 0
          && weft_program_value (compiler->program, op_at (compiler, k)->in[i])->role
                 == WEFT_VALUE_INPUT)
        {
          g_set_error (compiler->error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("%s reads the data, and may only see what it is shown while it learns."),
                       op_at (compiler, k)->node_name);
          return FALSE;
        }
  return TRUE;
}

static void
mark_readers (WeftCompiler *compiler)
{
  for (guint k = 0; k < compiler->program->ops->len; k++)
    for (guint i = 0; compiler->runs[k] && i < op_at (compiler, k)->n_in; i++)
      if (op_at (compiler, k)->in[i] >= 0)
        compiler->last_reader[op_at (compiler, k)->in[i]] = (int) k;
}

static void
keep_values (WeftCompiler *compiler)
{
  gint64 keep = compiler->plan->options.keep;

  for (guint k = 0; keep != 0 && k < compiler->program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (compiler, k);

      for (guint i = 0; op->node == keep && i < op->n_in; i++)
        if (op->in[i] >= 0)
          compiler->plan->is_result[op->in[i]] = TRUE;
      for (guint o = 0; op->node == keep && o < op->n_out; o++)
        compiler->plan->is_result[op->out[o]] = TRUE;
    }
}

/* What can be read after the run: losses and what they judge, without them whatever nobody reads.
 */
static void
mark_results (WeftCompiler *compiler)
{
  const WeftProgram *program = compiler->program;
  gboolean *is_result = compiler->plan->is_result, ends = has_ends (compiler);

  if (compiler->plan->options.asked > 0)
    is_result[compiler->plan->options.asked - 1] = TRUE;
  else if (program->total >= 0)
    mark_judged (compiler, compiler->plan->options.mode != WEFT_MODE_TRAIN, TRUE, is_result);
  for (guint i = 0; i < program->values->len; i++)
    if (compiler->plan->options.keep_all || (!ends && compiler->last_reader[i] < 0))
      is_result[i] = TRUE;
  mark_wanted (compiler, is_result);
  keep_values (compiler);
}

static gboolean
carries_gradient (const WeftCompiler *compiler, int k, guint i)
{
  const WeftProgramOp *op = op_at (compiler, k);

  return op->in[i] >= 0 && !weft_op_get_input (compiler->rows[k], i)->no_gradient
         && weft_program_value (compiler->program, op->in[i])->shape.type == WEFT_F32;
}

/* wants: hangs on a weight, going forward; and the total hangs on it, going back. */
static void
mark_wants (WeftCompiler *compiler)
{
  const WeftProgram *program = compiler->program;
  g_autofree gboolean *hangs = g_new0 (gboolean, program->values->len + 1);
  g_autofree gboolean *sources = find_sources (compiler);

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = weft_program_value (program, i);

      hangs[i] = compiler->learns[i]
                 || (compiler->plan->options.input_gradient && (sources[i] || compiler->is_entry[i])
                     && value->shape.type == WEFT_F32);
    }
  for (guint k = 0; k < program->ops->len; k++)
    for (guint i = 0; compiler->runs[k] && i < op_at (compiler, k)->n_in; i++)
      if (carries_gradient (compiler, (int) k, i) && hangs[op_at (compiler, k)->in[i]])
        for (guint o = 0; o < op_at (compiler, k)->n_out; o++)
          hangs[op_at (compiler, k)->out[o]] = TRUE;

  compiler->wants[compiler->end] = hangs[compiler->end];
  for (int k = (int) program->ops->len - 1; k >= 0; k--)
    {
      const WeftProgramOp *op = op_at (compiler, k);

      for (guint o = 0; compiler->runs[k] && o < op->n_out; o++)
        compiler->differentiates[k] |= compiler->wants[op->out[o]];
      for (guint i = 0; compiler->differentiates[k] && i < op->n_in; i++)
        if (carries_gradient (compiler, k, i))
          compiler->wants[op->in[i]] |= hangs[op->in[i]];
    }
}

static gboolean
mark_backward_reads (WeftCompiler *compiler)
{
  for (guint k = 0; k < compiler->program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (compiler, k);
      const WeftOp *row = compiler->rows[k];

      if (!compiler->differentiates[k])
        continue;
      if (!weft_op_has_backward (row))
        {
          g_set_error (compiler->error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                       _ ("%s: no gradient can pass through “%s”."), op->node_name, op->op);
          return FALSE;
        }
      if (row->is_view || row->passes_gradient)
        continue;
      for (guint i = 0; i < op->n_in; i++)
        if (op->in[i] >= 0)
          compiler->backward_reads[op->in[i]] |= weft_op_get_input (row, i)->backward_reads;
      for (guint o = 0; o < op->n_out; o++)
        compiler->backward_reads[op->out[o]] |= row->outputs[o].backward_reads;
    }
  return TRUE;
}

gboolean
weft_compile_reach (WeftCompiler *compiler)
{
  if (!find_rows (compiler))
    return FALSE;
  find_given (compiler);
  choose_end (compiler);
  find_learners (compiler);
  choose_ops (compiler);
  if (!check_entry (compiler))
    return FALSE;
  mark_readers (compiler);
  mark_results (compiler);
  if (compiler->plan->options.mode != WEFT_MODE_TRAIN)
    return TRUE;
  mark_wants (compiler);
  return mark_backward_reads (compiler);
}
