/* targets: what is predicted of a row of a table: a class, a number, several numbers, or which of
 * several labels it has */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/tables/reading.h"

/* The columns that options->target names, "height, weight": a name, or several between commas,
 * which may stand within names, too. FALSE with an error that names the one that is not there. */
gboolean weft_targets_parse (WeftReading *reading, const char *names, GError **error);
/* Several of them are numbers together, or, where each is a yes or no, labels. */
gboolean weft_targets_settle (WeftReading *reading, WeftTask wanted, GError **error);
/* Says what is predicted, and how. */
void weft_targets_note (const WeftReading *reading);
/* Whether a row has all that is to be predicted of it; and how many have not. */
gboolean weft_targets_have (const WeftReading *reading, guint row);
guint weft_targets_count_missing (const WeftReading *reading);
char *weft_targets_dup_title (const WeftReading *reading); /* "height, weight"; transfer full */
/* Adds the field y of n samples; rows: those of the samples, in order; NULL: the first n. */
gboolean weft_targets_fill (const WeftReading *reading, const guint32 *rows, guint n,
                            WeftDataset *dataset, GError **error);
/* Of labels: what it comes to on the test part to say that every row has all of them. */
void weft_targets_note_lazy (const WeftReading *reading, const WeftDataset *dataset,
                             const WeftSplit *split);
