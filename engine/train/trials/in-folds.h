/* in-folds: k-fold cross-validation: every sample is tested once by a network that never saw it
 *
 * The folds are trained one after another on a thread of their own, on copies: whatever else learns
 * is left alone. What is not said otherwise: main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* Of values (n): those that are NaN are left out, as a metric has nothing to say of some folds; NaN
 * when there is none. The spread is the sample's standard deviation; NaN of fewer than two. Any
 * thread. */
double weft_folds_get_mean (const double *values, guint n);
double weft_folds_get_spread (const double *values, guint n);
/* Where a class is rare, accuracy alone says nothing: unless the settings say what to judge by,
 * what tells of that class comes with it. */
void weft_folds_choose_metrics (WeftGraph *graph, const WeftModel *model);

typedef struct
{
  guint n, n_done;      /* folds */
  gint64 epoch, epochs; /* of the fold that is trained */
  gboolean is_paused, is_over;
  char error[256]; /* why it ended before the last one, translated */
} WeftFoldsStatus;

typedef struct _WeftFolds WeftFolds;

/* Begins to train each fold for the graph's own epochs. threads: 0: as many as fit. */
WeftFolds *weft_folds_begin (WeftGraph *graph, WeftCatalog *catalog, int folds, guint threads,
                             GError **error);
void weft_folds_set_paused (WeftFolds *folds, gboolean is_paused);
void weft_folds_get_status (WeftFolds *folds, WeftFoldsStatus *status);
/* What they are judged by. Transfer none. */
const WeftModel *weft_folds_get_model (const WeftFolds *folds);
/* Of the test part of the first n folds that are done, by the model's criterion; −1: the loss.
 * values (n). Returns n. */
guint weft_folds_get_values (WeftFolds *folds, int criterion, double *values, guint n);
/* Gives it up; what it is at ends as soon as it can, which nobody waits for. */
void weft_folds_end (WeftFolds *folds);
