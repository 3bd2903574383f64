/* gather: samples of the data set into a batch, with their gaps filled, scaled and standardised */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/scaling.h"

/* A field of the data set as the network gets it. */
typedef struct
{
  const WeftField *field; /* the data set's */
  gint64 count;           /* elements of one sample */
  WeftType type;          /* of them, as the program takes them: WEFT_F32 or WEFT_I64 */
  gsize bytes;            /* of one sample */
  WeftGaps gaps;
  WeftScaling scaling;
} WeftFeed;

/* Learns gaps, and what standardising takes when it is asked for, on the training part. */
gboolean weft_feed_init (WeftFeed *feed, const WeftField *field, const WeftDataset *dataset,
                         const WeftSplit *split, gboolean standardize, GError **error);
void weft_feed_clear (WeftFeed *feed);
/* n samples into `to` (n, count). Any thread. */
void weft_feed_gather (const WeftFeed *feed, const guint32 *samples, gint64 n, void *to);
