/* mark: a sample of a curve that is ringed and named */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/curve.h"

/* A sample of the curve. The label stands above the lines (list, n) where there is room, on a
 * ground of its own. px of its upper end, or of the sample's where there is no label. */
double weft_mark_draw (cairo_t *cr, const WeftChart *chart, const WeftCurve *list, guint n,
                       const WeftCurve *curve, const WeftSample *sample, const char *label);
