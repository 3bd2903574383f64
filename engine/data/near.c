/* near: samples that are hardly different
 *
 * Pictures are compared small, grey and at one contrast, rows of numbers column by column in their
 * deviations: both are points, and near is a small part of the distance that most have to their
 * nearest one. Along any straight line two points are no farther apart than they are: they are
 * sorted along one, and those that are close there are looked at. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/near-kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/random.h"
#include "engine/data/duplicates.h"

#define MOST_NUMBERS ((gint64) 24 << 20) /* of all points together */
#define LINES 8                          /* along which points are compared */
#define ASKED 100                        /* points whose nearest one is looked for */
#define AMONG 4000
#define LEAST 20 /* points */

typedef struct
{
  float *points; /* (count, size) */
  gint64 count;
  int size;
  float *places;  /* (count, LINES) */
  guint32 *order; /* along the first line */
  guint32 *first; /* what is found */
} Search;

static void
search_clear (Search *search)
{
  g_free (search->points);
  g_free (search->places);
  g_free (search->order);
}

/* --- who belongs to whom --- */

guint32
weft_near_root (guint32 *first, guint32 i)
{
  while (first[i] != i)
    i = first[i] = first[first[i]];
  return i;
}

void
weft_near_join (guint32 *first, guint32 a, guint32 b)
{
  guint32 x = weft_near_root (first, a), y = weft_near_root (first, b);

  first[MAX (x, y)] = MIN (x, y);
}

/* --- points --- */

/* The square of it; anything above `most` is as good as that. */
static float
find_distance (const Search *search, guint32 a, guint32 b, float most)
{
  const float *x = search->points + (gsize) a * search->size;
  const float *y = search->points + (gsize) b * search->size;
  float sum = 0;

  for (int k = 0; k < search->size && sum <= most; k++)
    sum += (x[k] - y[k]) * (x[k] - y[k]);
  return sum;
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* The distance that half of the points have to their nearest one that is not the same; 0: there is
 * none. */
static float
find_usual_distance (const Search *search)
{
  float nearest[ASKED];
  guint n = 0;

  for (gint64 q = 0; q < ASKED; q++)
    {
      guint32 asked = (guint32) (q * search->count / ASKED);
      float best = INFINITY;

      for (gint64 k = 0; k < MIN (AMONG, search->count); k++)
        {
          guint32 other = (guint32) (k * search->count / MIN (AMONG, search->count));
          float distance = find_distance (search, asked, other, best);

          if (distance > 1e-9f)
            best = MIN (best, distance);
        }
      if (isfinite (best))
        nearest[n++] = sqrtf (best);
    }
  qsort (nearest, n, sizeof *nearest, compare_floats);
  return n > 0 ? nearest[n / 2] : 0;
}

/* Unit vectors drawn from a seed of their own. */
static void
place_points (Search *search)
{
  g_autofree float *lines = g_new (float, (gsize) LINES * search->size);
  const WeftRandom random = { 0, WEFT_STREAM_SPLIT, G_MAXUINT32 - 1 };

  weft_random_fill_normal (&random, lines, (gsize) LINES * search->size, 0, 1);
  for (int l = 0; l < LINES; l++)
    {
      float *line = lines + (gsize) l * search->size, norm = 0;

      for (int k = 0; k < search->size; k++)
        norm += line[k] * line[k];
      for (int k = 0; k < search->size; k++)
        line[k] /= sqrtf (norm);
    }
  search->places = g_new (float, (gsize) search->count *LINES);
  for (gint64 i = 0; i < search->count; i++)
    for (int l = 0; l < LINES; l++)
      {
        const float *x = search->points + i * search->size,
                    *line = lines + (gsize) l * search->size;
        float sum = 0;

        for (int k = 0; k < search->size; k++)
          sum += x[k] * line[k];
        search->places[i * LINES + l] = sum;
      }
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer user)
{
  const Search *search = user;
  float x = search->places[(gsize) * (const guint32 *) a * LINES];
  float y = search->places[(gsize) * (const guint32 *) b * LINES];

  return (x > y) - (x < y);
}

static gboolean
may_be_near (const Search *search, guint32 a, guint32 b, float most)
{
  const float *x = search->places + (gsize) a * LINES, *y = search->places + (gsize) b * LINES;

  for (int l = 1; l < LINES; l++)
    if (fabsf (x[l] - y[l]) > most)
      return FALSE;
  return TRUE;
}

/* FALSE: given up. */
static gboolean
join_near (Search *search, float most)
{
  for (gint64 i = 0; i < search->count; i++)
    {
      guint32 a = search->order[i];

      for (gint64 j = i + 1; j < search->count; j++)
        {
          guint32 b = search->order[j];

          if (search->places[(gsize) b * LINES] - search->places[(gsize) a * LINES] > most)
            break;
          if (may_be_near (search, a, b, most)
              && find_distance (search, a, b, most * most) <= most * most)
            weft_near_join (search->first, a, b);
        }
      if (i % 256 == 0 && !weft_errand_add (0, NULL))
        return FALSE;
    }
  return TRUE;
}

static gboolean
search_points (const WeftDataset *dataset, const WeftNearKind *kind, guint32 *first)
{
  const WeftField *x = weft_dataset_get_x (dataset);
  Search search = { .count = dataset->count, .size = kind->measure (x), .first = first };
  gboolean is_whole = TRUE;
  float most;

  if (search.size == 0 || search.count < LEAST || search.count * search.size > MOST_NUMBERS)
    return FALSE;
  search.points = g_new (float, (gsize) search.count *search.size);
  kind->fill (x, search.count, search.points);
  most = MIN (find_usual_distance (&search) * kind->share, kind->most * sqrtf (search.size));
  if (most > 0)
    {
      place_points (&search);
      search.order = g_new (guint32, search.count);
      for (gint64 i = 0; i < search.count; i++)
        search.order[i] = (guint32) i;
      g_qsort_with_data (search.order, (int) search.count, sizeof (guint32), compare_places,
                         &search);
      is_whole = join_near (&search, most);
    }
  search_clear (&search);
  return is_whole && most > 0;
}

/* --- the whole --- */

guint32 *
weft_near_find (const WeftDataset *dataset, gint64 *n)
{
  const WeftNearKind *kind = weft_kind_get_row (weft_dataset_get_x (dataset)->kind)->near;
  const guint32 *copies = NULL;
  g_autofree guint32 *first = NULL;
  gint64 n_copies;

  *n = 0;
  if (!kind)
    return NULL;
  first = g_new (guint32, dataset->count);
  for (gint64 i = 0; i < dataset->count; i++)
    first[i] = (guint32) i;
  if (!(kind->search ? kind->search (dataset, first) : search_points (dataset, kind, first)))
    return NULL;
  copies = weft_copies_find (dataset, &n_copies);
  for (gint64 i = 0; copies && i < dataset->count; i++)
    weft_near_join (first, (guint32) i, copies[i]);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      first[i] = weft_near_root (first, (guint32) i);
      *n += first[i] != i && !(copies && copies[i] != i);
    }
  return *n > 0 ? g_steal_pointer (&first) : NULL;
}

gint64
weft_near_count_across (const WeftDataset *dataset, const guint32 *near, const WeftSplit *split)
{
  g_autofree guint8 *trains = g_new0 (guint8, dataset->count);
  g_autofree guint8 *copied = g_new0 (guint8, dataset->count);
  gint64 n_copies, n = 0;
  const guint32 *copies = weft_copies_find (dataset, &n_copies);

  for (gint64 k = 0; k < split->count[WEFT_PART_TRAIN]; k++)
    {
      guint32 i = split->samples[WEFT_PART_TRAIN][k];

      trains[near[i]] = 1;
      copied[copies ? copies[i] : i] = 1;
    }
  for (WeftPart part = WEFT_PART_VALIDATION; part < WEFT_N_PARTS; part++)
    for (gint64 k = 0; k < split->count[part]; k++)
      {
        guint32 i = split->samples[part][k];

        n += trains[near[i]] && !copied[copies ? copies[i] : i];
      }
  return n;
}
