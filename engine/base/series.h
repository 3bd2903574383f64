/* series: what is measured along a run, by name: "train/loss", "validation/accuracy", "rate"
 *
 * A name is a part, then, where there are several losses, the node, then what is measured. Files
 * hold names; in memory a name has a number, the same for as long as the program runs. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Those that every run has, under their first numbers. */
enum
{
  WEFT_SERIES_TRAIN_LOSS,      /* "train/loss": all that training reduces, summed */
  WEFT_SERIES_VALIDATION_LOSS, /* "validation/loss" */
  WEFT_SERIES_RATE,            /* "rate" */
  WEFT_SERIES_SECONDS,         /* "seconds": of training, whenever a frame is written or validation
                                is judged */
  /* 1 at the last step before it changed: what was measured up to there is of another. */
  WEFT_SERIES_DATA,  /* "data" */
  WEFT_SERIES_LOSS,  /* "loss": what the losses are is another, or weighs another */
  WEFT_SERIES_EPOCH, /* "epoch": how many were done, parts of one too, whenever "seconds" is told */
};

#define WEFT_SERIES_LONGEST 255 /* bytes of a name */

/* The number of a name, for ever; any thread. What may lead to it is bounded by the caller: a name
 * is never forgotten. */
guint32 weft_series_intern (const char *name);
/* Of a number that was given out; any thread, transfer none, for ever. */
const char *weft_series_get_name (guint32 series);
