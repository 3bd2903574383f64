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

#define WEFT_MAX_SCALES 3 /* value axes: the left one, and others at the right */

typedef struct
{
  WeftAxis x, y;
  WeftAxis right[WEFT_MAX_SCALES - 1]; /* further value axes, each beyond the one before it */
  guint n_right;
  const char *title;             /* translated */
  const char *x_label, *y_label; /* translated; nullable; they stand inside, at the axes' ends */
  const char *along;             /* what x counts, beside its ticks; translated; nullable */
  const char *right_labels[WEFT_MAX_SCALES - 1]; /* translated; nullable */
  gboolean is_dark;
  double width, height; /* of the whole widget */
  double head;          /* px above the plot for more rows of a legend */
} WeftChart;

/* Scale 0 is y, the others those at the right. */
const WeftAxis *weft_chart_get_scale (const WeftChart *chart, guint scale);

/* Lays the two axes out within (width, height); from and to are filled. */
void weft_chart_layout (WeftChart *chart);
/* Ground, grid, ticks, title. */
void weft_chart_draw_frame (cairo_t *cr, const WeftChart *chart);
/* Where an entry of a legend stands: px of its row's top, its left end and its width. */
typedef struct
{
  double x, y, width;
} WeftLegendPlace;

#define WEFT_LEGEND_ROW 18 /* px */

/* Beside the title, from px `left` to the right edge, where all have room there; else in rows below
 * it, for which the chart wants so many px more above the plot (chart.head). A name is cut only
 * where it is wider than the plot. */
double weft_chart_place_legend (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entries,
                                guint n, double left, WeftLegendPlace *places);
void weft_chart_draw_legend (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entries,
                             guint n, const WeftLegendPlace *places);
void weft_chart_clip (cairo_t *cr, const WeftChart *chart); /* to the plot's inside; caller saves */
/* What stands beside the line at px: a title, rows of (role, name, value), and sentences. */
typedef struct
{
  double px;
  const char *title;
  const WeftLegendEntry *entries;
  char *const *values;
  guint n;
  const char *const *notes;
  guint n_notes;
} WeftChartCard;

void weft_chart_draw_card (cairo_t *cr, const WeftChart *chart, const WeftChartCard *card);
