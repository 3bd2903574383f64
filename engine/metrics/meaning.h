/* meaning: what the figures of a series are, which follows from its name */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/series.h"
#include "engine/param/param.h"

typedef struct
{
  WeftUnit unit; /* SHARE is shown as per cent; NONE: a loss's, or the target's own */
  int direction; /* 1: more is better, −1: less is, 0: neither, as of the rate */
} WeftMeaning;

/* Of names that nobody here knows: numbers of which neither more nor less is better. */
WeftMeaning weft_series_get_meaning (guint32 series);
/* Whether a is better than b; NaN is never better, and anything is better than NaN. */
gboolean weft_series_is_better (guint32 series, double a, double b);
