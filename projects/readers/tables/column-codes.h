/* column-codes: a number for each different value of a column, as the rows come */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/column.h"

typedef struct
{
  const WeftColumn *column;
  GHashTable *seen; /* number → its own + 1; NULL: the column has indices */
} WeftCodes;

/* Of a column whose words are kept (has_more is FALSE). */
WeftCodes weft_codes_begin (const WeftColumn *column);
void weft_codes_clear (WeftCodes *codes);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftCodes, weft_codes_clear)
/* The same for the same value, from 0 on, below the column's n_values; −1 where it is missing. */
int weft_codes_get (WeftCodes *codes, guint row);
