/* part-groups: parts of a table for which rows that belong together stay together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/column.h"

#define WEFT_GROUPS_FEWEST 3 /* one for each part */

/* Whether rows can be kept together by it: it has values enough, and all of them are known. */
gboolean weft_groups_may_be (const WeftColumn *column);
/* WeftDataset's part for those rows (NULL: the first n), weft_memory_new's: all rows with the same
 * value are in one part, about so many in each as the shares say. Rows without a value train. Drawn
 * from the same seed always. NULL with WEFT_ERROR_MEMORY. */
guint8 *weft_groups_deal (const WeftColumn *column, const guint32 *rows, guint n,
                          const double shares[3], GError **error);
/* The same of n things, of which each says the number of its group, below n_groups; −1: none. */
guint8 *weft_groups_deal_codes (const int *codes, guint n, guint n_groups, const double shares[3],
                                GError **error);
