/* copies: samples that are the same, so that none of them is learnt and tested on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/copies.h"

#include <string.h>

#define MANY 10 /* of each sample on average: then it is no copying but chance */

/* What of a sample is compared: bytes of x and of y. */
typedef struct
{
  const guint8 *x, *y;
  gsize x_size, y_size;
} Samples;

static guint64
mix (guint64 hash, const guint8 *bytes, gsize n)
{
  guint64 word;

  for (; n >= sizeof word; n -= sizeof word, bytes += sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 29;
    }
  for (; n; n--)
    hash = (hash ^ *bytes++) * 0x100000001b3u;
  return hash ^ (hash >> 32);
}

static gboolean
are_same (const Samples *samples, gsize a, gsize b)
{
  return memcmp (samples->x + a * samples->x_size, samples->x + b * samples->x_size,
                 samples->x_size)
             == 0
         && (samples->y_size == 0
             || memcmp (samples->y + a * samples->y_size, samples->y + b * samples->y_size,
                        samples->y_size)
                    == 0);
}

/* Open addressing over a table of sample numbers + 1, at most half full. */
static guint32
find_or_add (const Samples *samples, guint32 *table, gsize mask, guint32 sample)
{
  guint64 hash = mix (0, samples->x + sample * samples->x_size, samples->x_size);

  hash = mix (hash, samples->y + sample * samples->y_size, samples->y_size);
  for (gsize at = hash & mask;; at = (at + 1) & mask)
    {
      if (table[at] == 0)
        table[at] = sample + 1;
      if (table[at] == sample + 1 || are_same (samples, table[at] - 1, sample))
        return table[at] - 1;
    }
}

guint32 *
weft_copies_find (const WeftDataset *dataset, gint64 *n_copies)
{
  const Samples samples = {
    .x = dataset->x,
    .y = dataset->y ? dataset->y : "",
    .x_size = weft_shape_bytes (&dataset->x_shape),
    .y_size = dataset->y ? weft_shape_bytes (&dataset->y_shape) : 0,
  };
  g_autofree guint32 *first = g_new (guint32, dataset->count), *table = NULL;
  gsize size = 16;

  while (size < 2 * (gsize) dataset->count)
    size *= 2;
  table = g_new0 (guint32, size);
  *n_copies = 0;
  for (guint32 i = 0; i < (guint32) dataset->count; i++)
    {
      first[i] = find_or_add (&samples, table, size - 1, i);
      *n_copies += first[i] != i;
    }
  return *n_copies ? g_steal_pointer (&first) : NULL;
}

gboolean
weft_copies_are_few (const WeftDataset *dataset, gint64 n_copies)
{
  return n_copies > 0 && (dataset->count - n_copies) * MANY >= dataset->count;
}
