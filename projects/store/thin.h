/* thin: which key frames a run keeps: half of them go when there are too many */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/db.h"

/* Within a transaction: the rows that a new frame of this kind takes the place of, and what is then
 * too much for the run, whose frames may take so many bytes, or for all, which may take four times
 * that. chunks: gint64, ids that belong to no frame any more, are appended. The run's newest frame
 * and its best stay. */
gboolean weft_thin_replace (WeftDb *db, gint64 run, int kind, GArray *chunks, GError **error);
gboolean weft_thin_run (WeftDb *db, gint64 run, gint64 budget, GArray *chunks, GError **error);
