/* column-groups: the numbers of a row as people fill them in: one each, or several that stand for
 * the words of one column, of which one is 1 and the others are 0 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

typedef struct
{
  char *name;
  guint first, n;           /* features */
  char **words;             /* of several: what each stands for; NULL: it is one number */
  double low, high, middle; /* of one number, among those that train: high > low */
  gboolean is_whole;        /* likewise: all are whole numbers */
} WeftColumnGroup;

typedef struct
{
  WeftColumnGroup *groups;
  guint n;
} WeftColumnGroups;

/* In the order of the features. */
WeftColumnGroups *weft_column_groups_new (const WeftDataset *dataset, const WeftField *field,
                                          const WeftSplit *split);
void weft_column_groups_free (WeftColumnGroups *groups);
