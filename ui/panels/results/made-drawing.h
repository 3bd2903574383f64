/* made-drawing: samples that a network made, as people look at them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "engine/base/tensor.h"
#include "engine/data/dataset.h"

typedef struct
{
  double x, y, w, h;
  gboolean is_dark;
} WeftMadeBox;

/* n points of the plane, (n, 2), among real ones, in a square at the box's left top. */
void weft_made_draw_points (cairo_t *cr, const WeftDataset *dataset, const float *made, gint64 n,
                            const WeftMadeBox *box);
/* x (C, H, W), between its least and its greatest number as 0 … 1. */
void weft_made_draw_picture (cairo_t *cr, const float *x, const gint64 *dims, double left,
                             double top, double side);
/* One sample of what the set is shown by, whatever that is, as large as there is room for. */
void weft_made_draw (cairo_t *cr, const WeftDataset *dataset, const float *x,
                     const WeftMadeBox *box);
/* The same as a picture of its own; transfer full. */
cairo_surface_t *weft_made_new_picture (const WeftDataset *dataset, const float *x, int side,
                                        gboolean is_dark);
