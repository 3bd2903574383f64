/* operating: every threshold of answers of yes or no as a point on two curves: true over false
 * alarms, and precision over recall */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/thresholds.h"
#include "ui/plots/chart.h"

#define WEFT_NO_POINT G_MAXUINT

typedef struct
{
  const WeftOperating *operating;
  guint chosen, cheapest, hovered; /* points; WEFT_NO_POINT: none */
  double cost;                     /* of the cheapest */
  double area, precision;          /* under the first curve, and the mean of the other; NaN */
  gboolean is_dark;
  WeftChart roc, pr; /* laid out here */
} WeftOperatingPlot;

/* Side by side, within (width, height). */
void weft_operating_plot_layout (WeftOperatingPlot *plot, double width, double height);
void weft_operating_plot_draw (cairo_t *cr, const WeftOperatingPlot *plot);
/* The point of the nearer curve that is nearest to (x, y) px. */
guint weft_operating_plot_find (const WeftOperatingPlot *plot, double x, double y);
/* Where a point stands on the first or the second curve, px; FALSE: it is not on it, as precision
 * where nothing is called yes. */
gboolean weft_operating_plot_place (const WeftOperatingPlot *plot, gboolean is_pr, guint point,
                                    double at[2]);
