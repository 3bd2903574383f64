/* part-column: the column of a table that says which rows train and which test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/column.h"

/* Whether every row has a word for a part. */
gboolean weft_parts_may_be (const WeftColumn *column);
/* A column called split, set, part and the like of nothing but words for parts, or −1. */
int weft_parts_find (const WeftTable *table, const WeftColumn *columns);
/* WeftDataset's part for those rows (NULL: the first n), weft_memory_new's. Rows for training stay
 * free unless some are for validation: it is then drawn from them. NULL with WEFT_ERROR_MEMORY. */
guint8 *weft_parts_read (const WeftColumn *column, const guint32 *rows, guint n, GError **error);
