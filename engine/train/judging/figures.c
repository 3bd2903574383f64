/* figures: what a model is judged by, each with the series that it goes into */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/figures.h"

guint32
weft_model_get_series (const WeftModel *model, WeftPart part, int criterion)
{
  const WeftCriterion *of = criterion < 0 ? NULL : &model->criteria[criterion];
  const char *word = of != NULL && of->metric != NULL ? of->metric->id : "loss";
  gboolean is_named = of != NULL && model->n_judges > 1;
  g_autofree char *name
      = g_strjoin ("/", weft_part_get_id (part), is_named ? model->judges[of->judge].name : word,
                   is_named ? word : NULL, NULL);

  return weft_series_intern (name);
}

guint32
weft_model_get_lane_series (const WeftModel *model, guint lane)
{
  g_autofree char *name
      = lane > 0 ? g_strconcat (model->recipe->lanes[lane].name, "/loss", NULL) : NULL;

  return name != NULL ? weft_series_intern (name) : WEFT_SERIES_TRAIN_LOSS;
}

guint
weft_model_list_losses (const WeftModel *model, guint32 series[WEFT_MAX_LOSSES])
{
  guint n = 0;

  for (guint i = 0; i < weft_recipe_count_lanes (model->recipe); i++)
    series[n++] = weft_model_get_lane_series (model, i);
  for (guint i = 0; i < model->n_criteria; i++)
    if (model->criteria[i].metric == NULL)
      series[n++] = weft_model_get_series (model, WEFT_PART_TRAIN, (int) i);
  return n;
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

  if (model->figure < 0)
    figures[n++]
        = (WeftFigure){ weft_model_get_series (model, evaluation->part, -1), evaluation->loss };
  for (guint i = 0; i < model->n_criteria; i++)
    figures[n++] = (WeftFigure){ weft_model_get_series (model, evaluation->part, (int) i),
                                 evaluation->metrics[i] };
  return n;
}
