/* measure: one metric while it is being measured: begin, add batch after batch, end */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/measure.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/metrics/alignment.h"

struct _WeftMeasure
{
  const WeftMetric *metric;
  WeftAnswers form; /* n: how many were added */
  gpointer state;
  WeftShape shape;       /* of predictions */
  GArray *said, *wanted; /* gint64, of the sequence at hand; NULL: no sequences are judged */
  int blank, beam;       /* as WeftJudged has them */
  char **names;          /* likewise */
  gint64 n_places;       /* of a sample, each an answer; 0: they are none */
  float *places;         /* (n_places, width), of the sample at hand */
};

gboolean
weft_judged_has_places (const WeftJudged *judged)
{
  const WeftShape *x = &judged->prediction, *t = &judged->target;

  if (judged->has_steps || weft_kind_get_type (judged->target_kind) != WEFT_I64 || t->rank < 2
      || x->rank != t->rank + 1)
    return FALSE;
  for (int i = 1; i < t->rank; i++)
    if (x->dims[i + 1] != t->dims[i])
      return FALSE;
  return TRUE;
}

/* Numbers of one answer. */
static gint64
get_width (const WeftJudged *judged, const WeftShape *shape)
{
  gint64 count = weft_shape_sample_count (shape);

  return judged->has_steps                 ? count / shape->dims[1]
         : weft_judged_has_places (judged) ? count / weft_shape_sample_count (&judged->target)
                                           : count;
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

/* Whether it reads what the target's classes are called, each of which has a name. */
static gboolean
reads_names (const WeftMetric *metric, const WeftJudged *judged)
{
  return judged->names != NULL && metric->reads_names (judged->names)
         && g_strv_length (judged->names) >= get_width (judged, &judged->prediction);
}

/* What judges wholes by one number of each step weighs these against each other. */
static gboolean
weighs_steps (const WeftMetric *metric)
{
  return metric->add_whole != NULL && metric->most_width == 1;
}

gboolean
weft_metric_fits (const WeftMetric *metric, const WeftJudged *judged)
{
  gint64 width, target_width;

  if (judged->is_made && !metric->of_sets)
    return FALSE;
  if (metric->reads_names != NULL && !reads_names (metric, judged))
    return FALSE;
  if (judged->blank > 0)
    return metric->add_sequence != NULL && takes (metric->targets, judged->target_kind);
  if (metric->add_whole != NULL)
    return judged->has_steps == weighs_steps (metric)
           && takes (metric->targets, judged->target_kind)
           && metric->fits (&judged->prediction, &judged->target);
  if (metric->add_sequence != NULL ? !judged->has_steps || !is_labelled (judged)
                                   : metric->add == NULL)
    return FALSE;
  if ((judged->has_steps && MIN (judged->prediction.rank, judged->target.rank) < 2))
    return FALSE;
  width = get_width (judged, &judged->prediction);
  target_width = get_width (judged, &judged->target);
  return takes (metric->predictions, judged->prediction_kind)
         && takes (metric->targets, judged->target_kind) && width >= metric->least_width
         && (metric->most_width == 0 || width <= metric->most_width)
         && (metric->most_classes == 0 || !is_labelled (judged) || width <= metric->most_classes)
         && target_width == (is_labelled (judged) ? 1 : width);
}

static gsize
count_bytes (const WeftMetric *metric, const WeftAnswers *form)
{
  if (metric->count_bytes != NULL)
    return metric->count_bytes (form);
  return metric->size + (gsize) MAX (2, form->width) * metric->size_each;
}

WeftMeasure *
weft_measure_begin (const WeftMetric *metric, const WeftJudged *judged, GError **error)
{
  WeftMeasure *measure;
  WeftAnswers form = { .is_labelled = is_labelled (judged),
                       .positive = judged->positive,
                       .width = get_width (judged, &judged->prediction) };
  gpointer state;

  g_return_val_if_fail (weft_metric_fits (metric, judged), NULL);
  state = weft_memory_new (count_bytes (metric, &form), error);
  if (state == NULL)
    return NULL;
  measure = g_new (WeftMeasure, 1);
  *measure = (WeftMeasure){ .metric = metric,
                            .form = form,
                            .state = state,
                            .shape = judged->prediction,
                            .blank = judged->blank,
                            .beam = judged->beam,
                            .names = judged->names };
  if (weft_judged_has_places (judged))
    {
      measure->n_places = weft_shape_sample_count (&judged->target);
      measure->places = g_new (float, measure->n_places *form.width);
    }
  if (metric->add_sequence != NULL)
    {
      measure->said = g_array_new (FALSE, FALSE, sizeof (gint64));
      measure->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
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

/* The scores of a sample's places (C, P), one place after the other. */
static void
add_places (WeftMeasure *measure, const WeftJudgedBatch *batch, gint64 sample)
{
  gint64 n = measure->n_places, width = measure->form.width;
  const float *x = batch->prediction + sample * n * width;
  const WeftJudgedBatch turned
      = { .prediction = measure->places, .target = (const gint64 *) batch->target + sample * n };

  if (batch->mask != NULL && batch->mask[sample] == 0.0f)
    return;
  for (gint64 c = 0; c < width; c++)
    for (gint64 i = 0; i < n; i++)
      measure->places[i * width + c] = x[c * n + i];
  add_run (measure, &turned, 0, n);
}

void
weft_measure_add_sequence (WeftMeasure *measure, const WeftTokens *said, const WeftTokens *wanted)
{
  measure->metric->add_sequence (measure->state,
                                 &(WeftTokens){ said->token, said->n, measure->names },
                                 &(WeftTokens){ wanted->token, wanted->n, measure->names });
  measure->form.n++;
}

/* The scores of the steps of one sample that are real, one behind the other; in `room` where some
 * are not. */
static const float *
gather_steps (const WeftMeasure *measure, const WeftJudgedBatch *batch, gint64 sample, float *room,
              gint64 *n)
{
  gint64 width = measure->form.width, from = sample * batch->steps;

  *n = batch->mask == NULL ? batch->steps : 0;
  if (batch->mask == NULL)
    return batch->prediction + from * width;
  for (gint64 i = from; i < from + batch->steps; i++)
    if (batch->mask[i] != 0.0f)
      memcpy (room + (*n)++ * width, batch->prediction + i * width, (gsize) width * sizeof *room);
  return room;
}

/* What one sample says somewhere in its steps, and what it was to say. */
static void
add_alignment (WeftMeasure *measure, const WeftJudgedBatch *batch, gint64 sample)
{
  WeftAlignment alignment = { .classes = measure->form.width, .blank = measure->blank - 1 };
  g_autofree float *room
      = batch->mask != NULL ? g_new (float, batch->steps * measure->form.width) : NULL;
  const gint64 *target = (const gint64 *) batch->target + sample * batch->n_target;
  const float *mask
      = batch->target_mask != NULL ? batch->target_mask + sample * batch->n_target : NULL;
  gint64 *said, n;

  alignment.scores = gather_steps (measure, batch, sample, room, &alignment.n);
  g_array_set_size (measure->said, (guint) alignment.n);
  g_array_set_size (measure->wanted, 0);
  said = (gint64 *) measure->said->data;
  n = measure->beam > 1 ? weft_alignment_search (&alignment, (guint) measure->beam, said, NULL)
                        : weft_alignment_read (&alignment, said);
  for (gint64 s = 0; s < batch->n_target; s++)
    if ((mask == NULL || mask[s] != 0.0f) && target[s] != alignment.blank)
      g_array_append_val (measure->wanted, target[s]);
  weft_measure_add_sequence (
      measure, &(WeftTokens){ said, n },
      &(WeftTokens){ (const gint64 *) measure->wanted->data, measure->wanted->len });
}

/* The likeliest token of each step of one sample that counts; one that a mask leaves out is none.
 */
static void
add_sample (WeftMeasure *measure, const WeftJudgedBatch *batch, gint64 sample)
{
  gint64 width = measure->form.width, from = sample * batch->steps;
  gboolean is_hidden = batch->mask != NULL && batch->mask_rank == 1 && batch->mask[sample] == 0.0f;

  g_array_set_size (measure->said, 0);
  g_array_set_size (measure->wanted, 0);
  for (gint64 i = from; !is_hidden && i < from + batch->steps; i++)
    {
      gint64 said = weft_metric_argmax (batch->prediction + i * width, width);

      if (batch->mask != NULL && batch->mask_rank == 2 && batch->mask[i] == 0.0f)
        continue;
      g_array_append_val (measure->said, said);
      g_array_append_val (measure->wanted, ((const gint64 *) batch->target)[i]);
    }
  if (measure->wanted->len > 0)
    weft_measure_add_sequence (
        measure, &(WeftTokens){ (const gint64 *) measure->said->data, measure->said->len },
        &(WeftTokens){ (const gint64 *) measure->wanted->data, measure->wanted->len });
}

/* The steps of one sample that are real. */
static void
add_steps (WeftMeasure *measure, const WeftJudgedBatch *batch, gint64 sample)
{
  const float *target = (const float *) batch->target + sample * batch->steps;
  g_autofree float *room = g_new (float, 2 * batch->steps);
  float *wanted = room + batch->steps;
  WeftWhole whole = { &measure->shape, room, wanted, 0 };

  for (gint64 t = 0; t < batch->steps; t++)
    if (batch->mask == NULL
        || batch->mask[batch->mask_rank == 1 ? sample : sample * batch->steps + t] != 0.0f)
      {
        room[whole.n_target] = batch->prediction[sample * batch->steps + t];
        wanted[whole.n_target++] = target[t];
      }
  if (whole.n_target == 0)
    return;
  measure->metric->add_whole (measure->state, &whole);
  measure->form.n++;
}

static void
add_wholes (WeftMeasure *measure, const WeftJudgedBatch *batch)
{
  for (gint64 i = 0; i < batch->n; i++)
    if (batch->mask == NULL || batch->mask[i] != 0.0f)
      {
        measure->metric->add_whole (
            measure->state,
            &(WeftWhole){ &measure->shape, batch->prediction + i * measure->form.width,
                          (const float *) batch->target + i * batch->n_target, batch->n_target });
        measure->form.n++;
      }
}

/* What counts comes in unbroken runs, so that no row of the table knows of masks. */
void
weft_measure_add (WeftMeasure *measure, const WeftJudgedBatch *batch)
{
  gint64 count = batch->n * batch->steps, from = 0;
  gint64 answers = batch->mask_rank == 1 ? batch->steps : 1; /* that one number stands for */

  for (gint64 i = 0; measure->said != NULL && i < batch->n; i++)
    if (measure->blank > 0)
      add_alignment (measure, batch, i);
    else
      add_sample (measure, batch, i);
  if (measure->metric->add_whole != NULL && !weighs_steps (measure->metric))
    add_wholes (measure, batch);
  for (gint64 i = 0;
       measure->metric->add_whole != NULL && weighs_steps (measure->metric) && i < batch->n; i++)
    add_steps (measure, batch, i);
  for (gint64 i = 0; measure->n_places > 0 && i < batch->n; i++)
    add_places (measure, batch, i);
  if (measure->metric->add == NULL || measure->n_places > 0)
    return;
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
  g_clear_pointer (&measure->said, g_array_unref);
  g_clear_pointer (&measure->wanted, g_array_unref);
  g_free (measure->places);
  g_free (measure);
}
