/* rare: a class that accuracy hides */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/rare.h"

/* A class is rare when it has less than a quarter of what an even share would be, or less than half
 * of it and 5 % of all. */
static gboolean
is_rare (double share, int classes)
{
  return share * classes < 0.25 || (share < 0.05 && share * classes < 0.5);
}

int
weft_dataset_find_rare_class (const WeftDataset *dataset, const WeftField *field, gint64 *samples)
{
  g_autofree gint64 *count = g_try_new0 (gint64, field->classes);
  int rarest = -1, n = 0;

  *samples = 0;
  if (!count || dataset->count == 0)
    return -1;
  for (gint64 i = 0; i < dataset->count; i++)
    count[weft_field_get_class (field, i)]++;
  for (int c = 0; c < field->classes; c++)
    {
      n += count[c] > 0; /* what is never there is never missed */
      if (count[c] > 0 && (rarest < 0 || count[c] < count[rarest]))
        rarest = c;
    }
  *samples = rarest < 0 ? 0 : count[rarest];
  return rarest >= 0 && is_rare ((double) *samples / dataset->count, n) ? rarest : -1;
}
