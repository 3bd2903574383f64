/* gaps: what a network is given where the data holds nothing, learnt on the training part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/gaps.h"

#include "engine/base/memory.h"

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static float
middle_of (float *values, gsize n)
{
  qsort (values, n, sizeof *values, compare_floats);
  if (n == 0)
    return 0;
  return n % 2 ? values[n / 2] : 0.5f * (values[n / 2 - 1] + values[n / 2]);
}

static gboolean
has_gap (const WeftDataset *dataset, gint64 column)
{
  gint64 columns = weft_shape_count (&dataset->x_shape);

  for (gint64 i = 0; i < dataset->count; i++)
    if (weft_dataset_is_gap (dataset, i * columns + column))
      return TRUE;
  return FALSE;
}

gboolean
weft_gaps_fit (WeftGaps *gaps, const WeftDataset *dataset, const WeftSplit *split, GError **error)
{
  const guint32 *samples = split->samples[WEFT_PART_TRAIN];
  gint64 n = split->count[WEFT_PART_TRAIN];
  const float *x = dataset->x; /* (N, count): only floats have gaps */
  g_autofree float *values = NULL;

  if (!dataset->gaps)
    return TRUE;
  gaps->count = weft_shape_count (&dataset->x_shape);
  gaps->fill = weft_memory_new ((gsize) gaps->count * sizeof (float), error);
  if (!gaps->fill)
    return FALSE;
  values = g_new (float, MAX (n, 1));
  for (gint64 k = 0; k < gaps->count; k++)
    {
      gsize found = 0;

      if (!has_gap (dataset, k))
        continue;
      for (gint64 i = 0; i < n; i++)
        if (!weft_dataset_is_gap (dataset, samples[i] * gaps->count + k))
          values[found++] = x[samples[i] * gaps->count + k] * (float) dataset->x_scale;
      gaps->fill[k] = middle_of (values, found);
    }
  return TRUE;
}

void
weft_gaps_clear (WeftGaps *gaps)
{
  g_clear_pointer (&gaps->fill, weft_memory_free);
}

void
weft_gaps_get_x (const WeftGaps *gaps, const WeftDataset *dataset, gint64 sample, float *x)
{
  weft_dataset_get_x (dataset, sample, x);
  for (gint64 k = 0; gaps->fill && k < gaps->count; k++)
    if (weft_dataset_is_gap (dataset, sample * gaps->count + k))
      x[k] = gaps->fill[k];
}
