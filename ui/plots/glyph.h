/* glyph: one sample of a data set as a small square: a picture, a point of the plane, or bars */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "engine/data/dataset.h"

/* The range of each number of a sample, so that a row of a table shows what is much and what is
 * little. A zeroed one is empty. */
typedef struct
{
  int n;
  float *low, *high;
} WeftRanges;

/* Over some thousand samples; nullable: emptied. */
void weft_ranges_measure (WeftRanges *ranges, const WeftDataset *dataset);
/* Whether a sample is seen as one thing: a picture, words, a place; else it is a list of numbers.
 */
gboolean weft_glyph_is_whole (const WeftField *field);
/* The same of numbers (…) that its sample became, of the shape of one; of words which they are. */
void weft_glyph_draw_given (cairo_t *cr, const WeftDataset *dataset, const WeftRanges *ranges,
                            gint64 sample, const float *x, const WeftShape *shape, double left,
                            double top, double size, gboolean is_dark);
void weft_glyph_draw (cairo_t *cr, const WeftDataset *dataset, const WeftRanges *ranges,
                      gint64 sample, double x, double y, double size, gboolean is_dark);
