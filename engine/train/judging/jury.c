/* jury: what is made of the answers that one loss judges, batch by batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/jury.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/kind-row.h"
#include "engine/train/model/judges.h"

#define MAX_CONFUSED 1024 /* classes: their matrix has 8 MB */

static const WeftJudge *
get_judge (const WeftJury *jury)
{
  return &jury->runner->model->judges[jury->judge];
}

void
weft_jury_clear (WeftJury *jury)
{
  for (guint i = 0; i < WEFT_MAX_CRITERIA; i++)
    g_clear_pointer (&jury->measures[i], weft_measure_free);
  g_clear_pointer (&jury->keep, weft_keep_free);
  weft_memory_free (jury->restored);
}

/* Labels that a matrix can be made of. */
static void
prepare_confusion (WeftJury *jury)
{
  const WeftJudge *judge = get_judge (jury);
  const WeftField *target = weft_model_get_target (jury->runner->model, jury->judge);
  int classes = target != NULL ? target->classes : 0;

  if (weft_kind_get_row (judge->judged.target_kind)->answer != WEFT_ANSWER_CHOICE || classes <= 0
      || classes > MAX_CONFUSED || weft_shape_sample_count (&judge->judged.prediction) != classes)
    return;
  jury->result->classes = classes;
  jury->result->confusion = g_new0 (gint64, (gsize) classes * (gsize) classes);
}

/* What the answers are judged by, where it is standardised; else NULL. */
static const WeftFeed *
get_scaled (const WeftJury *jury)
{
  const WeftJudge *judge = get_judge (jury);
  const WeftFeed *feed = judge->target < 0 ? NULL : &jury->runner->model->feeds[judge->target];
  gboolean is_scaled = feed != NULL && feed == weft_model_get_y (jury->runner->model)
                       && feed->scaling.mean != NULL
                       && weft_shape_sample_count (&judge->judged.prediction) == feed->count;

  return is_scaled ? feed : NULL;
}

/* Numbers to predict are judged in the data's own unit. */
static gboolean
prepare_units (WeftJury *jury, GError **error)
{
  const WeftFeed *feed = get_scaled (jury);

  if (feed == NULL)
    return TRUE;
  jury->restored
      = weft_memory_new ((gsize) (2 * jury->runner->batch * feed->count) * sizeof (float), error);
  return jury->restored != NULL;
}

static gboolean
prepare_measures (WeftJury *jury, GError **error)
{
  const WeftModel *model = jury->runner->model;
  const WeftDecoding *decoding = jury->runner->decoding;
  WeftJudged judged = get_judge (jury)->judged;

  if (decoding != NULL && decoding->row->read != NULL)
    judged.beam = (int) weft_decoding_count (decoding);

  for (guint i = 0; i < model->n_criteria; i++)
    {
      const WeftCriterion *criterion = &model->criteria[i];

      if (criterion->judge != jury->judge || criterion->metric == NULL || (int) i == model->figure)
        continue;
      jury->measures[i] = weft_measure_begin (criterion->metric, &judged, error);
      if (jury->measures[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
weft_jury_begin (WeftJury *jury, const WeftProgram *program, GError **error)
{
  const WeftProgramLoss *loss = weft_program_get_loss (program, jury->judge);

  jury->answer = get_judge (jury)->judged;
  if (loss->prediction < 0)
    return prepare_measures (jury, error);
  if (get_judge (jury)->target < 0)
    jury->answer.prediction
        = g_array_index (program->values, WeftProgramValue, loss->prediction).shape;
  prepare_confusion (jury);
  jury->keep = weft_keep_new (&jury->answer, jury->evaluation->count, error);
  return jury->keep != NULL && prepare_measures (jury, error) && prepare_units (jury, error);
}

/* Fills in predictions and targets of n samples in the data's own unit. */
static void
restore_units (WeftJury *jury, const guint32 *samples, WeftJudgedBatch *batch)
{
  const WeftFeed *feed = get_scaled (jury);
  gint64 width = feed->count;
  float *targets = jury->restored + jury->runner->batch * width;

  memcpy (jury->restored, batch->prediction, (gsize) (batch->n * width) * sizeof (float));
  weft_scaling_undo (&feed->scaling, jury->restored, batch->n * batch->steps);
  for (gint64 i = 0; i < batch->n; i++)
    weft_field_get (feed->field, samples[i], targets + i * width);
  batch->prediction = jury->restored;
  batch->target = targets;
}

static void
count_confusion (WeftResult *result, const WeftJudgedBatch *batch)
{
  const gint64 *labels = batch->target;
  int n = result->classes;

  for (gint64 i = 0; i < batch->n; i++)
    result->confusion[labels[i] * n + weft_metric_argmax (batch->prediction + i * n, n)]++;
}

static void
keep (WeftJury *jury, const guint32 *samples, const WeftJudgedBatch *batch)
{
  const WeftJudged *judged = &jury->answer;
  gint64 width = weft_shape_sample_count (&judged->prediction);
  gsize target_bytes = (gsize) weft_shape_sample_count (&judged->target)
                       * weft_type_size (weft_kind_get_type (judged->target_kind));

  for (gint64 i = 0; i < batch->n; i++)
    weft_keep_add (jury->keep, samples[i], batch->prediction + i * width,
                   (const char *) batch->target + (gsize) i * target_bytes);
}

/* Which of a value’s steps are real; −1: all are. */
static int
get_mask (const WeftProgram *program, int value)
{
  return value < 0 ? -1 : g_array_index (program->values, WeftProgramValue, value).mask;
}

/* Where each step is judged: which of them count, (N, T), as the runner was given it, or as the
 * network made it. */
static const float *
find_mask (const WeftJury *jury, const WeftExec *exec, const WeftProgram *program, int mask)
{
  if (!jury->answer.has_steps)
    return NULL;
  for (guint k = 0; mask >= 0 && k < program->inputs->len; k++)
    if (g_array_index (program->inputs, WeftProgramInput, k).value == mask)
      return jury->runner->inputs[k];
  return mask >= 0 ? weft_exec_get_value (exec, mask) : NULL;
}

static gint64
count_steps (const WeftJury *jury, const WeftProgram *program, int prediction)
{
  return jury->answer.has_steps
             ? g_array_index (program->values, WeftProgramValue, prediction).shape.dims[1]
             : 1;
}

/* What the loss of a batch is a mean over. */
static double
count_weight (const WeftJury *jury, const WeftJudgedBatch *batch)
{
  double weight = 0;

  if (batch->mask == NULL || jury->answer.blank > 0)
    return (double) batch->n;
  for (gint64 i = 0; i < batch->n * batch->steps; i++)
    weight += (double) batch->mask[i];
  return weight;
}

static void
judge_answers (WeftJury *jury, const guint32 *samples, WeftJudgedBatch *batch)
{
  g_return_if_fail (batch->prediction != NULL);
  if (jury->restored != NULL)
    restore_units (jury, samples, batch);
  for (guint i = 0; i < jury->runner->model->n_criteria; i++)
    if (jury->measures[i] != NULL)
      weft_measure_add (jury->measures[i], batch);
  if (jury->result->confusion != NULL)
    count_confusion (jury->result, batch);
  if (jury->keep != NULL)
    keep (jury, samples, batch);
}

/* Numbers of a sample's target in this batch. */
static gint64
count_target (const WeftProgram *program, int target)
{
  return target < 0 ? 0
                    : weft_shape_sample_count (
                        &g_array_index (program->values, WeftProgramValue, target).shape);
}

void
weft_jury_add (WeftJury *jury, const WeftExec *exec, const WeftProgram *program,
               const guint32 *samples, WeftBinding binding)
{
  const WeftProgramLoss *loss = weft_program_get_loss (program, jury->judge);
  const float *value = weft_exec_get_value (exec, loss->loss);
  int judged = weft_program_get_judged_value (loss);
  WeftJudgedBatch batch = { .n = binding.n,
                            .steps = count_steps (jury, program, judged),
                            .prediction = weft_exec_get_value (exec, judged),
                            .target = weft_exec_get_value (exec, loss->target),
                            .mask_rank = 2,
                            .n_target = count_target (program, loss->target) };
  double weight;

  batch.mask
      = find_mask (jury, exec, program,
                   loss->mask >= 0 && loss->blank == 0 ? loss->mask : get_mask (program, judged));
  if (loss->blank > 0)
    batch.target_mask = find_mask (jury, exec, program, get_mask (program, loss->target));
  weight = count_weight (jury, &batch);
  jury->sum += (double) *value * weight;
  jury->weight += weight;
  if (judged >= 0)
    judge_answers (jury, samples, &batch);
}

void
weft_jury_end (WeftJury *jury)
{
  const WeftModel *model = jury->runner->model;
  WeftResult *result = jury->result;

  result->loss = jury->sum / jury->weight;
  for (guint i = 0; i < model->n_criteria; i++)
    if (jury->measures[i] != NULL)
      jury->evaluation->metrics[i] = weft_measure_end (jury->measures[i]);
    else if (model->criteria[i].judge == jury->judge && (int) i != model->figure)
      jury->evaluation->metrics[i] = result->loss;
  if (jury->keep != NULL)
    result->badness
        = weft_keep_end (jury->keep, &result->kept, &result->predictions, &result->samples);
}
