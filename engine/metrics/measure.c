/* measure: one metric while it is being measured: begin, add batch after batch, end */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/measure.h"

#include <math.h>

#include "engine/base/memory.h"

struct _WeftMeasure
{
  const WeftMetric *metric;
  WeftAnswers form; /* n: how many were added */
  gpointer state;
};

/* Numbers of one answer. */
static gint64
get_width (const WeftShape *shape, gboolean has_steps)
{
  gint64 count = weft_shape_sample_count (shape);

  return has_steps ? count / shape->dims[1] : count;
}

static gboolean
takes (guint kinds, WeftKind kind)
{
  return ((kinds ? kinds : weft_kinds_of_type (WEFT_F32)) & WEFT_KIND_BIT (kind)) != 0;
}

static gboolean
is_labelled (const WeftJudged *judged)
{
  return weft_kind_get_type (judged->target_kind) == WEFT_I64;
}

gboolean
weft_metric_fits (const WeftMetric *metric, const WeftJudged *judged)
{
  gint64 width, target_width;

  if (metric->add == NULL
      || (judged->has_steps && MIN (judged->prediction.rank, judged->target.rank) < 2))
    return FALSE;
  width = get_width (&judged->prediction, judged->has_steps);
  target_width = get_width (&judged->target, judged->has_steps);
  return takes (metric->predictions, judged->prediction_kind)
         && takes (metric->targets, judged->target_kind) && width >= metric->least_width
         && target_width == (is_labelled (judged) ? 1 : width);
}

WeftMeasure *
weft_measure_begin (const WeftMetric *metric, const WeftJudged *judged, GError **error)
{
  WeftMeasure *measure;
  WeftAnswers form = { .is_labelled = is_labelled (judged),
                       .positive = judged->positive,
                       .width = get_width (&judged->prediction, judged->has_steps) };
  gpointer state;

  g_return_val_if_fail (weft_metric_fits (metric, judged), NULL);
  state = weft_memory_new (metric->size + (gsize) MAX (2, form.width) * metric->size_each, error);
  if (state == NULL)
    return NULL;
  measure = g_new (WeftMeasure, 1);
  *measure = (WeftMeasure){ metric, form, state };
  return measure;
}

/* Answers `from` to `to` of a batch. */
static void
add_run (WeftMeasure *measure, const WeftJudgedBatch *batch, gint64 from, gint64 to)
{
  WeftAnswers run = measure->form;

  if (from == to)
    return;
  run.n = to - from;
  run.prediction = batch->prediction + from * run.width;
  if (run.is_labelled)
    run.label = (const gint64 *) batch->target + from;
  else
    run.wanted = (const float *) batch->target + from * run.width;
  measure->metric->add (measure->state, &run);
  measure->form.n += run.n;
}

/* What counts comes in unbroken runs, so that no row of the table knows of masks. */
void
weft_measure_add (WeftMeasure *measure, const WeftJudgedBatch *batch)
{
  gint64 count = batch->n * batch->steps, from = 0;
  gint64 answers = batch->mask_rank == 1 ? batch->steps : 1; /* that one number stands for */

  for (gint64 i = 0; batch->mask != NULL && i < count; i++)
    if (batch->mask[i / answers] == 0.0f)
      {
        add_run (measure, batch, from, i);
        from = i + 1;
      }
  add_run (measure, batch, from, count);
}

double
weft_measure_end (const WeftMeasure *measure)
{
  return measure->form.n > 0 ? measure->metric->end (measure->state, &measure->form) : NAN;
}

void
weft_measure_free (WeftMeasure *measure)
{
  weft_memory_free (measure->state);
  g_free (measure);
}
