/* explaining: what the explainers share: a sample that a network answered, what is asked of the
 * answer, and passes of other samples in its place */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explaining.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/base/memory.h"
#include "engine/plan/program-private.h"
#include "engine/train/answers/asking.h"

#define value_at(program, i) (&g_array_index ((program)->values, WeftProgramValue, i))
#define op_at(program, i) (&g_array_index ((program)->ops, WeftProgramOp, i))

gint64
weft_explaining_count (const WeftExplaining *explaining, int value)
{
  return weft_shape_sample_count (&value_at (explaining->program, value)->shape);
}

gboolean
weft_explaining_is_due (const WeftExplaining *explaining)
{
  return weft_interrupt_is_due (explaining->interrupt);
}

gboolean *
weft_explaining_mark (const WeftExplaining *explaining)
{
  gboolean *marks = g_new0 (gboolean, explaining->program->values->len + 1);

  weft_program_mark_before (explaining->program, explaining->answer, marks);
  return marks;
}

int
weft_explaining_find_node (const WeftExplaining *explaining, gint64 node)
{
  int value = node != 0 ? weft_program_find_output (explaining->program, node, 0) : -1;
  g_autofree gboolean *marks = weft_explaining_mark (explaining);

  return value >= 0 && marks[value] && value_at (explaining->program, value)->shape.type == WEFT_F32
             ? value
             : -1;
}

/* --- what an answer hangs on --- */

static void
add_footing (WeftExplaining *explaining, int value, const WeftField *field, int of)
{
  WeftFooting *footing = &explaining->footings[explaining->n_footings];
  gint64 count = weft_explaining_count (explaining, value);

  if (explaining->n_footings == WEFT_MAX_FOOTINGS)
    return;
  footing->value = value;
  footing->field = field;
  footing->is_input = value == of;
  footing->places = weft_explaining_count (explaining, of);
  footing->width = count / MAX (footing->places, 1);
  explaining->n_footings++;
}

/* Whether a value has a row of numbers for each number of the other: (N, T, D) of (N, T). */
static gboolean
goes_along (const WeftProgram *program, int value, int with)
{
  const WeftShape *rows = &value_at (program, value)->shape, *of = &value_at (program, with)->shape;

  for (int axis = 0; axis < of->rank; axis++)
    if (axis >= rows->rank || rows->dims[axis] != of->dims[axis])
      return FALSE;
  return TRUE;
}

/* What stands for whole numbers is the first that is made of them and can be differentiated. */
static void
follow_whole (WeftExplaining *explaining, const gboolean *marks, const WeftField *field, int of)
{
  const WeftProgram *program = explaining->program;
  g_autofree gboolean *is_whole = g_new0 (gboolean, program->values->len + 1);

  is_whole[of] = TRUE;
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (program, k);
      int out = op->out[0];
      gboolean reads = FALSE;

      for (guint i = 0; i < op->n_in; i++)
        reads |= op->in[i] >= 0 && is_whole[op->in[i]];
      if (!reads || !marks[out])
        continue;
      is_whole[out] = value_at (program, out)->shape.type != WEFT_F32;
      if (!is_whole[out] && goes_along (program, out, of))
        add_footing (explaining, out, field, of);
    }
}

static void
find_footings (WeftExplaining *explaining)
{
  const WeftProgram *program = explaining->program;
  g_autofree gboolean *marks = weft_explaining_mark (explaining);

  explaining->n_footings = 0;
  for (guint i = 0; i < program->inputs->len; i++)
    {
      const WeftProgramInput *input = &g_array_index (program->inputs, WeftProgramInput, i);
      const WeftField *field
          = weft_program_get_field (program, explaining->model->dataset, input->value);

      if (field == NULL || input->is_mask || !marks[input->value])
        continue;
      if (value_at (program, input->value)->shape.type == WEFT_F32)
        add_footing (explaining, input->value, field, input->value);
      else
        follow_whole (explaining, marks, field, input->value);
    }
}

/* What the judge's loss judges; of one that judges nothing, as where two views of a sample are to
 * be alike, what it reads first. */
static int
find_answer (const WeftExplaining *explaining)
{
  const WeftProgram *program = explaining->program;
  const WeftProgramLoss *loss = explaining->judge < program->losses->len
                                    ? weft_program_get_loss (program, explaining->judge)
                                    : weft_program_get_chief (program);

  if (loss == NULL || loss->prediction >= 0)
    return loss != NULL ? loss->prediction : -1;
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = op_at (program, k);

      if (op->node == loss->node && op->in[0] >= 0 && value_at (program, op->in[0])->shape.rank > 1
          && value_at (program, op->in[0])->shape.type == WEFT_F32)
        return op->in[0];
    }
  return -1;
}

gboolean
weft_explaining_look (WeftExplaining *explaining, GError **error)
{
  WeftModel *model = explaining->model;

  explaining->sample = MIN (explaining->sample, (guint32) MAX (model->dataset->count, 1) - 1);
  explaining->binding = weft_model_bind_samples (model, &explaining->sample, 1);
  explaining->program = weft_model_get_program (model, explaining->binding, error);
  if (explaining->program == NULL)
    return FALSE;
  explaining->answer = find_answer (explaining);
  if (explaining->answer < 0)
    {
      g_set_error_literal (
          error, WEFT_ERROR, WEFT_ERROR_INVALID,
          _ ("The network has no loss that judges an answer, so there is no answer "
             "to explain."));
      return FALSE;
    }
  explaining->shape
      = weft_shape_of_one (&value_at (explaining->program, explaining->answer)->shape);
  find_footings (explaining);
  return TRUE;
}

/* --- the sample itself --- */

static gboolean
bind_sample (WeftExplaining *explaining, GError **error)
{
  const WeftPlanOptions options
      = { .mode = WEFT_MODE_INFER, .level = explaining->level, .keep_all = TRUE };
  WeftPlan *plan = weft_model_get_plan (explaining->model, explaining->binding, &options, error);

  if (plan == NULL || !weft_model_new_inputs (explaining->model, 1, explaining->inputs, error))
    return FALSE;
  explaining->exec = weft_exec_new (plan, explaining->state, explaining->pool, error);
  return explaining->exec != NULL;
}

gboolean
weft_explaining_begin (WeftExplaining *explaining, GError **error)
{
  weft_float_prepare_thread ();
  if (explaining->level < 0)
    explaining->level = weft_kernel_best_level ();
  if (!weft_explaining_look (explaining, error) || !bind_sample (explaining, error))
    return FALSE;
  weft_model_gather (explaining->model, &explaining->sample, explaining->binding,
                     explaining->inputs);
  weft_exec_set_inputs (explaining->exec, (const void *const *) explaining->inputs);
  weft_exec_set_interrupt (explaining->exec, explaining->interrupt);
  weft_exec_run (explaining->exec, explaining->state->seed, explaining->state->step);
  if (weft_exec_is_given_up (explaining->exec))
    return FALSE;
  explaining->ask = g_new0 (float, weft_explaining_count (explaining, explaining->answer) + 1);
  weft_explaining_choose (explaining);
  return TRUE;
}

void
weft_explaining_clear (WeftExplaining *explaining)
{
  g_clear_pointer (&explaining->exec, weft_exec_free);
  weft_model_free_inputs (explaining->inputs);
  g_clear_pointer (&explaining->ask, g_free);
}

const float *
weft_explaining_get (const WeftExplaining *explaining, int value)
{
  return weft_exec_get_value (explaining->exec, value);
}

static double
weigh (const float *ask, const float *answer, gint64 n)
{
  double sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += (double) ask[i] * (double) answer[i];
  return sum;
}

double
weft_explaining_get_score (const WeftExplaining *explaining)
{
  return weigh (explaining->ask, weft_explaining_get (explaining, explaining->answer),
                weft_explaining_count (explaining, explaining->answer));
}

/* --- passes --- */

static WeftPlan *
compile_pass (WeftPass *pass, WeftBinding binding, GError **error)
{
  const WeftExplaining *explaining = pass->explaining;
  WeftProgram *program = weft_model_get_program (explaining->model, binding, error);
  g_autoptr (GArray) nothing = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) given = g_array_new (FALSE, FALSE, sizeof (int));
  WeftPlanOptions options = {
    .mode = pass->n_footings > 0 ? WEFT_MODE_TRAIN : WEFT_MODE_INFER,
    .level = explaining->level,
    .input_gradient = TRUE,
    .given = given,
    .wrt = nothing,
    .rest_stands_still = TRUE,
    .asked = pass->asked + 1,
  };

  if (program == NULL)
    return NULL;
  for (guint g = 0; g < pass->n_footings; g++)
    if (!pass->footings[g].is_input)
      g_array_append_val (given, pass->footings[g].value);
  return weft_plan_compile (program, &options, error);
}

/* The sample as often as there is room, and its footings as they are. */
static gboolean
fill_pass (WeftPass *pass, WeftBinding binding, GError **error)
{
  const WeftExplaining *explaining = pass->explaining;
  g_autofree guint32 *samples = g_new (guint32, pass->n);

  for (gint64 i = 0; i < pass->n; i++)
    samples[i] = explaining->sample;
  weft_model_gather (explaining->model, samples, binding, pass->inputs);
  for (guint g = 0; g < pass->n_footings; g++)
    {
      const WeftFooting *footing = &pass->footings[g];
      gint64 count = weft_explaining_count (explaining, footing->value);

      if (footing->is_input)
        {
          pass->at[g] = pass->inputs[weft_model_find_feed (explaining->model, footing->field)];
          continue;
        }
      pass->at[g] = weft_memory_new ((gsize) (pass->n * count) * sizeof (float), error);
      if (pass->at[g] == NULL)
        return FALSE;
      for (gint64 i = 0; i < pass->n; i++)
        memcpy (pass->at[g] + i * count, weft_explaining_get (explaining, footing->value),
                (gsize) count * sizeof (float));
    }
  return TRUE;
}

/* What a run is given: the feeds, the footings that are none, and what is asked. */
static void
set_inputs (WeftPass *pass)
{
  const void *inputs[WEFT_MAX_FEEDS + WEFT_MAX_FOOTINGS + 1] = { NULL };
  guint n = pass->explaining->model->n_feeds;

  for (guint k = 0; k < n; k++)
    inputs[k] = pass->inputs[k];
  for (guint g = 0; g < pass->n_footings; g++)
    if (!pass->footings[g].is_input)
      inputs[n++] = pass->at[g];
  inputs[n] = pass->ask;
  weft_exec_set_inputs (pass->exec, inputs);
}

gboolean
weft_pass_init (WeftPass *pass, const WeftExplaining *explaining, int asked,
                const WeftFooting *footings, guint n_footings, gint64 n, GError **error)
{
  WeftBinding binding = explaining->binding;
  gint64 count = weft_explaining_count (explaining, asked);
  g_autoptr (WeftPlan) plan = NULL;

  *pass = (WeftPass){
    .explaining = explaining, .n = n, .asked = asked, .footings = footings, .n_footings = n_footings
  };
  binding.n = n;
  plan = compile_pass (pass, binding, error);
  if (plan == NULL || !weft_model_new_inputs (explaining->model, n, pass->inputs, error)
      || !fill_pass (pass, binding, error))
    return FALSE;
  pass->ask = g_new0 (float, n *count + 1);
  for (gint64 i = 0; asked == explaining->answer && i < n; i++)
    memcpy (pass->ask + i * count, explaining->ask, (gsize) count * sizeof (float));
  pass->exec = weft_exec_new (plan, explaining->state, explaining->pool, error);
  if (pass->exec == NULL)
    return FALSE;
  weft_exec_set_interrupt (pass->exec, explaining->interrupt);
  return TRUE;
}

void
weft_pass_clear (WeftPass *pass)
{
  g_clear_pointer (&pass->exec, weft_exec_free);
  for (guint g = 0; g < pass->n_footings; g++)
    if (!pass->footings[g].is_input)
      g_clear_pointer (&pass->at[g], weft_memory_free);
  weft_model_free_inputs (pass->inputs);
  g_clear_pointer (&pass->ask, g_free);
}

gboolean
weft_pass_run (WeftPass *pass)
{
  set_inputs (pass);
  weft_exec_run (pass->exec, pass->explaining->state->seed, pass->explaining->state->step);
  return !weft_exec_is_given_up (pass->exec) && !weft_explaining_is_due (pass->explaining);
}

double
weft_pass_get_score (const WeftPass *pass, gint64 i)
{
  gint64 count = weft_explaining_count (pass->explaining, pass->asked);
  const float *answer = weft_exec_get_value (pass->exec, pass->asked);

  return weigh (pass->ask + i * count, answer + i * count, count);
}

const float *
weft_pass_get_gradient (const WeftPass *pass, guint footing)
{
  return weft_exec_get_gradient (pass->exec, pass->footings[footing].value);
}
