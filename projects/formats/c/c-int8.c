/* c-int8: weights as signed bytes with a scale for each output, and what that costs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/c/c-int8.h"

#include <math.h>
#include <string.h>

#include "engine/train/judging/evaluate.h"

#define MOST 127

void
weft_int8_round (const float *w, gint64 rows, gint64 each, gint8 *q, float *scale)
{
  for (gint64 o = 0; o < rows; o++)
    {
      float most = 0;

      for (gint64 i = 0; i < each; i++)
        most = fmaxf (most, fabsf (w[o * each + i]));
      scale[o] = most > 0 ? most / MOST : 1;
      for (gint64 i = 0; i < each; i++)
        q[o * each + i] = (gint8) lrintf (w[o * each + i] / scale[o]);
    }
}

gboolean *
weft_int8_find (const WeftProgram *program)
{
  gboolean *is_kept = g_new0 (gboolean, program->values->len);

  for (guint i = 0; i < program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, i);
      gboolean is_product = strcmp (op->op, "linear") == 0 || strcmp (op->op, "conv2d") == 0;

      for (guint k = 0; k < op->n_in; k++)
        {
          const char *name = weft_op_get_input (weft_op_find (op->op, 0), k)->name;

          if (op->in[k] >= 0 && is_product && strcmp (name, "w") == 0)
            is_kept[op->in[k]] = g_array_index (program->values, WeftProgramValue, op->in[k]).role
                                 == WEFT_VALUE_WEIGHT;
        }
    }
  return is_kept;
}

static void
round_entry (WeftStateEntry *entry)
{
  gint64 rows = entry->shape.dims[0], each = (gint64) entry->count / rows;
  g_autofree gint8 *q = g_new (gint8, entry->count);
  g_autofree float *scale = g_new (float, rows);

  weft_int8_round (entry->value, rows, each, q, scale);
  for (gint64 o = 0; o < rows; o++)
    for (gint64 i = 0; i < each; i++)
      entry->value[o * each + i] = scale[o] * (float) q[o * each + i];
}

WeftState *
weft_int8_dup_state (const WeftProgram *program, const WeftState *state, GError **error)
{
  g_autofree gboolean *is_kept = weft_int8_find (program);
  WeftState *rounded = weft_state_dup (state, error);

  for (guint i = 0; rounded != NULL && i < program->values->len; i++)
    {
      WeftStateEntry *entry = is_kept[i] ? weft_state_find_value (
                                  rounded, &g_array_index (program->values, WeftProgramValue, i))
                                         : NULL;

      if (entry != NULL && entry->count > 0)
        round_entry (entry);
    }
  return rounded;
}

/* The first figure of the chief loss that says something, else the loss: −1. */
static int
choose_figure (const WeftModel *model, const WeftEvaluation *evaluation)
{
  for (guint i = 0; i < model->n_criteria; i++)
    if (model->criteria[i].metric != NULL && isfinite (evaluation->metrics[i]))
      return (int) i;
  return -1;
}

gboolean
weft_int8_judge (WeftModel *model, const WeftState *state, WeftFormatLoss *loss, GError **error)
{
  const WeftProgram *program = weft_model_get_program (model, weft_model_bind (model, 1), error);
  WeftPart part = model->split->count[WEFT_PART_TEST] > 0 ? WEFT_PART_TEST : WEFT_PART_VALIDATION;
  g_autoptr (WeftState) own = program != NULL ? weft_state_dup (state, error) : NULL;
  g_autoptr (WeftState) rounded = own != NULL ? weft_int8_dup_state (program, state, error) : NULL;
  g_autoptr (WeftEvaluation) before = NULL, after = NULL;
  int figure;

  *loss = (WeftFormatLoss){ 0 };
  if (rounded == NULL)
    return FALSE;
  if (model->split->count[part] == 0)
    return TRUE;
  before = weft_evaluate (model, own, part, NULL, -1, error);
  after = before != NULL ? weft_evaluate (model, rounded, part, NULL, -1, error) : NULL;
  if (after == NULL)
    return FALSE;
  figure = choose_figure (model, before);
  *loss = (WeftFormatLoss){
    .part = part,
    .samples = before->count,
    .metric = figure >= 0 ? model->criteria[figure].metric->id : "loss",
    .before = figure >= 0 ? before->metrics[figure] : before->loss,
    .after = figure >= 0 ? after->metrics[figure] : after->loss,
  };
  return TRUE;
}
