/* draw-number: how samples of a batch are numbered for what is drawn for each of them
 *
 * A number is that of the sample in its data set and of the epoch, so that a sample is drawn the
 * same whatever batch it comes in, whoever else does, and on however many threads. It is the step
 * of a WeftRandom whose stream is the node's. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

static inline void
weft_draw_number (gint64 *to, const guint32 *samples, gint64 n, gint64 epoch)
{
  for (gint64 i = 0; i < n; i++)
    to[i] = (gint64) ((guint64) epoch << 32 | samples[i]);
}
