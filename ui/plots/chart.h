/* chart: the frame of a plot: ground, grid, ticks, title and legend; draws data given to it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/plot-axis.h"
#include "ui/plots/plot-text.h"
#include "ui/base/theme.h"

typedef struct
{
  const char *name; /* translated */
  WeftRole role;
  gboolean is_hidden;
  guint dash; /* as of the line: weft_dash_set */
} WeftLegendEntry;

#define WEFT_DASHES 6                         /* ways of breaking a line, counted from 1 */
void weft_dash_set (cairo_t *cr, guint dash); /* what is stroked from now on; 0: whole again */

typedef struct
{
  WeftAxis x, y;
  const char *title;             /* translated */
  const char *x_label, *y_label; /* translated; nullable; they stand inside, at the axes' ends */
  gboolean is_dark;
  double width, height; /* of the whole widget */
} WeftChart;

/* Lays the two axes out within (width, height); from and to are filled. */
void weft_chart_layout (WeftChart *chart);
/* Ground, grid, ticks, title. */
void weft_chart_draw_frame (cairo_t *cr, const WeftChart *chart);
/* From the right edge leftwards, down to px `left`: names are cut where that is not enough; fills
 * the x range that each entry takes, for clicks. */
void weft_chart_draw_legend (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entries,
                             guint n, double left, double (*ranges)[2]);
void weft_chart_clip (cairo_t *cr, const WeftChart *chart); /* to the plot's inside; caller saves */
/* A card with a title and rows of (role, name, value) beside the line at px x. */
void weft_chart_draw_card (cairo_t *cr, const WeftChart *chart, double px, const char *title,
                           const WeftLegendEntry *entries, char *const *values, guint n);
