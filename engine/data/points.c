/* points: what the 2-D sets share: two numbers a sample, two classes, jitter */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/points.h"

#include "engine/base/memory.h"

static void
place_all (WeftDataset *dataset, WeftPointFunc place, double deviation, guint64 seed)
{
  WeftRandom position = { seed, WEFT_STREAM_SOURCE, 0 }, jitter = { seed, WEFT_STREAM_SOURCE, 1 };
  float *x = dataset->x;
  gint64 *y = dataset->y;
  float uniform[WEFT_POINTS_DRAWS];

  for (gint64 i = 0; i < dataset->count; i++)
    {
      for (int k = 0; k < WEFT_POINTS_DRAWS; k++)
        uniform[k] = weft_random_uniform (&position, (guint64) i * WEFT_POINTS_DRAWS + k);
      y[i] = i % 2;
      place ((int) y[i], uniform, x + 2 * i);
      for (int k = 0; k < 2; k++)
        x[2 * i + k] += (float) deviation * weft_random_normal (&jitter, (guint64) i * 2 + k);
    }
}

WeftDataset *
weft_points_new (const WeftDataParams *params, const char *name, WeftPointFunc place,
                 double deviation, guint64 seed, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();

  dataset->name = g_strdup (name);
  dataset->title = g_strdup (weft_source_find (name)->title);
  dataset->count = params->count > 0 ? params->count : 1000;
  dataset->x_shape = WEFT_SHAPE (2);
  dataset->target = WEFT_TARGET_CLASS;
  dataset->y_shape.type = WEFT_I64;
  dataset->classes = 2;
  dataset->feature_names = g_strdupv ((char *[]){ "x₁", "x₂", NULL });
  dataset->is_points = TRUE;
  dataset->x = weft_memory_new ((gsize) dataset->count * 2 * sizeof (float), error);
  if (!dataset->x)
    return NULL;
  dataset->y = weft_memory_new ((gsize) dataset->count * sizeof (gint64), error);
  if (!dataset->y)
    return NULL;
  place_all (dataset, place, deviation, seed);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
