/* gather: samples of the data set into a batch, with their gaps filled, scaled and standardised */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/scaling.h"

#define WEFT_MAX_FEEDS (2 * WEFT_MAX_FIELDS + 1)

/* A field of the data set as the network gets it. */
typedef struct
{
  const WeftField *field; /* the data set's; NULL: which samples they are (base/draw-number.h) */
  gboolean is_mask;       /* not what the field holds but which of its steps are real: 1, else 0 */
  gboolean is_read;       /* else no batch of it is ever made: nothing is wired to it */
  gint64 count;           /* elements of one sample, of the longest where they have steps */
  gint64 step;            /* elements of one step; 0: samples have no steps */
  gint64 rows;            /* in which they lie: 1, but where steps are not the first axis */
  WeftType type;          /* of them, as the program takes them: WEFT_F32 or WEFT_I64 */
  gsize bytes;            /* of `count` */
  WeftGaps gaps;
  WeftScaling scaling;
} WeftFeed;

/* Learns gaps, and what standardising takes when it is asked for, on the training part. */
gboolean weft_feed_init (WeftFeed *feed, const WeftField *field, const WeftDataset *dataset,
                         const WeftSplit *split, gboolean standardize, GError **error);
/* The mask that goes with a field that has steps. */
void weft_feed_init_mask (WeftFeed *feed, const WeftField *field);
/* Which samples of which epoch they are. */
void weft_feed_init_draw (WeftFeed *feed);
void weft_feed_clear (WeftFeed *feed);
/* How many steps it is padded to; 0: samples have none. */
gint64 weft_feed_get_steps (const WeftFeed *feed, const WeftBinding *binding);
/* Of one sample where those with steps are padded to t. */
gsize weft_feed_get_bytes (const WeftFeed *feed, gint64 t);
/* n samples will be gathered soon. */
void weft_feed_expect (const WeftFeed *feed, const guint32 *samples, gint64 n);
/* n samples into `to` (n, count); where they have steps padded with zeros to t, (n, t, …). Which
 * samples they are: of epoch 0. Any thread. */
void weft_feed_gather (const WeftFeed *feed, const guint32 *samples, gint64 n, gint64 t, void *to);
