/* pyramid: a series as fine as memory allows, and the same ever coarser */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/pyramid.h"

#include <math.h>

#define LEVELS 6 /* above the finest: 65,536 → 16 */

struct _WeftPyramid
{
  GArray *levels[LEVELS]; /* WeftSample */
  guint clean;            /* so many of the finest samples are as they were when levels were made */
};

WeftSeries *
weft_live_series_new (void)
{
  WeftSeries *series = g_new (WeftSeries, 1);

  *series
      = (WeftSeries){ g_array_new (FALSE, FALSE, sizeof (WeftSample)), 1, g_new0 (WeftPyramid, 1) };
  for (guint i = 0; i < LEVELS; i++)
    series->above->levels[i] = g_array_new (FALSE, FALSE, sizeof (WeftSample));
  return series;
}

void
weft_series_free_folded (gpointer data)
{
  WeftSeries *series = data;

  for (guint i = 0; i < LEVELS; i++)
    g_array_unref (series->above->levels[i]);
  g_free (series->above);
  g_array_unref (series->samples);
  g_free (series);
}

void
weft_live_series_clear (WeftSeries *series)
{
  g_array_set_size (series->samples, 0);
  series->stride = 1;
  series->above->clean = 0;
}

void
weft_live_series_add (WeftSeries *series, const WeftSample *sample)
{
  gint64 stride = series->stride;
  guint kept;

  weft_samples_trim (series->samples, sample->first);
  kept = MAX (series->samples->len, 1) - 1; /* the newest may take it in */
  weft_samples_append (series->samples, sample, &series->stride, WEFT_SERIES_MOST);
  series->above->clean = series->stride != stride ? 0 : MIN (series->above->clean, kept);
}

void
weft_series_fold (GHashTable *all, const WeftSample *sample)
{
  WeftSeries *series = g_hash_table_lookup (all, GUINT_TO_POINTER (sample->series));

  if (series == NULL)
    {
      series = weft_live_series_new ();
      g_hash_table_insert (all, GUINT_TO_POINTER (sample->series), series);
    }
  weft_live_series_add (series, sample);
}

/* --- levels --- */

/* below: of whose samples the first `clean` have not changed; how many of the level's have not. */
static guint
refresh_level (GArray *level, const GArray *below, guint clean)
{
  guint kept = MIN (clean / WEFT_PYRAMID_FOLD, level->len);

  g_array_set_size (level, kept);
  for (guint i = kept * WEFT_PYRAMID_FOLD; i < below->len; i += WEFT_PYRAMID_FOLD)
    {
      WeftSample folded = { 0 };

      for (guint k = i; k < MIN (i + WEFT_PYRAMID_FOLD, below->len); k++)
        weft_sample_fold (&folded, &g_array_index (below, WeftSample, k));
      g_array_append_val (level, folded);
    }
  return kept;
}

static void
refresh (const WeftSeries *series)
{
  WeftPyramid *above = series->above;
  const GArray *below = series->samples;
  guint clean = above->clean;

  if (clean == below->len)
    return;
  for (guint i = 0; i < LEVELS; i++)
    {
      clean = refresh_level (above->levels[i], below, clean);
      below = above->levels[i];
    }
  above->clean = series->samples->len;
}

/* The first sample that ends at the step or later. */
static guint
find (const GArray *samples, double step)
{
  guint low = 0, high = samples->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if ((double) g_array_index (samples, WeftSample, middle).last < step)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static WeftSampleView
view_level (const GArray *level, double from, double to)
{
  guint first = find (level, from), end = find (level, to);

  first = MAX (first, 1) - 1;
  end = MIN (end + 2, level->len);
  return (WeftSampleView){ (const WeftSample *) (gpointer) level->data + first,
                           end > first ? end - first : 0 };
}

WeftSampleView
weft_series_view (const WeftSeries *series, double from, double to, guint most)
{
  WeftSampleView view = view_level (series->samples, from, to);

  if (view.n <= most)
    return view;
  refresh (series);
  for (guint i = 0; i < LEVELS && view.n > most; i++)
    view = view_level (series->above->levels[i], from, to);
  return view;
}

WeftSampleView
weft_series_view_all (const WeftSeries *series)
{
  return weft_series_view (series, -INFINITY, INFINITY, WEFT_SERIES_BRIEF);
}
