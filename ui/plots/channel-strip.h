/* channel-strip: a number a channel as bars side by side, and what a sample has there as points
 * over them
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct
{
  const char *title;   /* translated */
  const float *x;      /* (n) */
  const float *points; /* (n); nullable */
  gsize n;
  double rest; /* from where bars go up or down: 0, or 1 of a factor */
  gboolean is_dark;
} WeftStrip;

/* With its title above and its ends beside it; many channels share a column, of which the bar has
 * the least and the most. */
void weft_strip_draw (cairo_t *cr, const WeftStrip *strip, double x, double y, double w, double h);
/* The least and the most of what is shown; FALSE: nothing is finite. */
gboolean weft_strip_get_range (const WeftStrip *strip, double *low, double *high);
