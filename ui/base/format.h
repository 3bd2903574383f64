/* format: numbers as people read them; separators follow the language, never the C locale
 *
 * Every number that is shown, in the window and by a command, comes from here (whole ones from
 * engine/base/count); what machines read is written by engine/base/number. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* All transfer full, with a real minus sign. */
/* Which one it is, the step, the row; or what has to be exact: "31,200". */
char *weft_format_count (gint64 n);
/* How many there are, or a second: the same, in Chinese "3.12 万" from 10,000 on. */
char *weft_format_large (gint64 n);
char *weft_format_brief (double n);       /* "4,010", "80 k", "1.25 M": three digits above 9,999 */
char *weft_format_bytes (gint64 bytes);   /* "512 B", "13 kB", "4.2 MB" */
char *weft_format_clock (double seconds); /* "0:07", "1:02:03" */
char *weft_format_number (double x);      /* four significant digits: "0.1842", "1.2e−05" */
char *weft_format_digits (double x, int digits); /* so many significant digits */
/* What somebody works with by hand: all digits that a single-precision number has; and what it
 * comes to: five, which survive that. */
char *weft_format_operand (double x);
/* What somebody typed, with the locale's point or another; FALSE: it is no finite number. */
gboolean weft_format_read (const char *text, double *number);
char *weft_format_result (double x);
char *weft_format_fixed (double x, int decimals); /* so many figures behind the point: "0.50" */
char *weft_format_share (double share);           /* "94.5 %" of 0.945 */
/* As a share or a number; "–" for NaN: the metric has nothing to say. */
char *weft_format_metric (double x, gboolean is_share);
/* How many samples of what size: "5,000 pictures · 28×28 pixels", "178 samples · 13 numbers each".
 */
char *weft_format_dataset (const WeftDataset *dataset);
gint64 weft_round_digits (double x, int digits); /* 31234 → 31200: does not flicker */
