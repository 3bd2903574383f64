/* table-scan: a table of any length, some of its rows after others, as often as they are wanted */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/table.h"

typedef struct _WeftTableScan WeftTableScan;

/* The first rows are there already. Errors as weft_table_read; a table that is no longer than a few
 * MB is held whole. */
WeftTableScan *weft_table_scan_open (const char *path, GError **error);
void weft_table_scan_free (WeftTableScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTableScan, weft_table_scan_free)
/* Its cells, lines and n_rows are those of the present rows only. Borrowed. */
const WeftTable *weft_table_scan_get_table (const WeftTableScan *scan);
/* The rows that follow, in the place of the present ones; none where the table ends. */
gboolean weft_table_scan_next (WeftTableScan *scan, GError **error);
/* Without the last row, of a table that is held whole: FALSE where it is not, or has no other. */
gboolean weft_table_scan_drop_last (WeftTableScan *scan);
/* The first rows again. */
gboolean weft_table_scan_rewind (WeftTableScan *scan, GError **error);

/* The first rows of a regular file, whatever follows; NULL: it is no table, or none that says so at
 * once. Transfer full. */
WeftTable *weft_table_read_head (const char *path);
