/* figures: what a model is judged by, each with the series that it goes into */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/figures.h"

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

guint
weft_evaluation_list_figures (const WeftEvaluation *evaluation, const WeftModel *model,
                              WeftFigure figures[WEFT_MAX_FIGURES])
{
  guint n = 0;

  figures[n++]
      = (WeftFigure){ weft_model_get_series (model, evaluation->part, -1), evaluation->loss };
  for (int i = 0; model->metrics[i] != NULL; i++)
    figures[n++] = (WeftFigure){ weft_model_get_series (model, evaluation->part, i),
                                 evaluation->metrics[i] };
  return n;
}
