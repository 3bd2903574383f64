/* reliability: how often a network is right beside how sure it is, bin by bin, and how many answers
 * are in each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/calibration.h"
#include "ui/plots/chart.h"

typedef struct
{
  WeftCalibration calibration;
  int classes; /* no answer is less sure than 1 / classes */
  int hovered; /* a bin; −1: none */
  gboolean is_dark;
  WeftChart chart; /* laid out here */
} WeftReliability;

void weft_reliability_layout (WeftReliability *plot, double width, double height);
void weft_reliability_draw (cairo_t *cr, const WeftReliability *plot);
/* The bin at px; −1: none, or an empty one. */
int weft_reliability_find (const WeftReliability *plot, double x);
