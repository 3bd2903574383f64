/* curve: one series of samples as a line on a chart: the raw one faint, a smooth one over it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"
#include "ui/plots/chart.h"

typedef struct
{
  const WeftSample *samples;
  guint n;
  WeftRole role;
  double smoothing; /* steps over which the smooth line forgets; 0: the raw line alone, in full */
} WeftCurve;

void weft_curve_draw (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve);
/* The sample whose steps are nearest to a step; nullable. */
const WeftSample *weft_curve_find (const WeftCurve *curve, double step);
double weft_sample_get_mean (const WeftSample *sample);
/* Smallest and largest mean; FALSE when there is none that is finite. */
gboolean weft_curve_get_range (const WeftCurve *curve, double *low, double *high);
