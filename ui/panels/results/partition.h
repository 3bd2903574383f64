/* partition: what the samples of a set can be told apart by: the words of a column, or a number's
 * lower, middle and upper third */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

#define WEFT_GROUPS_MOST 24 /* that one column makes */

typedef struct
{
  char *title;            /* the column's name; to be shown, so bounded */
  char **names;           /* of the groups; to be shown */
  guint n;                /* 2 … WEFT_GROUPS_MOST */
  const WeftField *field; /* borrowed */
  guint first;            /* of a field of numbers: which of them, n in a row where each stands for
                             a word */
  gboolean is_word;       /* likewise */
  double *ends;           /* of one number: where a group ends, n − 1 of them; nullable */
} WeftPartition;

/* WeftPartition, in the order of the set's columns, without those of the target. What is low or
 * high of a number is said by the samples that train. Transfer full. */
GPtrArray *weft_partitions_new (const WeftDataset *dataset, const WeftSplit *split,
                                const WeftField *target);
/* Cheap: whether there may be any. */
gboolean weft_partitions_may_be (const WeftDataset *dataset, const WeftField *target);
/* Which of its groups a sample is in; −1: in none, as where its source had no word. */
int weft_partition_find (const WeftPartition *partition, gint64 sample);
