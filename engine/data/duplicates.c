/* duplicates: samples that are the same, so that none of them is learnt and tested on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/duplicates.h"

#include <pthread.h>
#include <string.h>

#include "engine/base/errand.h"

#define TELL_EVERY 4096   /* samples: how far it is */
#define AT_ONCE (1 << 19) /* samples that are compared in one walk */
#define MANY 10           /* of each sample on average: then it is no copying but chance */

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

static gsize
size_of (const WeftField *field, gint64 sample)
{
  return weft_field_get_bytes (field, sample + 1) - weft_field_get_bytes (field, sample);
}

static gboolean
are_same (const WeftDataset *dataset, gint64 a, gint64 b)
{
  for (guint i = 0; i < dataset->n_fields; i++)
    {
      const WeftField *field = &dataset->fields[i];
      gsize size = size_of (field, a);

      if (size != size_of (field, b)
          || memcmp (weft_field_get_sample (field, a, NULL), weft_field_get_sample (field, b, NULL),
                     size)
                 != 0)
        return FALSE;
    }
  return TRUE;
}

static guint64
hash_of (const WeftDataset *dataset, gint64 sample)
{
  guint64 hash = 0;

  for (guint i = 0; i < dataset->n_fields; i++)
    hash = mix (hash, weft_field_get_sample (&dataset->fields[i], sample, NULL),
                size_of (&dataset->fields[i], sample));
  return hash;
}

typedef struct
{
  guint32 who; /* a sample's number + 1; 0: the place is free */
  guint32 tag; /* of its hash, so that samples are looked up only where they may well be the same:
                  each look is a read of the disk when they do not fit in memory */
} Place;

/* Of all samples; on the disk where that is much. */
typedef struct
{
  guint64 *hashes;
  WeftBacked *disk; /* nullable */
} Hashes;

static void
hashes_clear (Hashes *hashes)
{
  if (hashes->disk)
    weft_backed_free (hashes->disk);
  else
    g_free (hashes->hashes);
}

static void
hashes_allocate (Hashes *hashes, gint64 count)
{
  gsize bytes = (gsize) count * sizeof *hashes->hashes;

  hashes->disk = bytes >= WEFT_BACKED_FROM / 4 ? weft_backed_new (bytes, NULL) : NULL;
  hashes->hashes = hashes->disk ? weft_backed_get_memory (hashes->disk) : g_malloc (bytes);
}

static void
touch_hashes (const Hashes *hashes, gint64 i)
{
  if (hashes->disk && i % TELL_EVERY == 0)
    weft_backed_touch (hashes->disk, hashes->hashes + i, TELL_EVERY * sizeof *hashes->hashes);
}

/* Open addressing, at most half full. */
static guint32
find_or_add (const WeftDataset *dataset, Place *table, gsize mask, guint32 sample, guint64 hash)
{
  const Place own = { sample + 1, (guint32) (hash >> 32) };

  for (gsize at = hash & mask;; at = (at + 1) & mask)
    {
      if (table[at].who == 0)
        table[at] = own;
      if (table[at].who == own.who
          || (table[at].tag == own.tag && are_same (dataset, table[at].who - 1, sample)))
        return table[at].who - 1;
    }
}

/* FALSE: nobody will look at it. */
static gboolean
tell (const WeftDataset *dataset, guint32 i)
{
  gsize bytes = 0;

  for (guint k = 0; k < dataset->n_fields; k++)
    bytes += weft_field_get_bytes (&dataset->fields[k], i)
             - weft_field_get_bytes (&dataset->fields[k], i - MIN (i, TELL_EVERY));
  return weft_errand_add ((gint64) bytes, NULL);
}

/* FALSE: given up. */
static gboolean
find_hashes (const WeftDataset *dataset, Hashes *hashes)
{
  for (gint64 i = 0; i < dataset->count; i++)
    {
      touch_hashes (hashes, i);
      hashes->hashes[i] = hash_of (dataset, i);
      if (i % TELL_EVERY == 0 && !tell (dataset, (guint32) i))
        return FALSE;
    }
  return TRUE;
}

/* Samples that are the same fall to one share, of which there are as many as keep a table small. */
static guint
share_of (guint64 hash, guint shares)
{
  return (guint) ((hash >> 40) % shares);
}

/* Places for the largest share. */
static gsize
measure_table (const WeftDataset *dataset, const Hashes *hashes, guint shares)
{
  g_autofree gsize *sizes = g_new0 (gsize, shares);
  gsize most = 0, places = 16;

  for (gint64 i = 0; i < dataset->count; i++)
    {
      touch_hashes (hashes, i);
      most = MAX (most, ++sizes[share_of (hashes->hashes[i], shares)]);
    }
  while (places < 2 * most)
    places *= 2;
  return places;
}

static gint64
compare_share (const WeftDataset *dataset, const Hashes *hashes, guint share, guint shares,
               Place *table, gsize mask, guint32 *first)
{
  gint64 copies = 0;

  for (guint32 i = 0; i < (guint32) dataset->count; i++)
    {
      touch_hashes (hashes, i);
      if (share_of (hashes->hashes[i], shares) != share)
        continue;
      first[i] = find_or_add (dataset, table, mask, i, hashes->hashes[i]);
      copies += first[i] != i;
    }
  return copies;
}

/* *is_whole FALSE: given up, and what was found is of no use. */
static guint32 *
find (const WeftDataset *dataset, gint64 *n_copies, gboolean *is_whole)
{
  g_autofree guint32 *first = g_new (guint32, dataset->count);
  g_autofree Place *table = NULL;
  guint shares = (guint) (dataset->count / AT_ONCE) + 1;
  Hashes hashes;
  gsize places;

  hashes_allocate (&hashes, dataset->count);
  *n_copies = 0;
  *is_whole = find_hashes (dataset, &hashes);
  places = *is_whole ? measure_table (dataset, &hashes, shares) : 1;
  table = g_new (Place, places);
  for (guint share = 0; *is_whole && share < shares; share++)
    {
      memset (table, 0, places * sizeof *table);
      *n_copies += compare_share (dataset, &hashes, share, shares, table, places - 1, first);
      *is_whole = weft_errand_add (0, NULL);
    }
  hashes_clear (&hashes);
  if (!*is_whole)
    *n_copies = 0;
  return *n_copies ? g_steal_pointer (&first) : NULL;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* not GLib's: ThreadSanitizer */

static gboolean
is_known (const WeftDataset *dataset)
{
  gboolean is_there;

  pthread_mutex_lock (&lock);
  is_there = dataset->copies.is_known;
  pthread_mutex_unlock (&lock);
  return is_there;
}

/* Of two who looked at once the first one's stays. Before the set is finished its one reader goes
 * on to fill it, and asks anew. */
static void
keep (const WeftDataset *of, guint32 *first, gint64 n)
{
  WeftDataset *dataset = (WeftDataset *) of; /* its content stays */

  pthread_mutex_lock (&lock);
  if (!dataset->copies.is_known)
    {
      guint32 *before = dataset->copies.first;

      dataset->copies.first = first;
      dataset->copies.n = n;
      dataset->copies.is_known = dataset->sha256 != NULL;
      first = before;
    }
  pthread_mutex_unlock (&lock);
  g_free (first);
}

const guint32 *
weft_copies_find (const WeftDataset *dataset, gint64 *n_copies)
{
  if (!is_known (dataset))
    {
      gboolean is_whole;
      guint32 *first = find (dataset, n_copies, &is_whole);

      if (!is_whole)
        return NULL;
      keep (dataset, first, *n_copies);
    }
  *n_copies = dataset->copies.n;
  return dataset->copies.first;
}

gboolean
weft_copies_are_few (const WeftDataset *dataset, gint64 n_copies)
{
  return n_copies > 0 && (dataset->count - n_copies) * MANY >= dataset->count;
}
