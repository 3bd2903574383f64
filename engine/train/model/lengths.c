/* lengths: how many steps samples have, and to how many those of a batch are padded */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/lengths.h"

static const WeftField *
find_field (const WeftDataset *dataset, guint t)
{
  for (guint k = 0; k < dataset->n_fields; k++)
    if (dataset->fields[k].ragged >= 0 && dataset->fields[k].t == (int) t)
      return &dataset->fields[k];
  return NULL;
}

gint64
weft_lengths_of (const WeftDataset *dataset, guint32 sample, guint t)
{
  const WeftField *field = find_field (dataset, t);

  return field ? field->offsets[sample + 1] - field->offsets[sample] : 0;
}

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
find_longest (const WeftDataset *dataset, guint t)
{
  gint64 longest = 0;

  for (guint k = 0; k < dataset->n_fields; k++)
    {
      const WeftField *field = &dataset->fields[k];

      if (field->ragged >= 0 && field->t == (int) t)
        longest = MAX (longest, field->shape.dims[field->ragged]);
    }
  return longest;
}

/* The longest of each share of the training part, by one T. */
static void
fit_shares (const WeftDataset *dataset, const WeftSplit *split, guint t,
            gint64 share[WEFT_MAX_LENGTHS][WEFT_MAX_T])
{
  gint64 n = split->count[WEFT_PART_TRAIN];
  g_autofree gint64 *steps = g_new (gint64, n + 1);

  for (gint64 i = 0; i < n; i++)
    steps[i] = weft_lengths_of (dataset, split->samples[WEFT_PART_TRAIN][i], t);
  qsort (steps, (gsize) n, sizeof *steps, compare_lengths);
  for (gint64 k = 0; k < WEFT_MAX_LENGTHS; k++)
    share[k][t] = k + 1 < WEFT_MAX_LENGTHS && n > 0 ? steps[(n * (k + 1) - 1) / WEFT_MAX_LENGTHS]
                                                    : find_longest (dataset, t);
}

void
weft_lengths_fit (WeftLengths *lengths, const WeftDataset *dataset, const WeftSplit *split)
{
  gint64 share[WEFT_MAX_LENGTHS][WEFT_MAX_T] = { 0 };
  gboolean has_steps = FALSE;

  lengths->n = 0;
  for (guint t = 0; t < WEFT_MAX_T; t++)
    if (find_field (dataset, t))
      {
        fit_shares (dataset, split, t, share);
        has_steps = TRUE;
      }
  for (guint k = 0; has_steps && k < WEFT_MAX_LENGTHS; k++)
    if (lengths->n == 0 || memcmp (share[k], lengths->length[lengths->n - 1], sizeof share[k]) != 0)
      memcpy (lengths->length[lengths->n++], share[k], sizeof share[k]);
}

guint
weft_lengths_find (const WeftLengths *lengths, const WeftDataset *dataset, guint32 sample)
{
  guint k = 0;

  for (guint i = 0; i < dataset->n_fields; i++)
    {
      const WeftField *field = &dataset->fields[i];

      while (field->ragged >= 0 && k + 1 < lengths->n
             && lengths->length[k][field->t] < field->offsets[sample + 1] - field->offsets[sample])
        k++;
    }
  return k;
}

WeftBinding
weft_lengths_bind (const WeftLengths *lengths, guint length, gint64 n)
{
  WeftBinding binding = { .n = n };

  if (length < lengths->n)
    memcpy (binding.t, lengths->length[length], sizeof binding.t);
  return binding;
}
