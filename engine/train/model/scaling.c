/* scaling: the mean and deviation of each column, learnt on the training part; then immutable */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/memory.h"
#include "engine/train/model/scaling.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of one sample, of one step where they have steps. */
static gint64
count_columns (const WeftField *field)
{
  gint64 count = weft_shape_count (&field->shape);

  return field->ragged < 0 ? count : count / field->shape.dims[field->ragged];
}

/* Returns how many numbers there are: a row of columns, or one a step. */
static gint64
get_row (const WeftGaps *gaps, const WeftField *field, guint32 sample, float *row)
{
  WeftShape shape;

  weft_gaps_get (gaps, field, sample, row);
  weft_field_get_sample (field, sample, &shape);
  return weft_shape_count (&shape);
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* What lies on the disk is read from one end to the other. NULL: in the order of the split. */
static guint32 *
dup_in_order (const WeftField *field, const WeftSplit *split)
{
  gsize n = (gsize) split->count[WEFT_PART_TRAIN];
  guint32 *samples;

  if (!field->backed)
    return NULL;
  samples = g_memdup2 (split->samples[WEFT_PART_TRAIN], n * sizeof *samples);
  qsort (samples, n, sizeof *samples, compare_samples);
  return samples;
}

gboolean
weft_scaling_fit (WeftScaling *scaling, const WeftField *field, const WeftSplit *split,
                  const WeftGaps *gaps, GError **error)
{
  g_autofree guint32 *in_order = dup_in_order (field, split);
  const guint32 *samples = in_order ? in_order : split->samples[WEFT_PART_TRAIN];
  gint64 samples_count = split->count[WEFT_PART_TRAIN], n = 0, count = count_columns (field);
  g_autofree float *row = g_new (float, weft_shape_count (&field->shape));
  g_autofree double *sum = g_new0 (double, count), *sum2 = g_new0 (double, count);

  scaling->count = count;
  scaling->mean = weft_memory_new ((gsize) count * sizeof (float), error);
  scaling->deviation
      = scaling->mean ? weft_memory_new ((gsize) count * sizeof (float), error) : NULL;
  if (!scaling->deviation)
    return FALSE;
  for (gint64 i = 0; i < samples_count; i++)
    {
      gint64 numbers = get_row (gaps, field, samples[i], row);

      for (gint64 k = 0; k < numbers; k++)
        sum[k % count] += row[k];
      n += numbers / count;
    }
  for (gint64 i = 0; i < samples_count; i++)
    {
      gint64 numbers = get_row (gaps, field, samples[i], row);

      for (gint64 at = 0; at < numbers; at += count)
        for (gint64 k = 0; k < count; k++)
          sum2[k] += (row[at + k] - sum[k] / (double) n) * (row[at + k] - sum[k] / (double) n);
    }
  for (gint64 k = 0; k < count; k++)
    {
      scaling->mean[k] = n > 0 ? (float) (sum[k] / (double) n) : 0.0f;
      scaling->deviation[k] = n > 0 ? (float) sqrt (sum2[k] / (double) n) : 1.0f;
      if (!(scaling->deviation[k] > 0.0f))
        scaling->deviation[k] = 1.0f;
    }
  return TRUE;
}

gboolean
weft_scaling_copy (WeftScaling *scaling, const WeftScaling *from, GError **error)
{
  gsize bytes = (gsize) from->count * sizeof (float);

  weft_scaling_clear (scaling);
  if (!from->mean)
    return TRUE;
  scaling->count = from->count;
  scaling->mean = weft_memory_new (bytes, error);
  scaling->deviation = scaling->mean ? weft_memory_new (bytes, error) : NULL;
  if (!scaling->deviation)
    return FALSE;
  memcpy (scaling->mean, from->mean, bytes);
  memcpy (scaling->deviation, from->deviation, bytes);
  return TRUE;
}

void
weft_scaling_clear (WeftScaling *scaling)
{
  g_clear_pointer (&scaling->mean, weft_memory_free);
  g_clear_pointer (&scaling->deviation, weft_memory_free);
}

void
weft_scaling_apply (const WeftScaling *scaling, float *rows, gint64 n)
{
  if (!scaling->mean)
    return;
  for (gint64 i = 0; i < n; i++, rows += scaling->count)
    for (gint64 k = 0; k < scaling->count; k++)
      rows[k] = (rows[k] - scaling->mean[k]) / scaling->deviation[k];
}

void
weft_scaling_undo (const WeftScaling *scaling, float *rows, gint64 n)
{
  if (!scaling->mean)
    return;
  for (gint64 i = 0; i < n; i++, rows += scaling->count)
    for (gint64 k = 0; k < scaling->count; k++)
      rows[k] = rows[k] * scaling->deviation[k] + scaling->mean[k];
}
