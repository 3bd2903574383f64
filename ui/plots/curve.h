/* curve: one series of samples as a line on a chart: the raw one faint, a smooth one over it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"
#include "ui/plots/chart.h"
#include "ui/plots/track.h"

typedef struct
{
  const WeftSample *samples;
  guint n;
  WeftRole role;
  double smoothing; /* steps over which the smooth line forgets; 0: the raw line alone, in full */
  guint dash;       /* 0: a whole line; else the n-th way of breaking it: another run's */
  double share;     /* likewise, as a part of the step where it is: for logarithmic steps */
  const WeftTrack *along; /* along what it is drawn; NULL: steps */
  guint scale;            /* which of the chart's value axes it has */
  gboolean is_share;      /* its values are shown as per cent */
  guint64 id;             /* by which whoever collects curves knows it again */
} WeftCurve;

/* Of those samples that begin after the step; they are borrowed. */
WeftCurve weft_curve_new_after (const WeftSample *samples, guint n, gint64 step);
/* px of a step on the chart's axis, along what the curve is drawn. */
double weft_curve_map_step (const WeftChart *chart, const WeftCurve *curve, double step);
/* The chart with the curve's value axis as its only one. */
WeftChart weft_curve_get_chart (const WeftCurve *curve, const WeftChart *chart);
void weft_curve_draw (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve);
/* The sample whose steps are nearest to a step; nullable. */
const WeftSample *weft_curve_find (const WeftCurve *curve, double step);
/* The same, but NULL where the curve says nothing: further beyond its ends than its samples there
 * are apart, or than slack, in steps. */
const WeftSample *weft_curve_read (const WeftCurve *curve, double step, double slack);
double weft_sample_get_mean (const WeftSample *sample);
/* What an axis has to show of the steps from `from` to `to`: from the smallest to the largest mean,
 * but for a few that stick out far, as one bad step does, and for an end that all comes to where
 * training comes apart. FALSE when none is finite. */
gboolean weft_curve_get_range (const WeftCurve *curve, double from, double to, double *low,
                               double *high);
/* From the smallest value to the largest; FALSE when none is finite. */
gboolean weft_curve_get_span (const WeftCurve *curve, double *low, double *high);
/* At which part of a linear step axis nine tenths of the curve's change are over; 1: none. */
double weft_curve_get_bend (const WeftCurve *curve);
/* A small mark at the upper end wherever a mean is beyond it. */
void weft_curve_draw_outliers (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve);
