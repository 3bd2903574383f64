/* facts: what the numbers of a data set are like, column by column */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/facts.h"

#include <math.h>
#include <string.h>

#define WHOLE_SAMPLES 400 /* of fields that are looked at as a whole */
#define WHOLE_VALUES 200000
#define MOST_DISTINCT 1000
#define FAR_OUT 3.0

typedef struct
{
  const WeftDataset *dataset;
  const WeftInterrupt *interrupt;
  gint64 n;                /* samples that are looked at */
  const WeftField *target; /* one number or one class a sample; nullable */
  double *wanted;          /* n of it */
} Look;

static gint64
get_sample (const Look *look, gint64 i)
{
  return (gint64) ((double) i * (double) look->dataset->count / (double) look->n);
}

static gboolean
is_of_labels (const WeftField *field)
{
  return weft_kind_get_type (field->kind) == WEFT_I64;
}

static gboolean
is_listed (const WeftField *field)
{
  return field->ragged < 0 && field->shape.rank <= 1;
}

/* As many numbers as the sample has. */
static void
get_numbers (const WeftField *field, gint64 sample, gint64 n, float *x)
{
  g_autofree gint64 *labels = NULL;

  if (!is_of_labels (field))
    {
      weft_field_get (field, sample, x);
      return;
    }
  labels = g_new (gint64, n);
  weft_field_get_labels (field, sample, labels);
  for (gint64 i = 0; i < n; i++)
    x[i] = (float) labels[i];
}

static int
compare (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* --- one column --- */

static void
count_bins (WeftColumnFacts *facts, const float *x, gint64 n)
{
  double span = facts->high - facts->low;

  for (gint64 i = 0; i < n; i++)
    {
      double at = span > 0 ? ((double) x[i] - facts->low) / span * WEFT_FACTS_BINS : 0;
      guint bin = (guint) MIN ((int) at, WEFT_FACTS_BINS - 1);

      facts->bins[bin]++;
      facts->most = MAX (facts->most, facts->bins[bin]);
    }
}

static void
count_outliers (WeftColumnFacts *facts, const float *sorted, gint64 n)
{
  double low = (double) sorted[n / 4], high = (double) sorted[n - 1 - n / 4],
         reach = FAR_OUT * (high - low);

  for (gint64 i = 0; reach > 0 && i < n; i++)
    facts->outliers += (double) sorted[i] < low - reach || (double) sorted[i] > high + reach;
}

/* Sorts x: n numbers that are there. */
static void
describe (WeftColumnFacts *facts, float *x, gint64 n, gboolean has_order)
{
  double sum = 0, squares = 0;

  facts->values = n;
  facts->low = facts->high = facts->mean = facts->middle = facts->deviation = NAN;
  if (n == 0)
    return;
  qsort (x, (gsize) n, sizeof *x, compare);
  facts->distinct = 1;
  for (gint64 i = 0; i < n; i++)
    {
      sum += (double) x[i];
      facts->distinct += i > 0 && x[i] > x[i - 1] && facts->distinct < MOST_DISTINCT;
    }
  facts->low = (double) x[0];
  facts->high = (double) x[n - 1];
  facts->middle = ((double) x[(n - 1) / 2] + (double) x[n / 2]) / 2;
  facts->mean = sum / (double) n;
  for (gint64 i = 0; i < n; i++)
    squares += ((double) x[i] - facts->mean) * ((double) x[i] - facts->mean);
  facts->deviation = sqrt (squares / (double) n);
  count_bins (facts, x, n);
  if (has_order)
    count_outliers (facts, x, n);
}

/* Pearson's r of x and y, where x is there. */
static double
correlate (const float *x, const double *y, gint64 n)
{
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  gint64 there = 0;

  for (gint64 i = 0; i < n; i++)
    if (isfinite (x[i]) && isfinite (y[i]))
      {
        double dx = (double) x[i] - mean_x, dy = y[i] - mean_y;

        there++;
        mean_x += dx / (double) there;
        mean_y += dy / (double) there;
        xx += dx * ((double) x[i] - mean_x);
        yy += dy * (y[i] - mean_y);
        xy += dx * (y[i] - mean_y);
      }
  return xx > 0 && yy > 0 ? CLAMP (xy / sqrt (xx * yy), -1, 1) : NAN;
}

/* Root of the share of x's variance that lies between classes (Fisher 1925). */
static double
relate (const float *x, const double *classes, gint64 n, int n_classes)
{
  g_autofree double *sums = g_new0 (double, n_classes), *counts = g_new0 (double, n_classes);
  double sum = 0, all = 0, between = 0, there = 0;

  for (gint64 i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        sums[(int) classes[i]] += (double) x[i];
        counts[(int) classes[i]]++;
        sum += (double) x[i];
        there++;
      }
  for (gint64 i = 0; i < n; i++)
    if (isfinite (x[i]))
      all += ((double) x[i] - sum / there) * ((double) x[i] - sum / there);
  for (int c = 0; c < n_classes; c++)
    if (counts[c] > 0)
      between += counts[c] * pow (sums[c] / counts[c] - sum / there, 2);
  return all > 0 ? sqrt (MIN (between / all, 1)) : NAN;
}

static double
find_relation (const Look *look, const WeftField *field, const float *x)
{
  if (look->target == NULL || field == look->target || (is_of_labels (field) && field->classes > 2))
    return NAN;
  return is_of_labels (look->target) ? relate (x, look->wanted, look->n, look->target->classes)
                                     : correlate (x, look->wanted, look->n);
}

/* x: the column's numbers, NaN where there is none; changes them. */
static void
add_column (WeftFacts *facts, const Look *look, guint field, gint64 number, float *x)
{
  WeftColumnFacts *column = &facts->columns[facts->n++];
  gint64 there = 0;

  *column = (WeftColumnFacts){ .field = field, .number = number };
  column->with_target = find_relation (look, &look->dataset->fields[field], x);
  for (gint64 i = 0; i < look->n; i++)
    if (isfinite (x[i]))
      x[there++] = x[i];
  column->missing = look->n - there;
  describe (column, x, there, !is_of_labels (&look->dataset->fields[field]));
}

/* --- fields --- */

/* FALSE: interrupted. */
static gboolean
list_columns (WeftFacts *facts, const Look *look, guint number)
{
  const WeftField *field = &look->dataset->fields[number];
  gint64 width = weft_shape_count (&field->shape),
         most = MIN (width, WEFT_FACTS_COLUMNS - (gint64) facts->n);
  g_autofree float *x = g_new (float, MAX (width, 1)),
                   *columns = g_new (float, (gsize) (MAX (most, 1) * look->n));

  for (gint64 i = 0; i < look->n; i++)
    {
      gint64 sample = get_sample (look, i);

      if (i % 256 == 0 && weft_interrupt_is_due (look->interrupt))
        return FALSE;
      get_numbers (field, sample, width, x);
      for (gint64 k = 0; k < most; k++)
        columns[k * look->n + i]
            = weft_field_is_gap (field, (gsize) (sample * width + k)) ? NAN : x[k];
    }
  for (gint64 k = 0; k < most; k++)
    {
      if (weft_interrupt_is_due (look->interrupt))
        return FALSE;
      add_column (facts, look, number, width > 1 ? k : 0, columns + k * look->n);
    }
  facts->left_out += width - most;
  return TRUE;
}

/* All numbers of some samples, every so manyth of them. */
static gboolean
list_whole (WeftFacts *facts, const Look *look, guint number)
{
  const WeftField *field = &look->dataset->fields[number];
  gint64 width = weft_shape_count (&field->shape), samples = MIN (look->n, WHOLE_SAMPLES),
         stride = MAX (1, samples * width / WHOLE_VALUES), n = 0;
  g_autofree float *x = g_new (float, MAX (width, 1)),
                   *values = g_new (float, (gsize) (samples * (width / stride + 1)));
  WeftColumnFacts *column = &facts->columns[facts->n++];
  Look some = *look;

  some.n = samples;
  for (gint64 i = 0; i < samples; i++)
    {
      gint64 sample = get_sample (&some, i);
      WeftShape shape;

      if (weft_interrupt_is_due (look->interrupt))
        return FALSE;
      weft_field_get_sample (field, sample, &shape);
      get_numbers (field, sample, width, x);
      for (gint64 k = i % stride; k < weft_shape_count (&shape); k += stride)
        values[n++] = x[k];
    }
  *column = (WeftColumnFacts){ .field = number, .number = -1, .with_target = NAN };
  describe (column, values, n, FALSE);
  return TRUE;
}

/* One number or one class of each sample: else nothing is said of it. */
static void
find_target (Look *look)
{
  const WeftField *y = weft_dataset_get_y (look->dataset);
  float x;

  if (y == NULL || y == weft_dataset_get_x (look->dataset) || y->ragged >= 0
      || weft_shape_count (&y->shape) != 1)
    return;
  look->target = y;
  look->wanted = g_new (double, look->n);
  for (gint64 i = 0; i < look->n; i++)
    {
      get_numbers (y, get_sample (look, i), 1, &x);
      look->wanted[i] = (double) x;
    }
}

WeftFacts *
weft_facts_new (const WeftDataset *dataset, const WeftInterrupt *interrupt)
{
  g_autoptr (WeftFacts) facts = g_new0 (WeftFacts, 1);
  Look look = { .dataset = dataset,
                .interrupt = interrupt,
                .n = MIN (dataset->count, WEFT_FACTS_SAMPLES) };
  gboolean is_done = TRUE;

  facts->columns = g_new0 (WeftColumnFacts, WEFT_FACTS_COLUMNS + WEFT_MAX_FIELDS);
  facts->samples = look.n;
  if (look.n > 0)
    find_target (&look);
  facts->is_ratio = look.target != NULL && is_of_labels (look.target);
  for (guint i = 0; look.n > 0 && is_done && i < dataset->n_fields; i++)
    is_done = is_listed (&dataset->fields[i]) ? list_columns (facts, &look, i)
                                              : list_whole (facts, &look, i);
  g_free (look.wanted);
  return is_done ? g_steal_pointer (&facts) : NULL;
}

void
weft_facts_free (WeftFacts *facts)
{
  g_free (facts->columns);
  g_free (facts);
}
