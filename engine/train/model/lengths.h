/* lengths: how many steps samples have, and to how many those of a batch are padded
 *
 * To one of a few lengths, so that few plans are needed, each the longest of an equal share of the
 * training part. Where fields have lengths of their own a length is one of each, and a sample takes
 * the first that holds all of its fields. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/binding.h"
#include "engine/data/dataset.h"

#define WEFT_MAX_LENGTHS 6 /* and a smaller last batch, and one: no more execs than are kept */

typedef struct
{
  gint64 length[WEFT_MAX_LENGTHS][WEFT_MAX_T]; /* rising; the last one is the longest there is */
  guint n;                                     /* 0: samples have no steps */
} WeftLengths;

void weft_lengths_fit (WeftLengths *lengths, const WeftDataset *dataset, const WeftSplit *split);
/* Steps of a sample of that T; 0: no field has such steps. */
gint64 weft_lengths_of (const WeftDataset *dataset, guint32 sample, guint t);
/* The first length that holds the sample. */
guint weft_lengths_find (const WeftLengths *lengths, const WeftDataset *dataset, guint32 sample);
/* n samples of that length. */
WeftBinding weft_lengths_bind (const WeftLengths *lengths, guint length, gint64 n);
