/* sample: one or more steps of one series, folded so that nothing is dropped */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

enum
{
  WEFT_SERIES_TRAIN_LOSS,
  WEFT_SERIES_VALIDATION_LOSS,
  WEFT_SERIES_RATE,
  WEFT_SERIES_METRIC,                           /* + i: validation metric i of the model */
  WEFT_SERIES_SECONDS = WEFT_SERIES_METRIC + 8, /* of training, whenever a frame is written */
  WEFT_N_SERIES,
};

typedef struct
{
  guint32 series;
  gint64 first, last; /* steps, inclusive */
  gint64 count;
  float min, max, value; /* value: the last */
  double sum;
} WeftSample;
