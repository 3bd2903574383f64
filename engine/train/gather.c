/* gather: samples of the data set into a batch, scaled and standardised */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model.h"

/* The program's type decides; a class for a loss over numbers is its index. */
static void
gather_y (const WeftModel *model, guint32 sample, gint64 i, void *y)
{
  float *floats = y;
  gint64 *integers = y;

  if (model->y_type == WEFT_I64)
    integers[i] = weft_dataset_get_class (model->dataset, sample);
  else if (model->dataset->target == WEFT_TARGET_CLASS)
    floats[i] = (float) weft_dataset_get_class (model->dataset, sample);
  else
    weft_dataset_get_y (model->dataset, sample, floats + i * model->y_count);
}

void
weft_model_gather (const WeftModel *model, const guint32 *samples, gint64 n, float *x, void *y)
{
  gboolean has_y = y != NULL && model->y_count > 0 && model->dataset->target != WEFT_TARGET_NONE;

  for (gint64 i = 0; i < n; i++)
    {
      weft_gaps_get_x (&model->gaps, model->dataset, samples[i], x + i * model->x_count);
      if (has_y)
        gather_y (model, samples[i], i, y);
    }
  weft_scaling_apply (&model->x_scaling, x, n);
  if (has_y)
    weft_scaling_apply (&model->y_scaling, y, n);
}
