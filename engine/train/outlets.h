/* outlets: where what was learnt goes: the ring for who watches, the sink for what stays; for
 * engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/two-sides.h"

#define WEFT_OUTBOX 1024 /* samples kept for the sink */

typedef struct
{
  WeftChannels *channels;
  gboolean has_sink;
  WeftSink sink;
  WeftSample open; /* training loss, not yet pushed */
  WeftSample outbox[WEFT_OUTBOX];
  guint n_outbox;
  double pushed_rate;
  gint64 next_emit, next_publish, next_sink; /* monotonic µs */
} WeftOutlets;

/* A sample of one step; what is not finite is none. */
void weft_outlets_emit (WeftOutlets *out, guint32 series, gint64 step, double value);
/* The rate, when it is not the one that was sent last. */
void weft_outlets_emit_rate (WeftOutlets *out, gint64 step, double rate);
void weft_outlets_emit_open (WeftOutlets *out);
void weft_outlets_flush (WeftOutlets *out); /* to the sink */
void weft_outlets_wake (WeftOutlets *out);  /* the reader, unless it was and has not looked yet */

/* Adds a step to the open sample. */
static inline void
weft_outlets_record (WeftOutlets *out, gint64 step, float loss)
{
  WeftSample *open = &out->open;

  if (open->count == 0)
    {
      *open = (WeftSample){ WEFT_SERIES_TRAIN_LOSS, step, step, 1, loss, loss, loss, loss };
      return;
    }
  open->last = step;
  open->count++;
  open->min = MIN (open->min, loss);
  open->max = MAX (open->max, loss);
  open->value = loss;
  open->sum += (double) loss;
}
