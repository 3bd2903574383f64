/* unseen: classes that test and that nothing trains, as faces of strangers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/unseen.h"

#include "projects/readers/tables/part-groups.h"

#define KNOWN 10 /* one of so many test samples may be of a class that trains */

/* The field of classes of a set that says which samples test; nullable. */
static const WeftField *
find_classes (const WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);

  return dataset->part && y && y->kind == WEFT_KIND_CLASS && y->shape.rank == 0 && y->classes > 1
             ? y
             : NULL;
}

/* counts: of each class its samples that may train, then those that test. */
static gint64 *
count_samples (const WeftDataset *dataset, const WeftField *y)
{
  gint64 *counts = g_new0 (gint64, 2 * y->classes);

  for (gint64 i = 0; i < dataset->count; i++)
    {
      gint64 class = weft_field_get_class (y, i);

      if (class >= 0)
        counts[2 * class + (dataset->part[i] == WEFT_PART_TEST + 1)]++;
    }
  return counts;
}

gboolean
weft_unseen_are_tested (const WeftDataset *dataset)
{
  const WeftField *y = find_classes (dataset);
  g_autofree gint64 *counts = y ? count_samples (dataset, y) : NULL;
  gint64 tested = 0, known = 0, paired = 0;

  for (int c = 0; y && c < y->classes; c++)
    {
      tested += counts[2 * c + 1];
      known += counts[2 * c] > 0 ? counts[2 * c + 1] : 0;
      paired += counts[2 * c + 1] > 1 ? counts[2 * c + 1] : 0;
    }
  return tested > 0 && known * KNOWN <= tested && 2 * paired > tested;
}

gboolean
weft_unseen_keep_whole (WeftDataset *dataset, GError **error)
{
  const WeftField *y = find_classes (dataset);
  g_autofree int *codes = NULL;

  if (dataset->group || !weft_unseen_are_tested (dataset))
    return TRUE;
  codes = g_new (int, dataset->count);
  for (gint64 i = 0; i < dataset->count; i++)
    codes[i] = (int) weft_field_get_class (y, i);
  dataset->group = weft_groups_of_codes (codes, (guint) dataset->count, (guint) y->classes, error);
  return dataset->group && weft_dataset_finish (dataset, error);
}
