/* near-texts: texts that are hardly different
 *
 * A text is the set of its triples of neighbouring words; near are two of which most triples are
 * both's. Who may be near is found by minima of several hashes of a set (Broder 1997), which two
 * sets share as often as they overlap. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/base/errand.h"
#include "engine/data/near-kinds.h"

#define TRIPLE 3
#define FEWEST 8 /* words: of fewer, texts are alike by chance */
#define BANDS 6  /* of ROWS hashes each: of two that share 0.8 of all, one in 200 is missed */
#define ROWS 2
#define NEAR 0.8 /* of all triples of two texts are both's */
#define MOST_WORDS ((gint64) 32 << 20)
#define MOST_ALIKE 64 /* texts with the same minima that are compared with one another */

typedef struct
{
  guint32 *triples; /* of all texts, those of each sorted and each once */
  gint64 *begin;    /* (count + 1) */
} Sets;

static void
sets_clear (Sets *sets)
{
  g_free (sets->triples);
  g_free (sets->begin);
}

static guint32
mix (guint64 hash)
{
  hash *= 0x9e3779b97f4a7c15u;
  hash ^= hash >> 32;
  hash *= 0xbf58476d1ce4e5b9u;
  return (guint32) (hash >> 32);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* Of n words; returns how many. */
static gint64
list_triples (const float *words, gint64 n, guint32 *triples)
{
  gint64 kept = 0;

  for (gint64 k = 0; k + TRIPLE <= n; k++)
    {
      guint64 hash = 0;

      for (int j = 0; j < TRIPLE; j++)
        hash = hash * 0x100000001b3u + (guint64) words[k + j] + 1;
      triples[k] = mix (hash);
    }
  qsort (triples, (gsize) MAX (n - TRIPLE + 1, 0), sizeof *triples, compare);
  for (gint64 k = 0; k + TRIPLE <= n; k++)
    if (k == 0 || triples[k] != triples[kept - 1])
      triples[kept++] = triples[k];
  return kept;
}

static void
fill (Sets *sets, const WeftField *field, gint64 count)
{
  g_autofree float *words = g_new (float, weft_shape_count (&field->shape));

  sets->begin = g_new0 (gint64, count + 1);
  sets->triples = g_new (guint32, field->offsets[count] + 1);
  for (gint64 i = 0; i < count; i++)
    {
      gint64 n = field->offsets[i + 1] - field->offsets[i];
      guint32 *own = sets->triples + sets->begin[i];

      weft_field_get (field, i, words);
      sets->begin[i + 1] = sets->begin[i] + (n >= FEWEST ? list_triples (words, n, own) : 0);
    }
}

static gboolean
are_near (const Sets *sets, guint32 a, guint32 b)
{
  gint64 i = sets->begin[a], j = sets->begin[b], both = 0;
  gint64 n = sets->begin[a + 1] - i, m = sets->begin[b + 1] - j;

  while (i < sets->begin[a + 1] && j < sets->begin[b + 1])
    {
      guint32 x = sets->triples[i], y = sets->triples[j];

      both += x == y;
      i += x <= y;
      j += y <= x;
    }
  return (double) both >= NEAR * (double) (n + m - both);
}

typedef struct
{
  guint64 key;
  guint32 sample;
} Entry;

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return (x->sample > y->sample) - (x->sample < y->sample);
}

static guint64
find_key (const Sets *sets, gint64 sample, int band)
{
  guint64 key = 0;

  for (int r = 0; r < ROWS; r++)
    {
      guint32 least = G_MAXUINT32;

      for (gint64 k = sets->begin[sample]; k < sets->begin[sample + 1]; k++)
        least = MIN (least, mix (sets->triples[k] + ((guint64) (band * ROWS + r + 1) << 32)));
      key = key << 32 | least;
    }
  return key;
}

static void
join_band (const Sets *sets, const Entry *entries, guint n, guint32 *first)
{
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < MIN (n, i + MOST_ALIKE) && entries[j].key == entries[i].key; j++)
      if (weft_near_root (first, entries[i].sample) != weft_near_root (first, entries[j].sample)
          && are_near (sets, entries[i].sample, entries[j].sample))
        weft_near_join (first, entries[i].sample, entries[j].sample);
}

static gboolean
search (const WeftDataset *dataset, guint32 *first)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  g_autofree Entry *entries = NULL;
  gboolean is_whole = TRUE;
  Sets sets;

  if (!field->offsets || field->shape.rank != 1 || field->offsets[dataset->count] > MOST_WORDS)
    return FALSE;
  fill (&sets, field, dataset->count);
  entries = g_new (Entry, dataset->count);
  for (int band = 0; is_whole && band < BANDS; band++)
    {
      guint n = 0;

      for (gint64 i = 0; i < dataset->count; i++)
        if (sets.begin[i + 1] > sets.begin[i])
          entries[n++] = (Entry){ find_key (&sets, i, band), (guint32) i };
      qsort (entries, n, sizeof *entries, compare_entries);
      join_band (&sets, entries, n, first);
      is_whole = weft_errand_add (0, NULL);
    }
  sets_clear (&sets);
  return is_whole;
}

const WeftNearKind weft_near_texts = { .search = search };
