/* split: which samples train, validate and test, stratified by class and drawn from a seed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/dataset.h"

#include <math.h>
#include <string.h>

#include "engine/base/random.h"
#include "engine/data/duplicates.h"
#include "engine/data/split-groups.h"

/* The free samples, one class after the other, each class shuffled. Copies of a sample follow it:
 * no cut may go between them. */
typedef struct
{
  guint32 *samples;
  const guint32
      *first;    /* of each sample of the set: its kind; NULL: no copies to be kept together */
  gint64 *count; /* of each class */
  gint64 classes;
} Strata;

static void
strata_clear (Strata *strata)
{
  g_free (strata->samples);
  g_free (strata->count);
}

static gint64
stratum_of (const WeftDataset *dataset, gint64 sample)
{
  const WeftField *classes = weft_dataset_get_classes (dataset);

  return classes ? weft_field_get_class (classes, sample) : 0;
}

static gboolean
is_free (const WeftDataset *dataset, gint64 sample)
{
  return !dataset->part || dataset->part[sample] == 0;
}

/* Puts copies behind the one of them that comes first. */
static void
gather_copies (const Strata *strata, guint32 *samples, gsize n)
{
  g_autoptr (GHashTable) last = g_hash_table_new (NULL, NULL);
  g_autofree guint32 *next = g_new0 (guint32, n), *gathered = g_new (guint32, n);
  g_autofree gboolean *leads = g_new0 (gboolean, n);
  gsize out = 0;

  for (gsize i = 0; i < n; i++) /* next: the place of the following copy, 0: none */
    {
      gpointer kind = GUINT_TO_POINTER (strata->first[samples[i]]), before;

      leads[i] = !g_hash_table_lookup_extended (last, kind, NULL, &before);
      if (!leads[i])
        next[GPOINTER_TO_UINT (before)] = (guint32) i;
      g_hash_table_insert (last, kind, GUINT_TO_POINTER (i));
    }
  for (gsize i = 0; i < n; i++)
    if (leads[i])
      for (gsize at = i;; at = next[at])
        {
          gathered[out++] = samples[at];
          if (next[at] == 0)
            break;
        }
  if (n > 0)
    memcpy (samples, gathered, n * sizeof *samples);
}

/* Whether a cut before place i of these samples would part copies. */
static gboolean
parts_copies (const Strata *strata, const guint32 *samples, gint64 i, gint64 n)
{
  return strata->first && i > 0 && i < n
         && strata->first[samples[i - 1]] == strata->first[samples[i]];
}

/* The place for a cut that is nearest to i, from `low` on. */
static gint64
move_cut (const Strata *strata, const guint32 *samples, gint64 i, gint64 low, gint64 n)
{
  gint64 down = i, up = i;

  while (parts_copies (strata, samples, down, n))
    down--;
  while (parts_copies (strata, samples, up, n))
    up++;
  return down >= low && i - down <= up - i ? down : up;
}

static Strata
collect (const WeftDataset *dataset, guint64 seed)
{
  const WeftField *classes = weft_dataset_get_classes (dataset);
  Strata strata = { .classes = classes ? classes->classes : 1 };
  g_autofree gint64 *next = g_new0 (gint64, strata.classes);
  gint64 begin = 0, copies;

  strata.first = weft_copies_find (dataset, &copies);
  if (!weft_copies_are_few (dataset, copies))
    strata.first = NULL;
  strata.samples = g_new (guint32, dataset->count);
  strata.count = g_new0 (gint64, strata.classes);
  for (gint64 i = 0; i < dataset->count; i++)
    if (is_free (dataset, i))
      strata.count[stratum_of (dataset, i)]++;
  for (gint64 c = 1; c < strata.classes; c++)
    next[c] = next[c - 1] + strata.count[c - 1];
  for (gint64 i = 0; i < dataset->count; i++)
    if (is_free (dataset, i))
      strata.samples[next[stratum_of (dataset, i)]++] = (guint32) i;
  for (gint64 c = 0; c < strata.classes; c++)
    {
      WeftRandom random = { seed, WEFT_STREAM_SPLIT, (guint64) c + 1 };

      weft_random_shuffle (&random, strata.samples + begin, (gsize) strata.count[c]);
      if (strata.first)
        gather_copies (&strata, strata.samples + begin, (gsize) strata.count[c]);
      begin += strata.count[c];
    }
  return strata;
}

/* A part that the source itself holds takes no free samples; what is left sums to one. */
static void
settle_shares (const WeftDataset *dataset, const double wanted[3], double shares[3])
{
  double sum = 0;

  for (int p = 0; p < WEFT_N_PARTS; p++)
    shares[p] = isfinite (wanted[p]) ? MAX (wanted[p], 0) : 0;
  for (gint64 i = 0; dataset->part && i < dataset->count; i++)
    if (dataset->part[i] > WEFT_PART_TRAIN + 1)
      shares[dataset->part[i] - 1] = 0;
  for (int p = 0; p < WEFT_N_PARTS; p++)
    sum += shares[p];
  if (sum <= 0)
    shares[WEFT_PART_TRAIN] = sum = 1;
  for (int p = 0; p < WEFT_N_PARTS; p++)
    shares[p] /= sum;
}

static void
give (WeftSplit *split, WeftPart part, const guint32 *samples, gint64 n)
{
  memcpy (split->samples[part] + split->count[part], samples, (gsize) n * sizeof *samples);
  split->count[part] += n;
}

/* Cuts each class where its cumulative share rounds to, so that every part has its exact total and
 * every class is within one sample of its share, but for copies, which stay together. */
static void
deal (WeftSplit *split, const Strata *strata, const double shares[3])
{
  gint64 before = 0;

  for (gint64 c = 0; c < strata->classes; c++)
    {
      gint64 n = strata->count[c], after = before + n;
      double all_but_test = shares[0] + shares[1];
      gint64 train = llround (shares[0] * after) - llround (shares[0] * before);
      gint64 end = llround (all_but_test * after) - llround (all_but_test * before);

      const guint32 *samples = strata->samples + before;

      train = move_cut (strata, samples, CLAMP (train, 0, n), 0, n);
      end = move_cut (strata, samples, CLAMP (end, train, n), train, n);
      give (split, WEFT_PART_TRAIN, samples, train);
      give (split, WEFT_PART_VALIDATION, samples + train, end - train);
      give (split, WEFT_PART_TEST, samples + end, n - end);
      before = after;
    }
}

static WeftSplit *
split_alloc (const WeftDataset *dataset)
{
  WeftSplit *split = g_new0 (WeftSplit, 1);

  g_atomic_ref_count_init (&split->ref_count);
  for (int p = 0; p < WEFT_N_PARTS; p++)
    split->samples[p] = g_new (guint32, dataset->count);
  return split;
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* Whether it is read from the disk, where what lies side by side comes at once. */
static gboolean
is_large (const WeftDataset *dataset)
{
  gsize bytes = 0;

  for (guint i = 0; i < dataset->n_fields; i++)
    bytes = MAX (bytes, weft_field_get_bytes (&dataset->fields[i], dataset->count));
  return bytes >= WEFT_BACKED_FROM;
}

/* Mixed, so that the first samples that anybody sees are not all of one class. What is only judged,
 * whole, of a large set stays in its order. */
static void
mix (WeftSplit *split, const WeftDataset *dataset, guint64 split_seed)
{
  gboolean large = is_large (dataset);

  for (int p = 0; p < WEFT_N_PARTS; p++)
    {
      WeftRandom random = { split_seed, WEFT_STREAM_SPLIT, (guint64) G_MAXUINT32 + (guint) p };

      if (large && p != WEFT_PART_TRAIN)
        qsort (split->samples[p], (gsize) split->count[p], sizeof (guint32), compare_samples);
      else
        weft_random_shuffle (&random, split->samples[p], (gsize) split->count[p]);
      split->samples[p] = g_renew (guint32, split->samples[p], MAX (split->count[p], 1));
    }
}

static void
give_strata (WeftSplit *split, const WeftDataset *dataset, const double shares[3], guint64 seed)
{
  Strata strata = collect (dataset, seed);

  deal (split, &strata, shares);
  strata_clear (&strata);
}

static void
give_groups (WeftSplit *split, const WeftDataset *dataset, const double shares[3], guint64 seed)
{
  g_autofree int *places = g_new (int, dataset->count);

  weft_groups_place (dataset, shares, WEFT_N_PARTS, seed, places);
  for (gint64 i = 0; i < dataset->count; i++)
    if (is_free (dataset, i))
      give (split, (WeftPart) places[i], &(guint32){ (guint32) i }, 1);
}

WeftSplit *
weft_split_new (const WeftDataset *dataset, const double shares[3], guint64 split_seed)
{
  WeftSplit *split = split_alloc (dataset);
  double settled[3];

  settle_shares (dataset, shares, settled);
  for (gint64 i = 0; i < dataset->count; i++)
    if (!is_free (dataset, i))
      give (split, dataset->part[i] - 1, &(guint32){ (guint32) i }, 1);
  (dataset->group ? give_groups : give_strata) (split, dataset, settled, split_seed);
  mix (split, dataset, split_seed);
  return split;
}

static WeftPart
part_of_turn (int turn, int fold, int folds)
{
  return turn == fold                              ? WEFT_PART_TEST
         : folds > 2 && turn == (fold + 1) % folds ? WEFT_PART_VALIDATION
                                                   : WEFT_PART_TRAIN;
}

static void
fold_strata (WeftSplit *split, const WeftDataset *dataset, int fold, int folds, guint64 seed)
{
  Strata strata = collect (dataset, seed);
  gint64 n = 0, kind = -1;

  for (gint64 c = 0; c < strata.classes; c++)
    n += strata.count[c];
  for (gint64 i = 0; i < n; i++)
    {
      gboolean is_copy = parts_copies (&strata, strata.samples, i, n);
      int turn = (int) ((kind += !is_copy) % folds);

      give (split, part_of_turn (turn, fold, folds), strata.samples + i, 1);
    }
  strata_clear (&strata);
}

static void
fold_groups (WeftSplit *split, const WeftDataset *dataset, int fold, int folds, guint64 seed)
{
  g_autofree int *turns = g_new (int, dataset->count);
  g_autofree double *shares = g_new (double, folds);

  for (int k = 0; k < folds; k++)
    shares[k] = 1.0 / folds;
  weft_groups_place (dataset, shares, (guint) folds, seed, turns);
  for (gint64 i = 0; i < dataset->count; i++)
    if (is_free (dataset, i))
      give (split, part_of_turn (turns[i], fold, folds), &(guint32){ (guint32) i }, 1);
}

WeftSplit *
weft_split_new_fold (const WeftDataset *dataset, int fold, int folds, guint64 split_seed)
{
  WeftSplit *split = split_alloc (dataset);

  (dataset->group ? fold_groups : fold_strata) (split, dataset, fold, folds, split_seed);
  for (gint64 i = 0; i < dataset->count; i++)
    if (dataset->part && dataset->part[i] == WEFT_PART_TRAIN + 1)
      give (split, WEFT_PART_TRAIN, &(guint32){ (guint32) i }, 1);
  mix (split, dataset, split_seed);
  return split;
}

WeftSplit *
weft_split_ref (WeftSplit *split)
{
  g_atomic_ref_count_inc (&split->ref_count);
  return split;
}

void
weft_split_unref (WeftSplit *split)
{
  if (!split || !g_atomic_ref_count_dec (&split->ref_count))
    return;
  for (int p = 0; p < WEFT_N_PARTS; p++)
    g_free (split->samples[p]);
  g_free (split);
}

const char *
weft_part_get_id (WeftPart part)
{
  static const char *const ids[] = { "train", "validation", "test" };

  g_return_val_if_fail (part < WEFT_N_PARTS, NULL);
  return ids[part];
}
