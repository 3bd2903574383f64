/* evaluate: loss and metrics of a state over one part of the data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/evaluate-private.h"
#include "engine/base/memory.h"
#include "engine/train/keep.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define INFER_BATCH 512
#define MAX_CONFUSED 1024 /* classes: their matrix has 8 MB */

WeftRunner *
weft_evaluation_new_runner (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool,
                            int level, GError **error)
{
  WeftPlanOptions options = { .mode = WEFT_MODE_EVALUATE, .level = level };
  gint64 batch = MIN (weft_model_get_batch (model), model->split->count[part]);

  return weft_runner_new (model, state, pool, &options, MAX (1, batch), error);
}

/* --- what is made of the answers, batch by batch --- */

typedef struct
{
  WeftRunner *runner;
  WeftEvaluation *evaluation;
  WeftMeasure *measures[WEFT_MAX_METRICS + 1]; /* in the model's order; ends with NULL */
  WeftJudged answer; /* what is kept of: as the model's, else the answer alone */
  WeftKeep *keep;
  float *restored; /* predictions and targets in their own unit, (batch, …) each; nullable */
  double weight;   /* of the batches so far: samples, or steps where each is judged */
} Judge;

static void
judge_clear (Judge *judge)
{
  for (guint i = 0; judge->measures[i] != NULL; i++)
    weft_measure_free (judge->measures[i]);
  g_clear_pointer (&judge->keep, weft_keep_free);
  weft_memory_free (judge->restored);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judge, judge_clear)

/* Labels that a matrix can be made of. */
static void
prepare_confusion (Judge *judge)
{
  WeftModel *model = judge->runner->model;
  int classes = model->judging < 0 ? 0 : weft_model_get_target (model)->classes;

  if (model->judged.target_kind != WEFT_KIND_CLASS || classes <= 0 || classes > MAX_CONFUSED
      || weft_shape_sample_count (&model->judged.prediction) != classes)
    return;
  judge->evaluation->classes = classes;
  judge->evaluation->confusion = g_new0 (gint64, (gsize) classes * (gsize) classes);
}

/* Numbers to predict are judged in the data's own unit. */
static gboolean
prepare_units (Judge *judge, GError **error)
{
  const WeftModel *model = judge->runner->model;
  const WeftFeed *y = weft_model_get_y (model);

  if (y == NULL || model->judging < 0 || y != &model->feeds[model->judging]
      || y->scaling.mean == NULL || weft_shape_sample_count (&model->judged.prediction) != y->count)
    return TRUE;
  judge->restored
      = weft_memory_new ((gsize) (2 * judge->runner->batch * y->count) * sizeof (float), error);
  return judge->restored != NULL;
}

static gboolean
prepare_judge (Judge *judge, const WeftProgram *program, GError **error)
{
  const WeftModel *model = judge->runner->model;
  int answer = weft_program_get_answer (program);

  judge->answer = model->judged;
  if (model->judging < 0)
    judge->answer.prediction = g_array_index (program->values, WeftProgramValue, answer).shape;
  for (guint i = 0; model->metrics[i] != NULL; i++)
    {
      judge->measures[i] = weft_measure_begin (model->metrics[i], &model->judged, error);
      if (judge->measures[i] == NULL)
        return FALSE;
    }
  prepare_confusion (judge);
  judge->keep = weft_keep_new (&judge->answer, judge->evaluation->count, error);
  return judge->keep != NULL && prepare_units (judge, error);
}

/* Fills in predictions and targets of n samples in the data's own unit. */
static void
restore_units (Judge *judge, const guint32 *samples, WeftJudgedBatch *batch)
{
  const WeftFeed *y = weft_model_get_y (judge->runner->model);
  float *targets = judge->restored + judge->runner->batch * y->count;

  memcpy (judge->restored, batch->prediction, (gsize) (batch->n * y->count) * sizeof (float));
  weft_scaling_undo (&y->scaling, judge->restored, batch->n * batch->steps);
  for (gint64 i = 0; i < batch->n; i++)
    weft_field_get (y->field, samples[i], targets + i * y->count);
  batch->prediction = judge->restored;
  batch->target = targets;
}

static void
count_confusion (WeftEvaluation *evaluation, const WeftJudgedBatch *batch)
{
  const gint64 *labels = batch->target;
  int n = evaluation->classes;

  for (gint64 i = 0; i < batch->n; i++)
    evaluation->confusion[labels[i] * n + weft_metric_argmax (batch->prediction + i * n, n)]++;
}

static void
keep (Judge *judge, const guint32 *samples, const WeftJudgedBatch *batch)
{
  const WeftJudged *judged = &judge->answer;
  gint64 width = weft_shape_sample_count (&judged->prediction);
  gsize target_bytes = (gsize) weft_shape_sample_count (&judged->target)
                       * weft_type_size (weft_kind_get_type (judged->target_kind));

  for (gint64 i = 0; i < batch->n; i++)
    weft_keep_add (judge->keep, samples[i], batch->prediction + i * width,
                   (const char *) batch->target + (gsize) i * target_bytes);
}

/* Where each step is judged: which of them are real, (N, T), as the runner was given it. */
static const float *
find_mask (const Judge *judge, const WeftProgram *program)
{
  const WeftProgramLoss *chief = weft_program_get_chief (program);
  int mask = chief == NULL || !judge->answer.has_steps
                 ? -1
                 : g_array_index (program->values, WeftProgramValue, chief->prediction).mask;

  for (guint k = 0; mask >= 0 && k < program->inputs->len; k++)
    if (g_array_index (program->inputs, WeftProgramInput, k).value == mask)
      return judge->runner->inputs[k];
  return NULL;
}

static double
count_weight (const WeftJudgedBatch *batch)
{
  double weight = 0;

  if (batch->mask == NULL)
    return (double) batch->n;
  for (gint64 i = 0; i < batch->n * batch->steps; i++)
    weight += (double) batch->mask[i];
  return weight;
}

/* What the batch that was run says; its weight. */
static double
judge_batch (Judge *judge, WeftExec *exec, const WeftProgram *program, const guint32 *samples,
             WeftBinding binding)
{
  const WeftProgramLoss *chief = weft_program_get_chief (program);
  WeftJudgedBatch batch
      = { .n = binding.n,
          .steps = judge->answer.has_steps ? binding.t : 1,
          .prediction = weft_exec_get_value (exec, weft_program_get_answer (program)),
          .target = weft_exec_get_value (exec, chief != NULL ? chief->target : -1),
          .mask = find_mask (judge, program),
          .mask_rank = 2 };

  g_return_val_if_fail (batch.prediction != NULL, 0);
  if (judge->restored != NULL)
    restore_units (judge, samples, &batch);
  for (guint i = 0; judge->measures[i] != NULL; i++)
    weft_measure_add (judge->measures[i], &batch);
  if (judge->evaluation->confusion != NULL)
    count_confusion (judge->evaluation, &batch);
  keep (judge, samples, &batch);
  return count_weight (&batch);
}

/* FALSE without an error: interrupted. */
static gboolean
run_batches (Judge *judge, const guint32 *samples, GError **error)
{
  WeftRunner *runner = judge->runner;
  WeftEvaluation *evaluation = judge->evaluation;
  double sum = 0;
  WeftProgram *program;

  for (gint64 at = 0, n; at < evaluation->count; at += n)
    {
      WeftBinding binding;
      WeftExec *exec;
      double weight;

      if (runner->interrupt != NULL && weft_mailbox_has_mail (runner->interrupt))
        return FALSE;
      n = MIN (runner->batch, evaluation->count - at);
      binding = judge->answer.has_steps ? weft_model_bind (runner->model, n)
                                        : weft_model_bind_samples (runner->model, samples + at, n);
      weft_model_gather (runner->model, samples + at, binding, runner->inputs);
      exec = weft_runner_run (runner, binding, &program, error);
      if (exec == NULL)
        return FALSE;
      weight = judge_batch (judge, exec, program, samples + at, binding);
      sum += (double) weft_exec_get_loss (exec) * weight;
      judge->weight += weight;
    }
  evaluation->loss = sum / judge->weight;
  return TRUE;
}

static void
end_judge (Judge *judge)
{
  WeftEvaluation *evaluation = judge->evaluation;

  for (guint i = 0; i < G_N_ELEMENTS (evaluation->metrics); i++)
    evaluation->metrics[i] = NAN;
  for (guint i = 0; judge->measures[i] != NULL; i++)
    evaluation->metrics[i] = weft_measure_end (judge->measures[i]);
  evaluation->badness = weft_keep_end (judge->keep, &evaluation->kept, &evaluation->predictions,
                                       &evaluation->samples);
}

/* The program that evaluates, or why nothing can be evaluated. */
static WeftProgram *
check_part (WeftRunner *runner, WeftPart part, GError **error)
{
  WeftProgram *program = weft_model_get_program (
      runner->model, weft_model_bind (runner->model, runner->batch), error);

  if (program == NULL)
    return NULL;
  if (program->total >= 0 && runner->model->split->count[part] > 0)
    return program;
  if (program->total < 0)
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
  g_auto (Judge) judge = { .runner = runner };
  WeftProgram *program = check_part (runner, part, error);

  if (program == NULL)
    return NULL;
  evaluation = g_new0 (WeftEvaluation, 1);
  evaluation->ref_count = 1;
  evaluation->part = part;
  evaluation->step = runner->state->step;
  evaluation->count = runner->model->split->count[part];
  judge.evaluation = evaluation;
  if (!prepare_judge (&judge, program, error)
      || !run_batches (&judge, runner->model->split->samples[part], error))
    return NULL;
  end_judge (&judge);
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

/* --- inference --- */

/* For `count` answers of this program. */
static WeftTensor *
new_predictions (const WeftProgram *program, gint64 count, GError **error)
{
  WeftShape shape
      = g_array_index (program->values, WeftProgramValue, weft_program_get_answer (program)).shape;
  WeftTensor *predictions;

  shape.rank = MAX (1, shape.rank);
  shape.dims[0] = count;
  predictions = weft_tensor_new (&shape);
  if (predictions == NULL)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                         _ ("There is not enough memory for the predictions."));
  return predictions;
}

/* Copies what the batch beginning at `at` predicted; the first one decides the shape. */
static gboolean
collect (WeftTensor **predictions, WeftExec *exec, const WeftProgram *program, gint64 at, gint64 n,
         gint64 count, GError **error)
{
  const float *values = weft_exec_get_value (exec, weft_program_get_answer (program));
  gsize row;

  g_return_val_if_fail (values != NULL, FALSE);
  if (*predictions == NULL)
    *predictions = new_predictions (program, count, error);
  if (*predictions == NULL)
    return FALSE;
  row = (gsize) weft_shape_sample_count (&(*predictions)->shape);
  memcpy (weft_tensor_floats (*predictions) + (gsize) at * row, values,
          (gsize) n * row * sizeof (float));
  return TRUE;
}

/* What is given here has all its steps. */
static void
fill_masks (WeftRunner *runner)
{
  const WeftModel *model = runner->model;

  for (guint k = 0; k < model->n_feeds; k++)
    for (gint64 i = 0; model->feeds[k].is_mask && i < runner->batch * model->feeds[k].count; i++)
      ((float *) runner->inputs[k])[i] = 1.0f;
}

WeftTensor *
weft_runner_infer (WeftRunner *runner, const float *x, gint64 n, gboolean raw, GError **error)
{
  WeftTensor *predictions = NULL;
  const WeftFeed *feed = weft_model_get_x (runner->model);
  float *input = runner->inputs[feed - runner->model->feeds];
  gsize row = (gsize) feed->count;
  WeftProgram *program;

  fill_masks (runner);
  for (gint64 at = 0, left; at < n; at += left)
    {
      WeftExec *exec;

      left = MIN (runner->batch, n - at);
      memcpy (input, x + (gsize) at * row, (gsize) left * row * sizeof (float));
      if (raw)
        weft_scaling_apply (&feed->scaling, input, left);
      exec = weft_runner_run (runner, weft_model_bind (runner->model, left), &program, error);
      if (exec == NULL || !collect (&predictions, exec, program, at, left, n, error))
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
