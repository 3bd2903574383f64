/* plot-text: text on a plot, one line of it or a box full, placed by a fraction of its width */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>
#include <pango/pangocairo.h>

#include "ui/base/theme.h"

typedef struct
{
  double size;   /* px */
  double align;  /* 0 left of it starts at x, 0.5 centred, 1 ends at x */
  double width;  /* > 0: ellipsised there */
  double height; /* > 0: goes on in further lines, as many as fit */
  double right;  /* > 0: moved to the left as far as it would reach beyond */
  gboolean is_bold;
  GdkRGBA color;
} WeftTextStyle;

/* Draws with its top at y; gives the width in px. Figures are tabular. */
double weft_text_draw (cairo_t *cr, const char *text, double x, double y,
                       const WeftTextStyle *style);
double weft_text_measure (cairo_t *cr, const char *text, const WeftTextStyle *style);
/* A line of a view of results, in a role's colour, ellipsised at width. */
void weft_text_draw_line (cairo_t *cr, const char *text, double x, double y, double width,
                          WeftRole role);
