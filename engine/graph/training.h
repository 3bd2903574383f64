/* training: the document's training settings, a parameter row like any layer's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/recipe.h"
#include "engine/optim/schedule.h"

/* Keys of the text form's "training": these, the optimisers' own (weft_optimizer_load has them),
 * the recipes' and what lanes beyond a recipe's first have for themselves; schedule {kind,
 * warmup_steps and what the schedules have} is stored flat, metrics comma-separated. */
typedef struct
{
  int recipe;    /* index into the recipe table */
  int optimizer; /* index into the optimiser table */
  double lr;
  int schedule; /* index into the schedule table */
  WeftScheduleSettings of_schedule;
  int warmup_steps;
  double clip_norm, clip_value; /* 0: gradients are not clipped */
  int batch_size;
  int accumulate;    /* batches a step, of a recipe that adds them up */
  int stop_patience; /* epochs without a better validation figure; 0: for ever */
  double ema_decay;  /* of the moving average of weights; 0: there is none */
  int epochs;
  int seed;
  int frames_mb;       /* megabytes that the key frames of a run may take */
  const char *metrics; /* "" : what the loss is judged by */
  const char *best;    /* a metric's id; "" : the validation loss */
} WeftTraining;

/* The whole table, each setting once; any thread. */
const WeftParam *weft_training_params (void);
/* What of the values holds for that lane, under the plain names; transfer full. */
GVariant *weft_training_dup_lane (GVariant *values, const WeftRecipe *recipe, guint lane);
/* Strings are borrowed from values, which may be NULL. */
void weft_training_load (WeftTraining *training, GVariant *values);
/* Whether a setting is one of those that the text form puts into the schedule's object. */
gboolean weft_training_is_of_schedule (const char *name);
gboolean weft_training_moves_rate (const WeftTraining *training);
/* The rate at a step, warm-up and schedule applied. steps_total: where those end that do. */
double weft_training_rate_at (const WeftTraining *training, gint64 step, gint64 steps_total);
