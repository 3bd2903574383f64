/* explain: why a network said what it said of one sample, by one of the explainers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"
#include "engine/train/model/average.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
part_free (gpointer data)
{
  WeftExplainedPart *part = data;

  weft_tensor_unref (part->tensor);
  g_free (part);
}

WeftExplanation *
weft_explanation_ref (WeftExplanation *explanation)
{
  g_atomic_ref_count_inc (&explanation->ref_count);
  return explanation;
}

void
weft_explanation_unref (WeftExplanation *explanation)
{
  if (!g_atomic_ref_count_dec (&explanation->ref_count))
    return;
  g_ptr_array_unref (explanation->parts);
  g_clear_pointer (&explanation->codes, weft_tensor_unref);
  g_free (explanation->samples);
  g_free (explanation->distances);
  g_free (explanation);
}

const WeftTensor *
weft_explanation_find (const WeftExplanation *explanation, const char *field)
{
  for (guint i = 0; i < explanation->parts->len; i++)
    {
      const WeftExplainedPart *part = explanation->parts->pdata[i];

      if (g_str_equal (part->field, field))
        return part->tensor;
    }
  return NULL;
}

gboolean
weft_explainer_fits (const WeftExplainerRow *row, WeftModel *model,
                     const WeftExplainRequest *request, const char **why)
{
  WeftExplaining explaining = { .model = model,
                                .sample = request->sample,
                                .judge = request->judge,
                                .node = request->node,
                                .unit = request->unit };
  gboolean is_answered = model->dataset->count > 0 && weft_explaining_look (&explaining, NULL);

  if (is_answered && row->fits (&explaining))
    return TRUE;
  if (why != NULL)
    *why = is_answered ? row->needs
                       : N_ ("The network has no loss that judges an answer, so there is no answer "
                             "to explain.");
  return FALSE;
}

/* A copy of so many steps along one axis. */
static WeftTensor *
cut_axis (WeftTensor *tensor, int axis, gint64 steps)
{
  WeftShape shape = tensor->shape;
  gint64 inner = 1, whole;
  WeftTensor *cut;

  for (int i = axis + 1; i < shape.rank; i++)
    inner *= shape.dims[i];
  whole = shape.dims[axis] * inner;
  shape.dims[axis] = steps;
  cut = weft_tensor_new (&shape);
  for (gint64 row = 0; cut != NULL && row < weft_shape_count (&shape) / (steps * inner); row++)
    memcpy (weft_tensor_floats (cut) + row * steps * inner,
            weft_tensor_floats (tensor) + row * whole, (gsize) (steps * inner) * sizeof (float));
  if (cut == NULL)
    return tensor;
  weft_tensor_unref (tensor);
  return cut;
}

/* What pads a sample explains nothing. */
static void
cut_padding (WeftExplanation *explanation, const WeftDataset *dataset)
{
  for (guint i = 0; i < explanation->parts->len; i++)
    {
      WeftExplainedPart *part = explanation->parts->pdata[i];
      const WeftField *field = weft_dataset_find_field (dataset, part->field);
      const WeftShape *shape = &part->tensor->shape;
      gint64 steps = field->ragged >= 0
                         ? weft_lengths_of (dataset, explanation->sample, (guint) field->t)
                         : 0;

      if (steps > 0 && shape->rank == field->shape.rank && shape->dims[field->ragged] > steps)
        part->tensor = cut_axis (part->tensor, field->ragged, steps);
    }
}

static gboolean
explain (const WeftExplainer *explainer, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  if (!weft_explaining_look (explaining, error))
    return FALSE;
  if (!explainer->row->fits (explaining))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED, _ (explainer->row->needs));
      return FALSE;
    }
  if (!weft_explaining_begin (explaining, error))
    return FALSE;
  explanation->sample = explaining->sample;
  explanation->unit = explaining->unit;
  explanation->score = weft_explaining_get_score (explaining);
  return explainer->row->explain (explainer->record, explaining, explanation, error);
}

WeftExplanation *
weft_explain (const WeftExplainer *explainer, WeftModel *model, WeftState *state, WeftPool *pool,
              int level, const WeftExplainRequest *request, const WeftInterrupt *interrupt,
              GError **error)
{
  g_auto (WeftExplaining) explaining = { .model = model,
                                         .state = state,
                                         .pool = pool,
                                         .level = level,
                                         .interrupt = interrupt,
                                         .sample = request->sample,
                                         .judge = request->judge,
                                         .node = request->node,
                                         .unit = request->unit };
  g_autoptr (WeftExplanation) explanation = g_new0 (WeftExplanation, 1);
  gboolean done;

  g_atomic_ref_count_init (&explanation->ref_count);
  explanation->row = explainer->row;
  explanation->step = state->step;
  explanation->judge = request->judge;
  explanation->rest = NAN;
  explanation->parts = g_ptr_array_new_with_free_func (part_free);
  weft_average_swap (model->training.ema_decay, state);
  done = explain (explainer, &explaining, explanation, error);
  weft_average_swap (model->training.ema_decay, state);
  if (!done)
    return NULL;
  cut_padding (explanation, model->dataset);
  return g_steal_pointer (&explanation);
}
