/* residuals: by how much what is true lies above what was predicted, against the prediction, and
 * how often which of them occur */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/chart.h"

#define WEFT_RESIDUAL_BINS 21 /* odd, so that one lies around 0 */

typedef struct
{
  const double *truth, *predicted; /* n, finite */
  guint n;
  double mean, deviation; /* of truth − predicted */
  double reach;           /* the largest, either way; bins go from −reach to reach */
  guint bins[WEFT_RESIDUAL_BINS], most;
  guint hovered; /* a sample; n or more: none */
  gboolean is_dark;
  WeftChart chart; /* laid out here; the bins lie beside it, along the same y */
} WeftResiduals;

/* Of truth, predicted and n the rest. */
void weft_residuals_measure (WeftResiduals *residuals);
void weft_residuals_layout (WeftResiduals *residuals, double width, double height);
void weft_residuals_draw (cairo_t *cr, const WeftResiduals *residuals);
/* The sample nearest to (x, y) px; n: none is near. */
guint weft_residuals_find (const WeftResiduals *residuals, double x, double y);
