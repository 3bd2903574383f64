/* guard: looks at the file once more between a transaction's journal and its first page
 *
 * Before a transaction the file is looked at (where.h), but its journal is synced before pages are
 * written, which takes as long as the disk takes. Whoever copies another file over ours meanwhile
 * would have our pages written into it. SQLite's own calls go through here: the first page of each
 * transaction is written only when the file is still as our last commit left it; else nothing is
 * written into it any more, neither pages nor what a rollback would bring back.
 *
 * What is left are the microseconds between that look and the last page. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/where.h"

typedef struct
{
  WeftWhere *where;
  gboolean is_checked; /* in this transaction */
  gboolean is_foreign; /* it is another's now: until another file is noted */
} WeftGuard;

/* Guards what this thread writes into guard->where's file; NULL: nothing. */
void weft_guard_watch (WeftGuard *guard);
