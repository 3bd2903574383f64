/* near: samples that are hardly different: one photograph saved twice, one row with other digits
 * behind the point, one text with a word changed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* For each sample the first one of those to which it is near, by x alone, or is the same as; which
 * may be itself. *n: samples that are near to an earlier one and not the same. NULL and *n 0: there
 * are none, or the set is too large or of a kind that is not compared, or an errand was given up.
 * Near is by what is usual in the set: closer by far than most samples have their nearest one.
 * Transfer full. Any thread. */
guint32 *weft_near_find (const WeftDataset *dataset, gint64 *n);
/* Of those that validate and test: near to one that trains, and the same as none. */
gint64 weft_near_count_across (const WeftDataset *dataset, const guint32 *near,
                               const WeftSplit *split);
/* In such a list: who stands for a sample, and two of which one shall stand for both. */
guint32 weft_near_root (guint32 *near, guint32 sample);
void weft_near_join (guint32 *near, guint32 a, guint32 b);
