/* gaps: what a network is given where the data holds nothing, learnt on the training part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/gaps.h"

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
has_gap (const WeftField *field, gint64 samples, gint64 column)
{
  gint64 columns = weft_shape_count (&field->shape);

  for (gint64 i = 0; i < samples; i++)
    if (weft_field_is_gap (field, i * columns + column))
      return TRUE;
  return FALSE;
}

gboolean
weft_gaps_fit (WeftGaps *gaps, const WeftField *field, gint64 samples, const WeftSplit *split,
               GError **error)
{
  return weft_gaps_fit_from (gaps, field, samples, field, split, error);
}

gboolean
weft_gaps_fit_from (WeftGaps *gaps, const WeftField *field, gint64 samples, const WeftField *learnt,
                    const WeftSplit *split, GError **error)
{
  const guint32 *trained = split->samples[WEFT_PART_TRAIN];
  gint64 n = split->count[WEFT_PART_TRAIN];
  g_autofree float *values = NULL;

  if (!field->gaps)
    return TRUE;
  gaps->count = weft_shape_count (&field->shape);
  gaps->fill = weft_memory_new ((gsize) gaps->count * sizeof (float), error);
  if (!gaps->fill)
    return FALSE;
  values = g_new (float, MAX (n, 1));
  for (gint64 k = 0; k < gaps->count; k++)
    {
      gsize found = 0;

      if (!has_gap (field, samples, k))
        continue;
      for (gint64 i = 0; i < n; i++)
        if (!weft_field_is_gap (learnt, trained[i] * gaps->count + k))
          {
            const float *numbers = weft_field_get_sample (learnt, trained[i], NULL);

            values[found++] = numbers[k] * (float) learnt->scale; /* only floats have gaps */
          }
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
weft_gaps_get (const WeftGaps *gaps, const WeftField *field, gint64 sample, float *numbers)
{
  weft_field_get (field, sample, numbers);
  for (gint64 k = 0; gaps->fill && k < gaps->count; k++)
    if (weft_field_is_gap (field, sample * gaps->count + k))
      numbers[k] = gaps->fill[k];
}
