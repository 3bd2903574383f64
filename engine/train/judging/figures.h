/* figures: what a model is judged by, each with the series that it goes into; any thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/meaning.h"
#include "engine/train/judging/evaluate.h"

#define WEFT_MAX_FIGURES (1 + WEFT_MAX_CRITERIA) /* of one evaluation */

#define WEFT_MAX_LOSSES (WEFT_MAX_LANES + WEFT_MAX_CRITERIA) /* of one step of training */

typedef struct
{
  guint32 series;
  double value; /* NaN: nothing could be said */
} WeftFigure;

/* "validation/accuracy", with several losses "validation/place/mae"; criterion −1: the total. */
guint32 weft_model_get_series (const WeftModel *model, WeftPart part, int criterion);
/* What the first lane reduces, "train/loss"; of a later one "discriminator/loss". */
guint32 weft_model_get_lane_series (const WeftModel *model, guint lane);
/* Of a step of training: each lane's, then, where there are several losses, each one's before its
 * weight, "train/place/loss"; how many. weft_lesson_list_losses has their values in this order. */
guint weft_model_list_losses (const WeftModel *model, guint32 series[WEFT_MAX_LOSSES]);
/* By what the best state of a run is chosen: the validation loss when nothing else is named. */
guint32 weft_model_get_best_series (const WeftModel *model);
/* The loss first, unless the recipe judges in place of the data, then the criteria in the model's
 * order; how many. */
guint weft_evaluation_list_figures (const WeftEvaluation *evaluation, const WeftModel *model,
                                    WeftFigure figures[WEFT_MAX_FIGURES]);
