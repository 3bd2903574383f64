/* facts: what the numbers of a data set are like, column by column: ranges, what is missing, what
 * stands out, how they are spread, and how much they have to do with what is to be predicted
 *
 * A field whose samples are a few numbers gives a column for each, any other one for all of them.
 * Of a large set a part is looked at, evenly spread, so that the work is bounded. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/data/dataset.h"

#define WEFT_FACTS_SAMPLES 10000 /* at most of one column */
#define WEFT_FACTS_COLUMNS 512
#define WEFT_FACTS_BINS 24

typedef struct
{
  guint field;   /* its number in the set */
  gint64 number; /* which of its numbers; −1: all of them together */
  gint64 values; /* that were looked at */
  gint64 missing;
  gint64 outliers; /* farther from the middle half than three times its width (Tukey 1977: “far
                      out”); of classes none */
  gint64 distinct; /* up to 1,000 */
  double low, high, mean, middle, deviation; /* of those that are there; middle: the median */
  guint bins[WEFT_FACTS_BINS], most;         /* from low to high; the fullest */
  /* How far the target goes with it: of a number to predict Pearson's r, −1 … 1; of a class the
   * correlation ratio, 0 … 1. NaN: there is no such target, it is the target, or one of them is
   * always the same. */
  double with_target;
} WeftColumnFacts;

typedef struct
{
  WeftColumnFacts *columns;
  guint n;
  gint64 samples;    /* that were looked at */
  gint64 left_out;   /* columns beyond WEFT_FACTS_COLUMNS */
  gboolean is_ratio; /* with_target is the correlation ratio */
} WeftFacts;

/* Any thread. interrupt: nullable; NULL: interrupted. */
WeftFacts *weft_facts_new (const WeftDataset *dataset, const WeftInterrupt *interrupt);
void weft_facts_free (WeftFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFacts, weft_facts_free)
