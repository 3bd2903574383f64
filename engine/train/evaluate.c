/* evaluate: loss and metrics of a state over one part of the data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/evaluate-private.h"
#include "engine/base/memory.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define INFER_BATCH 512

WeftRunner *
weft_evaluation_new_runner (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool,
                            int level, GError **error)
{
  WeftPlanOptions options = { .mode = WEFT_MODE_EVALUATE, .level = level };
  gint64 batch = MIN (weft_model_get_batch (model), model->split->count[part]);

  return weft_runner_new (model, state, pool, &options, MAX (1, batch), error);
}

/* (count, …) from the shape of one batch. */
static WeftShape
shape_for (const WeftProgram *program, int value, gint64 count)
{
  WeftShape shape = g_array_index (program->values, WeftProgramValue, value).shape;

  if (shape.rank == 0)
    shape.rank = 1;
  shape.dims[0] = count;
  return shape;
}

/* Copies what the batch beginning at `at` predicted; the first one decides the shape. */
static gboolean
keep_predictions (WeftTensor **predictions, WeftExec *exec, const WeftProgram *program, gint64 at,
                  gint64 n, gint64 count, GError **error)
{
  int answer = weft_program_get_answer (program);
  const float *values = weft_exec_get_value (exec, answer);
  gsize row;

  if (*predictions == NULL)
    {
      WeftShape shape = shape_for (program, answer, count);

      *predictions = weft_tensor_new (&shape);
      if (*predictions == NULL)
        {
          g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                               _ ("There is not enough memory for the predictions."));
          return FALSE;
        }
    }
  g_return_val_if_fail (values != NULL, FALSE);
  row = (gsize) weft_shape_sample_count (&(*predictions)->shape);
  memcpy (weft_tensor_floats (*predictions) + (gsize) at * row, values,
          (gsize) n * row * sizeof (float));
  return TRUE;
}

static gboolean
run_batches (WeftRunner *runner, WeftEvaluation *evaluation, char *targets, GError **error)
{
  gsize y_bytes = (gsize) runner->model->y_count * weft_type_size (runner->model->y_type);
  double sum = 0;
  WeftProgram *program;

  for (gint64 at = 0, n; at < evaluation->count; at += n)
    {
      WeftExec *exec;

      if (runner->interrupt != NULL && weft_mailbox_has_mail (runner->interrupt))
        return FALSE;
      n = MIN (runner->batch, evaluation->count - at);
      weft_model_gather (runner->model, evaluation->samples + at, n, runner->x, runner->y);
      memcpy (targets + (gsize) at * y_bytes, runner->y, (gsize) n * y_bytes);
      exec = weft_runner_run (runner, n, &program, error);
      if (exec == NULL
          || !keep_predictions (&evaluation->predictions, exec, program, at, n, evaluation->count,
                                error))
        return FALSE;
      sum += (double) weft_exec_get_loss (exec) * (double) n;
    }
  evaluation->loss = sum / (double) evaluation->count;
  return TRUE;
}

static void
count_confusion (WeftEvaluation *evaluation, const WeftModel *model, const gint64 *labels)
{
  int classes = model->dataset->classes;
  const float *logits = weft_tensor_floats (evaluation->predictions);

  if (model->y_type != WEFT_I64 || classes <= 0
      || weft_shape_sample_count (&evaluation->predictions->shape) != classes)
    return;
  evaluation->classes = classes;
  evaluation->confusion = g_new0 (gint64, (gsize) classes * (gsize) classes);
  for (gint64 i = 0; i < evaluation->count; i++)
    evaluation
        ->confusion[labels[i] * classes + weft_metric_argmax (logits + i * classes, classes)]++;
}

/* Numbers to predict are judged in the data's own unit. */
static void
restore_units (WeftEvaluation *evaluation, const WeftModel *model, void *targets)
{
  WeftTensor *predictions = evaluation->predictions;

  if (model->y_scaling.mean == NULL
      || weft_shape_sample_count (&predictions->shape) != model->y_scaling.count)
    return;
  weft_scaling_undo (&model->y_scaling, weft_tensor_floats (predictions), evaluation->count);
  for (gint64 i = 0; i < evaluation->count; i++)
    weft_dataset_get_y (model->dataset, evaluation->samples[i],
                        (float *) targets + i * model->y_count);
}

static void
judge (WeftEvaluation *evaluation, WeftModel *model, const WeftProgram *program, void *targets)
{
  WeftShape target_shape = shape_for (program, program->y, evaluation->count);

  restore_units (evaluation, model, targets);
  for (guint i = 0; i < G_N_ELEMENTS (evaluation->metrics); i++)
    evaluation->metrics[i] = NAN;
  for (guint i = 0; model->metrics[i] != NULL; i++)
    evaluation->metrics[i] = model->metrics[i]->compute (
        weft_tensor_floats (evaluation->predictions), &evaluation->predictions->shape, targets,
        &target_shape, evaluation->count);
  count_confusion (evaluation, model, targets);
}

/* The program that evaluates, or why nothing can be evaluated. */
static WeftProgram *
check_part (WeftRunner *runner, WeftPart part, GError **error)
{
  WeftProgram *program = weft_model_get_program (runner->model, runner->batch, error);

  if (program == NULL)
    return NULL;
  if (program->loss >= 0 && program->y >= 0 && runner->model->split->count[part] > 0)
    return program;
  if (program->loss < 0 || program->y < 0)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         _ ("The network has no loss to be judged by."));
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("The %s part of the data is empty."),
                 weft_part_get_id (part));
  return NULL;
}

WeftEvaluation *
weft_evaluation_run (WeftRunner *runner, WeftPart part, GError **error)
{
  g_autoptr (WeftEvaluation) evaluation = NULL;
  WeftModel *model = runner->model;
  WeftProgram *program = check_part (runner, part, error);
  gpointer targets;

  if (program == NULL)
    return NULL;
  evaluation = g_new0 (WeftEvaluation, 1);
  evaluation->ref_count = 1;
  evaluation->part = part;
  evaluation->step = runner->state->step;
  evaluation->count = model->split->count[part];
  evaluation->samples
      = g_memdup2 (model->split->samples[part], (gsize) evaluation->count * sizeof (guint32));
  targets = weft_memory_new (
      (gsize) (evaluation->count * model->y_count) * weft_type_size (model->y_type), error);
  if (targets == NULL)
    return NULL;
  if (!run_batches (runner, evaluation, targets, error))
    {
      weft_memory_free (targets);
      return NULL;
    }
  judge (evaluation, model, program, targets);
  weft_memory_free (targets);
  return g_steal_pointer (&evaluation);
}

WeftEvaluation *
weft_evaluate (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool, int level,
               GError **error)
{
  g_autoptr (WeftRunner) runner
      = weft_evaluation_new_runner (model, state, part, pool, level, error);

  return runner != NULL ? weft_evaluation_run (runner, part, error) : NULL;
}

WeftEvaluation *
weft_evaluation_ref (WeftEvaluation *evaluation)
{
  g_atomic_int_inc (&evaluation->ref_count);
  return evaluation;
}

void
weft_evaluation_unref (WeftEvaluation *evaluation)
{
  if (!g_atomic_int_dec_and_test (&evaluation->ref_count))
    return;
  g_clear_pointer (&evaluation->predictions, weft_tensor_unref);
  g_free (evaluation->samples);
  g_free (evaluation->confusion);
  g_free (evaluation);
}

WeftTensor *
weft_runner_infer (WeftRunner *runner, const float *x, gint64 n, gboolean raw, GError **error)
{
  WeftTensor *predictions = NULL;
  gsize row = (gsize) runner->model->x_count;
  WeftProgram *program;

  for (gint64 at = 0, left; at < n; at += left)
    {
      WeftExec *exec;

      left = MIN (runner->batch, n - at);
      memcpy (runner->x, x + (gsize) at * row, (gsize) left * row * sizeof (float));
      if (raw)
        weft_scaling_apply (&runner->model->x_scaling, runner->x, left);
      exec = weft_runner_run (runner, left, &program, error);
      if (exec == NULL || !keep_predictions (&predictions, exec, program, at, left, n, error))
        {
          g_clear_pointer (&predictions, weft_tensor_unref);
          return NULL;
        }
    }
  return predictions;
}

WeftTensor *
weft_infer (WeftModel *model, WeftState *state, const float *x, gint64 n, gboolean raw,
            WeftPool *pool, int level, GError **error)
{
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = level };
  g_autoptr (WeftRunner) runner = NULL;

  g_return_val_if_fail (n > 0, NULL);
  runner = weft_runner_new (model, state, pool, &options, MIN (n, INFER_BATCH), error);
  return runner != NULL ? weft_runner_infer (runner, x, n, raw, error) : NULL;
}
