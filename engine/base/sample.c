/* sample: folding samples together, and a series that stays short by it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/sample.h"

#include <math.h>

WeftSample
weft_sample_new (guint32 series, gint64 step, double value)
{
  float number = (float) value;

  return (WeftSample){ series, step, step, 1, number, number, number, value };
}

void
weft_sample_fold (WeftSample *into, const WeftSample *next)
{
  if (into->count == 0)
    {
      *into = *next;
      return;
    }
  into->first = MIN (into->first, next->first);
  into->last = MAX (into->last, next->last);
  into->count += next->count;
  into->min = fminf (into->min, next->min);
  into->max = fmaxf (into->max, next->max);
  into->value = next->value;
  into->sum += next->sum;
}

static WeftSample *
get_newest (GArray *samples)
{
  return samples->len > 0 ? &g_array_index (samples, WeftSample, samples->len - 1) : NULL;
}

void
weft_samples_trim (GArray *samples, gint64 step)
{
  while (samples->len > 0 && get_newest (samples)->last >= step)
    g_array_set_size (samples, samples->len - 1);
}

static void
fold_pairs (GArray *samples)
{
  WeftSample *at = (WeftSample *) (gpointer) samples->data;
  guint n = 0;

  for (guint i = 0; i < samples->len; i += 2)
    {
      WeftSample pair = at[i];

      if (i + 1 < samples->len)
        weft_sample_fold (&pair, &at[i + 1]);
      at[n++] = pair;
    }
  g_array_set_size (samples, n);
}

void
weft_samples_append (GArray *samples, const WeftSample *sample, gint64 *stride, guint most)
{
  WeftSample *newest = get_newest (samples);

  if (newest != NULL && newest->count + sample->count <= *stride)
    {
      weft_sample_fold (newest, sample);
      return;
    }
  if (samples->len == most)
    {
      fold_pairs (samples);
      *stride *= 2;
    }
  g_array_append_vals (samples, sample, 1);
}
