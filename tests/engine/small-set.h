/* small-set: a data set of a few numbers for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/dataset.h"

/* n samples of one number each, the classes in turn. */
static WeftDataset *
new_set (int n, int classes, const guint8 *part)
{
  WeftDataset *dataset = weft_dataset_new ();

  dataset->name = g_strdup ("made");
  dataset->count = n;
  dataset->x_shape = WEFT_SHAPE (1);
  dataset->target = WEFT_TARGET_CLASS;
  dataset->y_shape.type = WEFT_I64;
  dataset->classes = classes;
  dataset->x = weft_memory_new (n * sizeof (float), NULL);
  dataset->y = weft_memory_new (n * sizeof (gint64), NULL);
  for (int i = 0; i < n; i++)
    {
      ((float *) dataset->x)[i] = (float) i;
      ((gint64 *) dataset->y)[i] = i % classes;
    }
  if (part)
    {
      dataset->part = weft_memory_new (n, NULL);
      memcpy (dataset->part, part, n);
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}
