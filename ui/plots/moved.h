/* moved: how numbers of a weight were spread at each step that was measured, as a picture over the
 * steps; and how large the updates were beside the weights, as a line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "ui/base/theme.h"
#include "ui/context/past.h"

typedef struct
{
  const GArray *columns; /* WeftPastColumn, in step order */
  gboolean is_dark;
} WeftMovedPlot;

/* The darker, the more numbers are of that size; a title above, the steps' ends below. */
void weft_moved_draw (cairo_t *cr, const WeftMovedPlot *plot, WeftMoved which, const char *title,
                      double x, double y, double w, double h);
/* Likewise on a logarithmic axis, with what is usual marked. */
void weft_moved_draw_ratio (cairo_t *cr, const WeftMovedPlot *plot, const char *title, double x,
                            double y, double w, double h);
/* Ends within which nearly all columns lie; FALSE: there is nothing. */
gboolean weft_moved_get_range (const WeftMovedPlot *plot, WeftMoved which, double *low,
                               double *high);
