/* figures: into which series what a model is judged by goes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model.h"

guint32
weft_model_get_series (const WeftModel *model, WeftPart part, int metric)
{
  const char *figure = metric < 0 ? "loss" : model->metrics[metric]->id;
  g_autofree char *name = g_strconcat (weft_part_get_id (part), "/", figure, NULL);

  return weft_series_intern (name);
}

guint32
weft_model_get_best_series (const WeftModel *model)
{
  return weft_model_get_series (model, WEFT_PART_VALIDATION, model->best);
}
