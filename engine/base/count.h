/* count: whole numbers as people read them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* "31,200": grouped as the language does it, never as the C locale; "−7" with a real minus sign.
 * Transfer full. */
char *weft_count_format (gint64 n);
/* The same, but large ones as a language that counts in units of its own says them: "222,006",
 * in Chinese "22.2 万". Transfer full. */
char *weft_count_format_large (gint64 n);
/* A text with such a number in it: as no language sets a space between two Han characters, there is
 * none between 万 and the word for what is counted, "22.2 万张". Takes text, which it gives back.
 */
char *weft_count_close_up (char *text);
/* n with three significant digits in the largest fitting of the units, given as
 * "1e4 万|1e8 亿", the smallest first: "22.2 万"; NULL below the smallest. Transfer full. */
char *weft_count_scale (double n, const char *units);
