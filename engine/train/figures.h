/* figures: what a model is judged by, each with the series that it goes into; any thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/meaning.h"
#include "engine/train/evaluate.h"

#define WEFT_MAX_FIGURES (1 + WEFT_MAX_CRITERIA) /* of one evaluation */

typedef struct
{
  guint32 series;
  double value; /* NaN: nothing could be said */
} WeftFigure;

/* "validation/accuracy", with several losses "validation/place/mae"; criterion −1: the total. */
guint32 weft_model_get_series (const WeftModel *model, WeftPart part, int criterion);
/* By what the best state of a run is chosen: the validation loss when nothing else is named. */
guint32 weft_model_get_best_series (const WeftModel *model);
/* The loss first, unless the recipe judges in place of the data, then the criteria in the model's
 * order; how many. */
guint weft_evaluation_list_figures (const WeftEvaluation *evaluation, const WeftModel *model,
                                    WeftFigure figures[WEFT_MAX_FIGURES]);
