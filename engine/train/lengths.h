/* lengths: how many steps samples have, and to how many those of a batch are padded
 *
 * To one of a few lengths, so that few plans are needed, each the longest of an equal share of the
 * training part. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

#define WEFT_MAX_LENGTHS 6 /* and a smaller last batch, and one: no more execs than are kept */

typedef struct
{
  gint64 length[WEFT_MAX_LENGTHS]; /* rising; the last one is the longest that there is */
  guint n;                         /* 0: samples have no steps */
} WeftLengths;

void weft_lengths_fit (WeftLengths *lengths, const WeftDataset *dataset, const WeftSplit *split);
/* Of the field of a sample that has most; 0: it has none. */
gint64 weft_lengths_of (const WeftDataset *dataset, guint32 sample);
/* What samples of so many steps and fewer are padded to. */
gint64 weft_lengths_pad (const WeftLengths *lengths, gint64 steps);
