/* balance: how many samples of each class each part has, as stacked bars */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "ui/base/theme.h"

/* Draws within (x, y, w, h); a data set without classes gives one bar a part. */
void weft_balance_draw (cairo_t *cr, const WeftDataset *dataset, const WeftSplit *split, double x,
                        double y, double w, double h, gboolean is_dark);
