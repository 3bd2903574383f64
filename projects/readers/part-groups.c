/* part-groups: parts of a table for which rows that belong together stay together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/part-groups.h"

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/dataset.h"
#include "projects/readers/column-codes.h"

gboolean
weft_groups_may_be (const WeftColumn *column)
{
  return column->kind != WEFT_COLUMN_EMPTY && !column->has_more
         && column->n_values >= WEFT_GROUPS_FEWEST;
}

/* The part that has least of what it is to have. */
static WeftPart
find_emptiest (const guint64 has[WEFT_N_PARTS], const double shares[WEFT_N_PARTS])
{
  WeftPart best = WEFT_PART_TRAIN;

  for (WeftPart part = WEFT_PART_TRAIN; part < WEFT_N_PARTS; part++)
    if (shares[part] > 0
        && (shares[best] <= 0
            || (double) has[part] / shares[part] < (double) has[best] / shares[best]))
      best = part;
  return best;
}

/* A part + 1 for each group. sizes: rows of each. Transfer full. */
static guint8 *
deal_groups (const guint *sizes, guint n, const double shares[WEFT_N_PARTS])
{
  g_autofree guint32 *order = g_new (guint32, n);
  guint8 *part = g_new0 (guint8, n);
  guint64 has[WEFT_N_PARTS] = { 0 };
  WeftRandom random = { 0, WEFT_STREAM_SPLIT, G_MAXUINT32 };

  for (guint i = 0; i < n; i++)
    order[i] = i;
  weft_random_shuffle (&random, order, n);
  for (guint i = 0; i < n; i++)
    {
      WeftPart to = find_emptiest (has, shares);

      has[to] += sizes[order[i]];
      part[order[i]] = (guint8) (to + 1);
    }
  return part;
}

guint8 *
weft_groups_deal_codes (const int *codes, guint n, guint n_groups, const double shares[3],
                        GError **error)
{
  g_autofree guint *sizes = g_new0 (guint, n_groups);
  g_autofree guint8 *of_group = NULL;
  guint8 *parts = weft_memory_new (n, error);

  if (!parts)
    return NULL;
  for (guint i = 0; i < n; i++)
    if (codes[i] >= 0)
      sizes[codes[i]]++;
  of_group = deal_groups (sizes, n_groups, shares);
  for (guint i = 0; i < n; i++)
    parts[i] = codes[i] >= 0 ? of_group[codes[i]] : WEFT_PART_TRAIN + 1;
  return parts;
}

guint8 *
weft_groups_deal (const WeftColumn *column, const guint32 *rows, guint n, const double shares[3],
                  GError **error)
{
  g_auto (WeftCodes) codes = weft_codes_begin (column);
  g_autofree int *of_row = g_new (int, n);

  for (guint i = 0; i < n; i++)
    of_row[i] = weft_codes_get (&codes, rows ? rows[i] : i);
  return weft_groups_deal_codes (of_row, n, column->n_values, shares, error);
}
