/* split-groups: samples that belong together dealt out together
 *
 * The largest group first, each to where most is missing of what it holds: what is left of small
 * ones at the end makes up for the large ones. Of a class that lies in a few groups no place can
 * have its share, as of a person who is a class: all such classes count as one. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/split-groups.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/random.h"

typedef struct
{
  guint32 first;        /* sample */
  guint32 begin, count; /* of members */
  guint32 turn;
} Group;

typedef struct
{
  const WeftDataset *dataset;
  const WeftField *classes; /* nullable */
  Group *groups;
  guint32 *members; /* samples, group by group */
  guint n_groups;
  int *sort_of;   /* of each class: that it counts as; the last is of those in a few groups */
  gint64 *totals; /* of each sort */
  double *has;    /* place × sort */
  int n_sorts;
} Deal;

static void
deal_clear (Deal *deal)
{
  g_free (deal->groups);
  g_free (deal->members);
  g_free (deal->sort_of);
  g_free (deal->totals);
  g_free (deal->has);
}

static gboolean
is_free (const WeftDataset *dataset, gint64 sample)
{
  return !dataset->part || dataset->part[sample] == 0;
}

static int
class_of (const Deal *deal, gint64 sample)
{
  return deal->classes ? (int) weft_field_get_class (deal->classes, sample) : 0;
}

static int
sort_of (const Deal *deal, gint64 sample)
{
  return deal->sort_of[class_of (deal, sample)];
}

/* The group of each free sample and its size; where a group's first sample is not free it is a
 * group all the same. */
static void
collect (Deal *deal)
{
  const WeftDataset *dataset = deal->dataset;
  g_autofree guint32 *number = g_new0 (guint32, dataset->count); /* of a first sample: + 1 */
  guint32 at = 0;

  deal->groups = g_new0 (Group, dataset->count);
  deal->members = g_new (guint32, dataset->count);
  for (gint64 i = 0; i < dataset->count; i++)
    {
      guint32 first = dataset->group[i];

      if (!is_free (dataset, i))
        continue;
      if (number[first] == 0)
        {
          deal->groups[deal->n_groups] = (Group){ .first = first };
          number[first] = ++deal->n_groups;
        }
      deal->groups[number[first] - 1].count++;
    }
  for (guint g = 0; g < deal->n_groups; g++)
    {
      deal->groups[g].begin = at;
      at += deal->groups[g].count;
      deal->groups[g].count = 0;
    }
  for (gint64 i = 0; i < dataset->count; i++)
    if (is_free (dataset, i))
      {
        Group *group = &deal->groups[number[dataset->group[i]] - 1];

        deal->members[group->begin + group->count++] = (guint32) i;
      }
}

/* groups: 1 / the smallest share. */
static void
sort_classes (Deal *deal, double groups)
{
  int n = deal->n_sorts - 1;
  g_autofree guint *last = g_new0 (guint, n), *many = g_new0 (guint, n);

  for (guint g = 0; g < deal->n_groups; g++)
    for (guint32 k = 0; k < deal->groups[g].count; k++)
      {
        int c = class_of (deal, deal->members[deal->groups[g].begin + k]);

        many[c] += last[c] != g + 1;
        last[c] = g + 1;
      }
  for (int c = 0; c < n; c++)
    deal->sort_of[c] = 2 * many[c] < groups ? n : c;
  for (guint g = 0; g < deal->n_groups; g++)
    for (guint32 k = 0; k < deal->groups[g].count; k++)
      deal->totals[sort_of (deal, deal->members[deal->groups[g].begin + k])]++;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Group *x = a, *y = b;

  if (x->count != y->count)
    return x->count < y->count ? 1 : -1;
  return (x->turn > y->turn) - (x->turn < y->turn);
}

static void
order (Deal *deal, guint64 seed)
{
  g_autofree guint32 *turns = g_new (guint32, deal->n_groups);
  const WeftRandom random = { seed, WEFT_STREAM_SPLIT, G_MAXUINT32 };

  for (guint g = 0; g < deal->n_groups; g++)
    turns[g] = g;
  weft_random_shuffle (&random, turns, deal->n_groups);
  for (guint g = 0; g < deal->n_groups; g++)
    deal->groups[g].turn = turns[g];
  qsort (deal->groups, deal->n_groups, sizeof *deal->groups, compare);
}

/* How full the place is of what the group holds. */
static double
find_fullness (const Deal *deal, const Group *group, const double *has, double share)
{
  double sum = 0;

  for (guint32 k = 0; k < group->count; k++)
    {
      int c = sort_of (deal, deal->members[group->begin + k]);

      sum += (has[c] + group->count / 2.0) / (share * (double) deal->totals[c]);
    }
  return sum / group->count;
}

static guint
find_place (const Deal *deal, const Group *group, const double *shares, guint n)
{
  double least = INFINITY;
  guint best = 0;

  for (guint p = 0; p < n; p++)
    {
      double fullness
          = shares[p] > 0
                ? find_fullness (deal, group, deal->has + (gsize) p * deal->n_sorts, shares[p])
                : INFINITY;

      if (fullness < least)
        {
          least = fullness;
          best = p;
        }
    }
  return best;
}

void
weft_groups_place (const WeftDataset *dataset, const double *shares, guint n, guint64 seed,
                   int *places)
{
  const WeftField *classes = weft_dataset_get_classes (dataset);
  Deal deal = { .dataset = dataset, .classes = classes };

  double least = 1;

  for (guint p = 0; p < n; p++)
    least = shares[p] > 0 ? fmin (least, shares[p]) : least;
  deal.n_sorts = (classes ? classes->classes : 1) + 1;
  deal.sort_of = g_new0 (int, deal.n_sorts);
  deal.totals = g_new0 (gint64, deal.n_sorts);
  deal.has = g_new0 (double, (gsize) n *deal.n_sorts);
  collect (&deal);
  sort_classes (&deal, 1 / least);
  order (&deal, seed);
  for (guint g = 0; g < deal.n_groups; g++)
    {
      const Group *group = &deal.groups[g];
      guint place = find_place (&deal, group, shares, n);

      for (guint32 k = 0; k < group->count; k++)
        {
          guint32 sample = deal.members[group->begin + k];

          places[sample] = (int) place;
          deal.has[(gsize) place * deal.n_sorts + sort_of (&deal, sample)]++;
        }
    }
  deal_clear (&deal);
}
