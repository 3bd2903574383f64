/* maps: any tensor as something to look at: pictures in a grid, bars, a strip, a heat map */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plots/raster.h"

typedef struct
{
  const float *x;
  WeftShape shape; /* without N: (C, H, W), (H, W), (D) or a scalar; of weights: as they are kept */
  gboolean is_signed;      /* weights: orange to blue; activations: their own range in grey */
  char *const *names;      /* of the entries of a vector; nullable */
  const float *low, *high; /* of each entry of a vector: bars fill that range; nullable */
  gboolean is_dark;
} WeftMaps;

/* Draws within (x, y, w, h), as large as fits: all of it, or as many as can be told apart, the
 * first ones first. Filters (K, C, R, S) of several channels: a row a filter, a column a channel.
 */
void weft_maps_draw (cairo_t *cr, const WeftMaps *maps, double x, double y, double w, double h);
/* "16 of 64 maps", translated: what is shown of it within (w, h); NULL: all of it. Transfer full.
 */
char *weft_maps_dup_note (const WeftMaps *maps, double w, double h);
/* A histogram of the numbers within the box, with its range written under it. */
void weft_histogram_draw (cairo_t *cr, const float *x, gsize n, double left, double top, double w,
                          double h, gboolean is_dark);
