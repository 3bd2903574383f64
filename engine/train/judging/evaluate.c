/* evaluate: loss and metrics of a state over one part of the data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/writing.h"
#include "engine/train/judging/evaluate-private.h"
#include "engine/train/judging/jury.h"
#include "engine/train/model/average.h"
#include "engine/train/model/trial-run.h"

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

/* --- every loss judges, batch by batch --- */

/* Whether some loss judges each step of a sample: batches are then as long as the longest one. */
static gboolean
has_steps (const WeftModel *model)
{
  for (guint i = 0; i < model->n_judges; i++)
    if (model->judges[i].judged.has_steps)
      return TRUE;
  return FALSE;
}

/* Samples of a part lie anywhere in the set: the disk may fetch those of the next batch while the
 * network is at this one. */
static void
expect (const WeftModel *model, const guint32 *samples, gint64 n)
{
  for (guint k = 0; k < model->n_feeds; k++)
    weft_feed_expect (&model->feeds[k], samples, n);
}

/* FALSE without an error: interrupted. */
static gboolean
run_batches (WeftRunner *runner, WeftEvaluation *evaluation, WeftJury *juries, GError **error)
{
  const guint32 *samples = runner->model->split->samples[evaluation->part];
  gboolean is_even = has_steps (runner->model);
  WeftProgram *program;

  for (gint64 at = 0, n; at < evaluation->count; at += n)
    {
      WeftBinding binding;
      WeftExec *exec;

      if (weft_interrupt_is_due (&runner->interrupt))
        return FALSE;
      n = MIN (runner->batch, evaluation->count - at);
      binding = is_even ? weft_model_bind (runner->model, n)
                        : weft_model_bind_samples (runner->model, samples + at, n);
      weft_model_gather (runner->model, samples + at, binding, runner->inputs);
      expect (runner->model, samples + at + n, MIN (runner->batch, evaluation->count - at - n));
      exec = weft_runner_run (runner, binding, &program, error);
      if (exec == NULL || weft_exec_is_given_up (exec))
        return FALSE;
      for (guint i = 0; i < evaluation->n_results; i++)
        weft_jury_add (&juries[i], exec, program, samples + at, binding);
    }
  return TRUE;
}

static gboolean
judge (WeftRunner *runner, WeftEvaluation *evaluation, const WeftProgram *program, GError **error)
{
  WeftJury *juries = g_new0 (WeftJury, evaluation->n_results);
  gboolean done = TRUE;

  for (guint i = 0; i < evaluation->n_results; i++)
    juries[i] = (WeftJury){
      .runner = runner, .judge = i, .evaluation = evaluation, .result = &evaluation->results[i]
    };
  for (guint i = 0; done && i < evaluation->n_results; i++)
    done = weft_jury_begin (&juries[i], program, error);
  done = done && run_batches (runner, evaluation, juries, error);
  for (guint i = 0; i < evaluation->n_results; i++)
    {
      if (done)
        weft_jury_end (&juries[i]);
      evaluation->loss += weft_program_get_loss (program, i)->weight * evaluation->results[i].loss;
      weft_jury_clear (&juries[i]);
    }
  g_free (juries);
  return done;
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

static gboolean
find_figure (WeftRunner *runner, WeftEvaluation *evaluation, GError **error)
{
  int figure = runner->model->figure;

  return figure < 0
         || weft_runner_judge (runner, evaluation->part, &evaluation->metrics[figure], error);
}

static gboolean
has_alignment (const WeftModel *model)
{
  for (guint i = 0; i < model->n_judges; i++)
    if (model->judges[i].judged.blank > 0)
      return TRUE;
  return FALSE;
}

/* What judges sequences judges what the network writes on its own, where it can. */
static gboolean
judge_writing (WeftRunner *runner, WeftEvaluation *evaluation, GError **error)
{
  const WeftDecoding *decoding = runner->decoding;
  g_autoptr (GError) cause = NULL;

  if (decoding != NULL && decoding->row->read != NULL && has_alignment (runner->model))
    {
      evaluation->decoder = decoding->row->id;
      return TRUE;
    }
  if (decoding == NULL && !weft_model_judges_writing (runner->model))
    return TRUE;
  if (weft_model_judge_writing (runner->model, runner->state, evaluation->part, decoding,
                                &runner->interrupt, evaluation->metrics, &cause))
    evaluation->decoder = decoding != NULL ? decoding->row->id : "greedy";
  else if (cause == NULL)
    return FALSE;
  else if (decoding != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return evaluation->decoder != NULL || decoding == NULL;
}

WeftEvaluation *
weft_evaluation_run (WeftRunner *runner, WeftPart part, GError **error)
{
  g_autoptr (WeftEvaluation) evaluation = NULL;
  WeftProgram *program = check_part (runner, part, error);
  gboolean is_judged;

  if (program == NULL)
    return NULL;
  evaluation = g_new0 (WeftEvaluation, 1);
  evaluation->ref_count = 1;
  evaluation->part = part;
  evaluation->step = runner->state->step;
  evaluation->count = runner->model->split->count[part];
  evaluation->n_results = runner->model->n_judges;
  evaluation->results = g_new0 (WeftResult, evaluation->n_results);
  for (guint i = 0; i < evaluation->n_results; i++)
    evaluation->results[i].badness = NAN;
  weft_average_swap (runner->model->training.ema_decay, runner->state);
  is_judged = judge (runner, evaluation, program, error)
              && judge_writing (runner, evaluation, error)
              && find_figure (runner, evaluation, error);
  weft_average_swap (runner->model->training.ema_decay, runner->state);
  return is_judged ? g_steal_pointer (&evaluation) : NULL;
}

WeftEvaluation *
weft_evaluate_by (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool, int level,
                  const WeftDecoding *decoding, const WeftInterrupt *interrupt, GError **error)
{
  g_autoptr (WeftRunner) runner
      = weft_evaluation_new_runner (model, state, part, pool, level, error);

  if (runner == NULL)
    return NULL;
  if (interrupt != NULL)
    runner->interrupt = *interrupt;
  runner->decoding = decoding;
  return weft_evaluation_run (runner, part, error);
}

WeftEvaluation *
weft_evaluate_until (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool, int level,
                     const WeftInterrupt *interrupt, GError **error)
{
  return weft_evaluate_by (model, state, part, pool, level, NULL, interrupt, error);
}

WeftEvaluation *
weft_evaluate (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool, int level,
               GError **error)
{
  return weft_evaluate_until (model, state, part, pool, level, NULL, error);
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
  for (guint i = 0; i < evaluation->n_results; i++)
    {
      g_clear_pointer (&evaluation->results[i].predictions, weft_tensor_unref);
      g_free (evaluation->results[i].samples);
      g_free (evaluation->results[i].confusion);
    }
  g_free (evaluation->results);
  g_free (evaluation);
}

/* --- inference --- */

/* The value that is asked for. */
static int
find_value (const WeftProgram *program, int loss)
{
  return loss < 0 ? weft_program_get_answer (program)
                  : weft_program_get_loss (program, (guint) loss)->prediction;
}

/* For `count` samples of that value. */
static WeftTensor *
new_predictions (const WeftProgram *program, int value, gint64 count, GError **error)
{
  WeftShape shape = g_array_index (program->values, WeftProgramValue, value).shape;
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
collect (WeftTensor **predictions, WeftExec *exec, const WeftProgram *program, int value, gint64 at,
         gint64 n, gint64 count, GError **error)
{
  const float *values = weft_exec_get_value (exec, value);
  gsize row;

  g_return_val_if_fail (values != NULL, FALSE);
  if (*predictions == NULL)
    *predictions = new_predictions (program, value, count, error);
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
    for (gint64 i = 0; runner->inputs[k] != NULL && model->feeds[k].is_mask
                       && i < runner->batch * model->feeds[k].count;
         i++)
      ((float *) runner->inputs[k])[i] = 1.0f;
}

static WeftTensor *
infer (WeftRunner *runner, const float *x, gint64 n, gboolean raw, int loss, GError **error)
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
      if (exec == NULL
          || !collect (&predictions, exec, program, find_value (program, loss), at, left, n, error))
        {
          g_clear_pointer (&predictions, weft_tensor_unref);
          return NULL;
        }
    }
  return predictions;
}

WeftTensor *
weft_runner_infer (WeftRunner *runner, const float *x, gint64 n, gboolean raw, int loss,
                   GError **error)
{
  WeftTensor *predictions;

  weft_average_swap (runner->model->training.ema_decay, runner->state);
  predictions = infer (runner, x, n, raw, loss, error);
  weft_average_swap (runner->model->training.ema_decay, runner->state);
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
  return runner != NULL ? weft_runner_infer (runner, x, n, raw, -1, error) : NULL;
}
