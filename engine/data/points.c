/* points: what the 2-D sets share: two numbers a sample, two classes, jitter */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/points.h"

static void
place_all (float *x, gint64 *y, gint64 count, WeftPointFunc place, double deviation, guint64 seed)
{
  WeftRandom position = { seed, WEFT_STREAM_SOURCE, 0 }, jitter = { seed, WEFT_STREAM_SOURCE, 1 };
  float uniform[WEFT_POINTS_DRAWS];

  for (gint64 i = 0; i < count; i++)
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
weft_points_begin (const char *name, gint64 count, int classes, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  WeftField *x, *y;

  dataset->name = g_strdup (name);
  dataset->title = g_strdup (weft_source_find (name)->title);
  dataset->count = count;
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_POINTS);
  x->shape = WEFT_SHAPE (2);
  x->feature_names = g_strdupv ((char *[]){ "x₁", "x₂", NULL });
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = classes;
  if (!weft_dataset_allocate (dataset, x, error) || !weft_dataset_allocate (dataset, y, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

WeftDataset *
weft_points_new (const WeftDataParams *params, const char *name, WeftPointFunc place,
                 double deviation, guint64 seed, GError **error)
{
  g_autoptr (WeftDataset) dataset
      = weft_points_begin (name, params->count > 0 ? params->count : 1000, 2, error);

  if (dataset == NULL)
    return NULL;
  place_all (dataset->fields[0].data, dataset->fields[1].data, dataset->count, place, deviation,
             seed);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
