/* part-groups: rows of a table that belong together, and stay so in one part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/column.h"

#define WEFT_GROUPS_FEWEST 3 /* one for each part */

/* Whether rows can be kept together by it: it has values enough, and all of them are known. */
gboolean weft_groups_may_be (const WeftColumn *column);
/* WeftDataset's group for those rows (NULL: the first n), weft_memory_new's: rows with the same
 * value are one. A row without a value is one by itself. NULL with WEFT_ERROR_MEMORY. */
guint32 *weft_groups_find (const WeftColumn *column, const guint32 *rows, guint n, GError **error);
/* The same of n things, of which each says the number of its group, below n_groups; −1: none. */
guint32 *weft_groups_of_codes (const int *codes, guint n, guint n_groups, GError **error);
