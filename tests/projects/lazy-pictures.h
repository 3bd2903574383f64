/* lazy-pictures: what is reached of pictures without learning, by lazy methods as in lazy-methods.h
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>
#include <string.h>

#include "engine/metrics/metric.h"
#include "probe.h"

/* Of boxes: to find nothing. */
static inline double
lazy_no_boxes (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  return 0;
}

/* Every pixel is called the first class: that is met, and no other one. */
static inline double
lazy_all_ground (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *y = weft_dataset_get_y (dataset);
  gint64 n = weft_shape_count (&y->shape), met = 0;

  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    {
      const guint8 *labels = weft_field_get_sample (y, split->samples[WEFT_PART_TEST][i], NULL);

      for (gint64 k = 0; k < n; k++)
        met += labels[k] == 0;
    }
  return (double) met / (double) (n * split->count[WEFT_PART_TEST] * y->classes);
}

/* x of a part (count, n), less the mean of what trains; transfer full. */
static inline float *
get_centred (const WeftDataset *dataset, const WeftSplit *split, WeftPart part, gint64 n)
{
  const WeftField *x = weft_dataset_get_x (dataset);
  gint64 trained = split->count[WEFT_PART_TRAIN], count = split->count[part];
  g_autofree float *one = g_new (float, n);
  g_autofree double *mean = g_new0 (double, n);
  float *all = g_new (float, count *n);

  for (gint64 i = 0; i < trained; i++)
    {
      weft_field_get (x, split->samples[WEFT_PART_TRAIN][i], one);
      for (gint64 k = 0; k < n; k++)
        mean[k] += (double) one[k] / (double) trained;
    }
  for (gint64 i = 0; i < count; i++)
    {
      weft_field_get (x, split->samples[part][i], all + i * n);
      for (gint64 k = 0; k < n; k++)
        all[i * n + k] -= (float) mean[k];
    }
  return all;
}

/* The mean picture in place of each. */
static inline double
lazy_mean_picture (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  gint64 n = weft_shape_count (&weft_dataset_get_x (dataset)->shape),
         all = n * split->count[WEFT_PART_TEST];
  g_autofree float *x = get_centred (dataset, split, WEFT_PART_TEST, n);
  double sum = 0;

  for (gint64 i = 0; i < all; i++)
    sum += (double) x[i] * (double) x[i] / (double) all;
  return sum;
}

/* The direction (n) in which x (count, n) varies most, by the power method, and x without it. */
static inline void
take_direction (float *x, gint64 count, gint64 n, double *direction)
{
  g_autofree double *next = g_new (double, n);

  for (gint64 k = 0; k < n; k++)
    direction[k] = 1 + (double) (k % 7);
  for (int turn = 0; turn < 40; turn++)
    {
      double length = 0;

      memset (next, 0, (gsize) n * sizeof *next);
      for (gint64 i = 0; i < count; i++)
        {
          double along = 0;

          for (gint64 k = 0; k < n; k++)
            along += (double) x[i * n + k] * direction[k];
          for (gint64 k = 0; k < n; k++)
            next[k] += along * (double) x[i * n + k];
        }
      for (gint64 k = 0; k < n; k++)
        length += next[k] * next[k];
      for (gint64 k = 0; k < n; k++)
        direction[k] = next[k] / sqrt (length);
    }
  for (gint64 i = 0; i < count; i++)
    {
      double along = 0;

      for (gint64 k = 0; k < n; k++)
        along += (double) x[i * n + k] * direction[k];
      for (gint64 k = 0; k < n; k++)
        x[i * n + k] -= (float) (along * direction[k]);
    }
}

/* What a metric of codes says of these, (count, width), of what tests. */
static inline double
judge_codes (const char *metric, const WeftDataset *dataset, const WeftSplit *split,
             const float *codes, gint64 width)
{
  const WeftMetric *row = weft_metric_find (metric);
  gint64 count = split->count[WEFT_PART_TEST];
  g_autofree gint64 *labels = g_new (gint64, count);
  WeftAnswers answers = { .n = count, .width = width, .is_labelled = TRUE };
  g_autofree gpointer state = NULL;

  for (gint64 i = 0; i < count; i++)
    labels[i]
        = weft_field_get_class (weft_dataset_get_y (dataset), split->samples[WEFT_PART_TEST][i]);
  answers.prediction = codes;
  answers.label = labels;
  state
      = g_malloc0 (row->count_bytes != NULL ? row->count_bytes (&answers)
                                            : row->size + row->size_each * (gsize) MAX (width, 2));
  row->add (state, &answers);
  return row->end (state, &answers);
}

/* Neighbours on the plane in which pictures vary most: two principal components. */
static inline double
lazy_plane_neighbours (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  gint64 n = weft_shape_count (&weft_dataset_get_x (dataset)->shape),
         count = split->count[WEFT_PART_TEST];
  g_autofree float *train = get_centred (dataset, split, WEFT_PART_TRAIN, n),
                   *x = get_centred (dataset, split, WEFT_PART_TEST, n),
                   *codes = g_new0 (float, 2 * count);
  g_autofree double *direction = g_new (double, n);

  for (int d = 0; d < 2; d++)
    {
      take_direction (train, split->count[WEFT_PART_TRAIN], n, direction);
      for (gint64 i = 0; i < count; i++)
        for (gint64 k = 0; k < n; k++)
          codes[2 * i + d] += x[i * n + k] * (float) direction[k];
    }
  return judge_codes ("knn", dataset, split, codes, 2);
}

/* Whether two are of one class, by how near their pixels are. */
static inline double
lazy_pixels_alike (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  gint64 n = weft_shape_count (&weft_dataset_get_x (dataset)->shape);
  g_autofree float *x = get_centred (dataset, split, WEFT_PART_TEST, n);

  return judge_codes ("verification", dataset, split, x, n);
}
