/* part-time: parts of a table whose rows were made one after another: the last ones test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/column.h"

gboolean weft_times_may_be (const WeftColumn *column);
/* WeftDataset's part for those rows (NULL: the first n), weft_memory_new's: about so many in each
 * as the shares say, rows of one time in one part, and none that trains later than one that
 * validates, or that later than one that tests. Rows without a time train. NULL with
 * WEFT_ERROR_MEMORY. */
guint8 *weft_times_deal (const WeftColumn *column, const guint32 *rows, guint n,
                         const double shares[3], GError **error);
