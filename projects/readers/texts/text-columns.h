/* text-columns: what the columns of a table of texts hold and are for, for people to look through
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/texts/text-roles.h"

/* tables: WeftTable, of one set, whose columns are the same; transfer full. */
WeftColumns *weft_text_columns_new (const GPtrArray *tables, const WeftTextRoles *roles);
