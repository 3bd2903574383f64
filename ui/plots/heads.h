/* heads: who looked at whom: a map a head, a row for each step that looks, a column for each that
 * is looked at; the darker, the more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct
{
  const float *x; /* (heads, T, S): each row sums to 1 */
  int heads, rows, columns;
  char *const *row_words, *const *column_words; /* what they are; each nullable */
  gboolean is_dark;
} WeftHeads;

void weft_heads_draw (cairo_t *cr, const WeftHeads *heads, double x, double y, double w, double h);
/* How many of the heads have room within (w, h). */
int weft_heads_count (const WeftHeads *heads, double w, double h);
