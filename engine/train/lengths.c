/* lengths: how many steps samples have, and to how many those of a batch are padded */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/lengths.h"

gint64
weft_lengths_of (const WeftDataset *dataset, guint32 sample)
{
  gint64 steps = 0;

  for (guint k = 0; k < dataset->n_fields; k++)
    {
      const WeftField *field = &dataset->fields[k];

      if (field->ragged >= 0)
        steps = MAX (steps, field->offsets[sample + 1] - field->offsets[sample]);
    }
  return steps;
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
find_longest (const WeftDataset *dataset)
{
  gint64 longest = 0;

  for (guint k = 0; k < dataset->n_fields; k++)
    if (dataset->fields[k].ragged >= 0)
      longest = MAX (longest, dataset->fields[k].shape.dims[dataset->fields[k].ragged]);
  return longest;
}

void
weft_lengths_fit (WeftLengths *lengths, const WeftDataset *dataset, const WeftSplit *split)
{
  gint64 n = split->count[WEFT_PART_TRAIN], longest = find_longest (dataset);
  g_autofree gint64 *steps = g_new (gint64, n + 1);

  lengths->n = 0;
  if (longest == 0)
    return;
  for (gint64 i = 0; i < n; i++)
    steps[i] = weft_lengths_of (dataset, split->samples[WEFT_PART_TRAIN][i]);
  qsort (steps, (gsize) n, sizeof *steps, compare_lengths);
  for (guint k = 1; k <= WEFT_MAX_LENGTHS; k++)
    {
      gint64 next = k < WEFT_MAX_LENGTHS && n > 0 ? steps[(n * k - 1) / WEFT_MAX_LENGTHS] : longest;

      if (lengths->n == 0 || next > lengths->length[lengths->n - 1])
        lengths->length[lengths->n++] = next;
    }
}

gint64
weft_lengths_pad (const WeftLengths *lengths, gint64 steps)
{
  guint k = 0;

  while (k + 1 < lengths->n && lengths->length[k] < steps)
    k++;
  return lengths->n > 0 ? lengths->length[k] : 0;
}
