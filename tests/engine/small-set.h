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
  WeftField *x, *y;

  dataset->name = g_strdup ("made");
  dataset->count = n;
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  x->shape = WEFT_SHAPE (1);
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = classes;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  for (int i = 0; i < n; i++)
    {
      ((float *) x->data)[i] = (float) i;
      ((gint64 *) y->data)[i] = i % classes;
    }
  if (part)
    {
      dataset->part = weft_memory_new (n, NULL);
      memcpy (dataset->part, part, n);
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}
