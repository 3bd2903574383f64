/* curves-private: what the curves' panel shows, and how that is drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/shown-runs.h"
#include "ui/panels/panel.h"
#include "ui/plots/curve.h"

enum
{
  WEFT_CURVES_LOSS = -1, /* what is shown: the loss, else a metric's number */
};

#define WEFT_MAX_CURVES (WEFT_N_PARTS + WEFT_MAX_LANES - 1 + WEFT_MAX_SHOWN_RUNS)

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  GtkWidget *controls; /* above the plot, in its middle */
  GtkWidget *choice;   /* drop-down: loss or a metric */
  int shown;
  gboolean is_log;
  gboolean is_hidden[WEFT_N_ROLES];  /* by a line's role */
  double legend[WEFT_MAX_CURVES][2]; /* px, where each entry lies */
  double hover_x;                    /* px; NAN: the pointer is elsewhere */
  double top;                        /* the axis's end, which only grows while a run goes on */
  gboolean is_log_steps;
  double zoom[2]; /* steps; NAN: all */
  double drag[2]; /* px, while the mouse marks what to zoom to; NAN: it does not */
  double mark[2]; /* px of the best one; NAN: it is not shown */
} WeftCurves;

char *weft_curves_dup_value (const WeftCurves *curves, double value); /* as it is shown */
/* The curves that there are, those of earlier runs first, one a part and of training one a lane,
 * and what the legend says of them; how many. The test part, the last, has one where somebody
 * looked at its results. */
guint weft_curves_collect (const WeftCurves *curves, WeftCurve *list, WeftLegendEntry *legend);
/* The same with the chart's axes, whose size is given. */
guint weft_curves_lay_out (WeftCurves *curves, WeftChart *chart, WeftCurve *list,
                           WeftLegendEntry *legend);
/* A drawing function; user: WeftCurves. */
void weft_curves_draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user);
