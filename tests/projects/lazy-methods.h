/* lazy-methods: what is reached without a network, learnt from the part that trains and judged on
 * the one that tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/data/dataset.h"
#include "engine/data/sound-frames.h"

#define LAZY_RANKED 10  /* places that count */
#define LAZY_DOUBT 0.01 /* of a time that each token is taken to have been seen after each */

/* Mean and deviation of every number, over the training part. */
static inline void
lazy_fit_scale (const WeftDataset *dataset, const WeftSplit *split, gint64 n, float *mean,
                float *scale)
{
  g_autofree float *x = g_new (float, n);
  g_autofree double *sum = g_new0 (double, n), *squares = g_new0 (double, n);
  gint64 count = split->count[WEFT_PART_TRAIN];

  for (gint64 i = 0; i < count; i++)
    {
      weft_field_get (weft_dataset_get_x (dataset), split->samples[WEFT_PART_TRAIN][i], x);
      for (gint64 k = 0; k < n; k++)
        {
          sum[k] += x[k];
          squares[k] += x[k] * x[k];
        }
    }
  for (gint64 k = 0; k < n; k++)
    {
      mean[k] = (float) (sum[k] / count);
      scale[k] = (float) (1 / sqrt (MAX (squares[k] / count - mean[k] * mean[k], 1e-12)));
    }
}

static inline int
lazy_find_nearest (const float *x, const float *means, gint64 n, int classes)
{
  double best = INFINITY;
  int found = 0;

  for (int c = 0; c < classes; c++)
    {
      double distance = 0;

      for (gint64 k = 0; k < n; k++)
        distance += (x[k] - means[c * n + k]) * (x[k] - means[c * n + k]);
      if (distance < best)
        {
          best = distance;
          found = c;
        }
    }
  return found;
}

/* Of each class its average (classes × n), of samples as scaled. */
static inline float *
lazy_new_means (const WeftDataset *dataset, const WeftSplit *split, const float *mean,
                const float *scale)
{
  gint64 n = weft_shape_count (&weft_dataset_get_x (dataset)->shape);
  int classes = weft_dataset_count_classes (dataset);
  g_autofree gint64 *count = g_new0 (gint64, classes);
  g_autofree float *x = g_new (float, n);
  float *means = g_new0 (float, n *classes);

  for (gint64 i = 0; i < split->count[WEFT_PART_TRAIN]; i++)
    {
      guint32 sample = split->samples[WEFT_PART_TRAIN][i];
      gint64 c = weft_field_get_class (weft_dataset_get_y (dataset), sample);

      weft_field_get (weft_dataset_get_x (dataset), sample, x);
      count[c]++;
      for (gint64 k = 0; k < n; k++)
        means[c * n + k] += ((x[k] - mean[k]) * scale[k] - means[c * n + k]) / count[c];
    }
  return means;
}

static inline double
lazy_measure_distance (const float *x, const float *mean, gint64 n)
{
  double sum = 0;

  for (gint64 k = 0; k < n; k++)
    sum += (double) (x[k] - mean[k]) * (x[k] - mean[k]);
  return sum;
}

/* How often a sample of the second class is nearer to its average, beside the other one, than one
 * of the first; or, of as many classes as there are, how many samples are nearest to their own. */
static inline double
lazy_judge_means (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize,
                  gboolean ranks)
{
  gint64 n = weft_shape_count (&weft_dataset_get_x (dataset)->shape), right = 0;
  gint64 count = split->count[WEFT_PART_TEST];
  int classes = weft_dataset_count_classes (dataset);
  g_autofree float *x = g_new (float, n), *mean = g_new0 (float, n), *scale = g_new (float, n);
  g_autofree float *means = NULL;
  g_autofree double *scores = g_new (double, count);
  g_autofree gint64 *class = g_new (gint64, count);
  double pairs = 0, won = 0;

  for (gint64 k = 0; k < n; k++)
    scale[k] = 1;
  if (standardize)
    lazy_fit_scale (dataset, split, n, mean, scale);
  means = lazy_new_means (dataset, split, mean, scale);
  for (gint64 i = 0; i < count; i++)
    {
      guint32 sample = split->samples[WEFT_PART_TEST][i];

      class[i] = weft_field_get_class (weft_dataset_get_y (dataset), sample);
      weft_field_get (weft_dataset_get_x (dataset), sample, x);
      for (gint64 k = 0; k < n; k++)
        x[k] = (x[k] - mean[k]) * scale[k];
      right += lazy_find_nearest (x, means, n, classes) == class[i];
      scores[i] = lazy_measure_distance (x, means, n) - lazy_measure_distance (x, means + n, n);
    }
  for (gint64 i = 0; ranks && i < count; i++)
    for (gint64 j = 0; j < count; j++)
      if (class[i] == 1 && class[j] == 0)
        {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
  return ranks ? won / pairs : (double) right / (double) count;
}

static inline double
lazy_nearest_accuracy (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  return lazy_judge_means (dataset, split, standardize, FALSE);
}

static inline double
lazy_nearest_auc (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  return lazy_judge_means (dataset, split, standardize, TRUE);
}

/* Of the class that trains most. */
static inline double
lazy_commonest_accuracy (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *y = weft_dataset_get_y (dataset);
  g_autofree gint64 *trained = g_new0 (gint64, y->classes), *tested = g_new0 (gint64, y->classes);
  int best = 0;

  for (gint64 i = 0; i < split->count[WEFT_PART_TRAIN]; i++)
    trained[weft_field_get_class (y, split->samples[WEFT_PART_TRAIN][i])]++;
  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    tested[weft_field_get_class (y, split->samples[WEFT_PART_TEST][i])]++;
  for (int c = 1; c < y->classes; c++)
    best = trained[c] > trained[best] ? c : best;
  return (double) tested[best] / (double) split->count[WEFT_PART_TEST];
}

/* What is no fact of a test, as every answer is as sure as any. */
static inline double
lazy_chance_auc (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  return 0.5;
}

/* The things that most took, of those that are not there. */
static inline double
lazy_popular_hits (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  g_autofree double *taken = g_new0 (double, y->classes);
  g_autofree float *there = g_new (float, y->classes);
  gint64 hits = 0;

  for (gint64 i = 0; i < split->count[WEFT_PART_TRAIN]; i++)
    {
      guint32 sample = split->samples[WEFT_PART_TRAIN][i];

      weft_field_get (x, sample, there);
      for (int c = 0; c < y->classes; c++)
        taken[c] += (double) there[c];
      taken[weft_field_get_class (y, sample)]++;
    }
  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    {
      guint32 sample = split->samples[WEFT_PART_TEST][i];
      gint64 wanted = weft_field_get_class (y, sample);
      int before = 0;

      weft_field_get (x, sample, there);
      for (int c = 0; c < y->classes; c++)
        before += c != wanted && there[c] == 0 && taken[c] >= taken[wanted];
      hits += before < LAZY_RANKED;
    }
  return (double) hits / (double) split->count[WEFT_PART_TEST];
}

/* How many tokens two texts begin alike with. */
static inline gint64
lazy_count_alike (const gint64 *a, gint64 n_a, const gint64 *b, gint64 n_b)
{
  gint64 n = 0;

  while (n < n_a && n < n_b && a[n] == b[n])
    n++;
  return n;
}

/* What is said of the text that begins most alike, of such the one whose length is nearest. */
static inline double
lazy_alike_exact (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  gint64 right = 0;

  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    {
      guint32 sample = split->samples[WEFT_PART_TEST][i], found = 0;
      WeftShape asked, known;
      const gint64 *text = weft_field_get_sample (x, sample, &asked), *said, *wanted;
      double best = -1;

      for (gint64 k = 0; k < split->count[WEFT_PART_TRAIN]; k++)
        {
          guint32 other = split->samples[WEFT_PART_TRAIN][k];
          const gint64 *like = weft_field_get_sample (x, other, &known);
          gint64 n = lazy_count_alike (text, asked.dims[0], like, known.dims[0]);
          double alike = (double) n - fabs ((double) (asked.dims[0] - known.dims[0])) / 1000;

          if (alike > best)
            {
              best = alike;
              found = other;
            }
        }
      wanted = weft_field_get_sample (y, sample, &asked);
      said = weft_field_get_sample (y, found, &known);
      right += asked.dims[0] == known.dims[0]
               && lazy_count_alike (wanted, asked.dims[0], said, known.dims[0]) == asked.dims[0];
    }
  return (double) right / (double) split->count[WEFT_PART_TEST];
}

/* How far off it is, on average, that what is to come is as what was so many steps before it. */
static inline double
lazy_measure_lag (const WeftDataset *dataset, const WeftSplit *split, WeftPart part, gint64 column,
                  gint64 lag)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  gint64 window = x->shape.dims[0], columns = x->shape.dims[1], horizon = y->shape.dims[0];
  g_autofree float *seen = g_new (float, window *columns), *come = g_new (float, horizon);
  double sum = 0;

  for (gint64 i = 0; i < split->count[part]; i++)
    {
      weft_field_get (x, split->samples[part][i], seen);
      weft_field_get (y, split->samples[part][i], come);
      for (gint64 k = 0; k < horizon; k++)
        sum += fabs ((double) (come[k] - seen[(window + k - lag) * columns + column]));
    }
  return sum / (double) (split->count[part] * horizon);
}

/* As some steps before, as many as fit best, of the column that fits best. */
static inline double
lazy_lag_mae (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  gint64 columns = x->shape.dims[1], column = 0, best = y->shape.dims[0];
  double least = INFINITY;

  for (gint64 lag = y->shape.dims[0]; lag <= x->shape.dims[0]; lag++)
    for (gint64 c = 0; c < columns; c++)
      {
        double error = lazy_measure_lag (dataset, split, WEFT_PART_TRAIN, c, lag);

        if (error < least)
          {
            least = error;
            best = lag;
            column = c;
          }
      }
  return lazy_measure_lag (dataset, split, WEFT_PART_TEST, column, best);
}

/* The last frame that was heard, said again at each step: how far off it is, on average. */
static inline double
lazy_frame_mae (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *y = weft_dataset_get_y (dataset);
  gint64 n = 0;
  double sum = 0;

  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    {
      const float silence[WEFT_FRAME_BANDS] = { 0 }, *last = silence;
      WeftShape shape;
      const float *row = weft_field_get_sample (y, split->samples[WEFT_PART_TEST][i], &shape);

      n += shape.dims[0] * WEFT_FRAMES_WIDTH;
      for (gint64 t = 0; t < shape.dims[0]; t++, row += WEFT_FRAMES_WIDTH)
        {
          for (int k = 0; k < WEFT_FRAMES_WIDTH; k++)
            sum += fabs ((double) row[k] - last[k % WEFT_FRAME_BANDS]);
          last = row + WEFT_FRAMES_WIDTH - WEFT_FRAME_BANDS;
        }
    }
  return sum / (double) n;
}

/* A straight line through the first number: how far off it is, on average. */
static inline double
lazy_line_mae (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *fields[] = { weft_dataset_get_x (dataset), weft_dataset_get_y (dataset) };
  g_autofree float *x = g_new (float, fields[0]->shape.dims[0]);
  double sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0, off = 0, slope, start;
  gint64 n = split->count[WEFT_PART_TRAIN], judged = split->count[WEFT_PART_TEST];
  float y;

  for (gint64 i = 0; i < n; i++)
    {
      weft_field_get (fields[0], split->samples[WEFT_PART_TRAIN][i], x);
      weft_field_get (fields[1], split->samples[WEFT_PART_TRAIN][i], &y);
      sum_x += x[0];
      sum_y += y;
      sum_xx += x[0] * x[0];
      sum_xy += x[0] * y;
    }
  slope = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x * sum_x);
  start = (sum_y - slope * sum_x) / n;
  for (gint64 i = 0; i < judged; i++)
    {
      weft_field_get (fields[0], split->samples[WEFT_PART_TEST][i], x);
      weft_field_get (fields[1], split->samples[WEFT_PART_TEST][i], &y);
      off += fabs (start + slope * x[0] - y);
    }
  return off / judged;
}

/* Each token by the one before it: as often as it followed. */
static inline double
lazy_pair_nats (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);
  gint64 words = y->classes, steps = 0;
  g_autofree double *pairs = g_new (double, words *words), *sums = g_new (double, words);
  double nats = 0;

  for (gint64 i = 0; i < words * words; i++)
    pairs[i] = LAZY_DOUBT;
  for (gint64 i = 0; i < words; i++)
    sums[i] = LAZY_DOUBT * (double) words;
  for (int part = WEFT_PART_TRAIN; part <= WEFT_PART_TEST; part += 2)
    for (gint64 i = 0; i < split->count[part]; i++)
      {
        WeftShape shape;
        const gint64 *a = weft_field_get_sample (x, split->samples[part][i], &shape);
        const gint64 *b = weft_field_get_sample (y, split->samples[part][i], NULL);

        for (gint64 t = 0; t < shape.dims[0]; t++)
          if (part == WEFT_PART_TRAIN)
            {
              pairs[a[t] * words + b[t]]++;
              sums[a[t]]++;
            }
          else
            {
              nats -= log (pairs[a[t] * words + b[t]] / sums[a[t]]);
              steps++;
            }
      }
  return nats / (double) steps;
}

/* Whatever is asked of the steps of a text: what is said of its first. */
static inline double
lazy_first_gain (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize)
{
  double sum = 0;

  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    sum += *(const float *) weft_field_get_sample (weft_dataset_get_y (dataset),
                                                   split->samples[WEFT_PART_TEST][i], NULL);
  return sum / (double) split->count[WEFT_PART_TEST];
}
