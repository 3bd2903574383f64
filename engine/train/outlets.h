/* outlets: where what was learnt goes: the ring for who watches, the sink for what stays; for
 * engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/judging/figures.h"
#include "engine/train/two-sides.h"

#define WEFT_OUTBOX 1024 /* samples kept for the sink */

typedef struct
{
  WeftChannels *channels;
  gboolean has_sink;
  WeftSink sink;
  WeftSample open[WEFT_MAX_LOSSES]; /* of training, not yet pushed; each knows its series */
  guint n_open;
  WeftSample outbox[WEFT_OUTBOX];
  guint n_outbox;
  double pushed_rate;
  gint64 next_emit, next_publish, next_sink; /* monotonic µs */
} WeftOutlets;

/* A sample of one step; what is not finite is none. */
void weft_outlets_emit (WeftOutlets *out, guint32 series, gint64 step, double value);
/* The rate, when it is not the one that was sent last. */
void weft_outlets_emit_rate (WeftOutlets *out, gint64 step, double rate);
void weft_outlets_send (WeftOutlets *out, const WeftSample *sample);
void weft_outlets_emit_open (WeftOutlets *out);
/* What a step of that model gives is recorded from here on; what is open must be out. */
void weft_outlets_open (WeftOutlets *out, const WeftModel *model);
void weft_outlets_flush (WeftOutlets *out); /* to the sink */
void weft_outlets_wake (WeftOutlets *out);  /* the reader, unless it was and has not looked yet */

/* Adds a step to an open sample. */
static inline void
weft_outlets_record (WeftSample *open, gint64 step, float loss)
{
  if (open->count == 0)
    {
      *open = (WeftSample){ open->series, step, step, 1, loss, loss, loss, (double) loss };
      return;
    }
  open->last = step;
  open->count++;
  open->min = MIN (open->min, loss);
  open->max = MAX (open->max, loss);
  open->value = loss;
  open->sum += (double) loss;
}
