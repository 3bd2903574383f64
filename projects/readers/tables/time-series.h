/* time-series: a table whose rows follow each other in time, cut into windows: some rows, and what
 * the target is in those that come next */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/tables/reading.h"

#define WEFT_SERIES_LONGEST 10000 /* rows of a window */

/* Whether it is asked for: options has a window or a horizon, which is not 0. */
gboolean weft_series_is_asked (const WeftReadOptions *options);
/* Tells what is asked for, and that it can be where the target is a number and the rows have a
 * time. reading: decided. */
void weft_series_tell (const WeftReading *reading, const WeftReadOptions *options);
/* Whether a text says so many rows: a whole number from 1 to WEFT_SERIES_LONGEST. */
gboolean weft_series_parse_length (const char *text, int *length);
/* x (window, columns) of the rows before, the target's own among them, y (horizon) of the target.
 * Rows are taken in the order of the first column of dates, else as they stand; a group's windows
 * lie within it. The last windows test, those before them validate, and what would lie on both
 * sides is left out. Adds to the reading's notes; they say how far off it is to repeat the last
 * value. reading: decided. */
WeftDataset *weft_series_make (WeftReading *reading, const char *path,
                               const WeftReadOptions *options, GError **error);
