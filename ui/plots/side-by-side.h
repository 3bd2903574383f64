/* side-by-side: shares of several groups, a row a group and a column a figure, so that what is
 * alike in all of them is seen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ui/plots/plot-text.h"

typedef struct
{
  gint64 of, part; /* part of so many; of 0: there is nothing to say */
} WeftShare;

typedef struct
{
  const char *const *names;   /* of the groups, translated; n_rows */
  const gint64 *counts;       /* samples of each */
  const char *const *columns; /* translated, in two lines at most; n_columns */
  const WeftShare *shares;    /* (n_rows, n_columns) */
  guint n_rows, n_columns;
  guint all; /* the row that is all of them, set apart; n_rows: there is none */
  gboolean is_dark;
} WeftSideBySide;

double weft_side_by_side_get_height (const WeftSideBySide *plot);
/* From (0, top) on. Every bar has the line within which its share lies with 95 %. */
void weft_side_by_side_draw (cairo_t *cr, const WeftSideBySide *plot, double top, double width);
