/* raster: numbers as pixels: grey pictures, maps, signed things */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/base/tensor.h"
#include "ui/base/theme.h"

typedef enum
{
  WEFT_TONE_GREY,       /* its own range from black to white */
  WEFT_TONE_SEQUENTIAL, /* its own range from the ground to blue */
  WEFT_TONE_DIVERGING,  /* −limit orange, 0 the card's colour, +limit blue */
} WeftTone;

/* x (H, W): one map; limit 0: from the data. Transfer full; never NULL. */
cairo_surface_t *weft_picture_new (const float *x, int h, int w, WeftTone tone, double limit,
                                   gboolean is_dark);
/* x (C, H, W) of 0…1: C = 3 as colour, otherwise the first channel as grey; is_ink: dark on light.
 */
cairo_surface_t *weft_picture_new_sample (const float *x, int c, int h, int w, gboolean is_ink);
/* Fills (x, y, w, h), pixels kept sharp or smoothed. */
void weft_picture_paint (cairo_t *cr, cairo_surface_t *picture, double x, double y, double w,
                         double h, gboolean is_smooth);
/* A thin line around: nothing in a signed picture has the ground's own colour. */
void weft_picture_outline (cairo_t *cr, double x, double y, double w, double h, gboolean is_dark);
/* The number at which a signed picture is fully coloured: 2.5 deviations from 0, so that a few
 * large numbers do not leave all others pale; never above the largest, never 0. */
double weft_picture_choose_limit (const float *x, gsize n);
void weft_picture_round (cairo_t *cr, double x, double y, double w, double h,
                         double radius); /* a path */
