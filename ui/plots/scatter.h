/* scatter: predicted against true values, with the line on which all would lie */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/chart.h"

typedef struct
{
  const double *truth, *predicted;
  guint n;
} WeftScatter;

/* chart: title, is_dark, width and height; axes are chosen here. */
void weft_scatter_draw (cairo_t *cr, WeftChart *chart, const WeftScatter *scatter);
