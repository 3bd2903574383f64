/* pixels: numbers as small Cairo images, a pixel a number or the mean of a few */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* x (H, W), from its least to its greatest value; at most about 64 px a side. Transfer full. */
cairo_surface_t *weft_pixels_grey (const float *x, gint64 h, gint64 w);
cairo_surface_t *weft_pixels_colour (const float *x, gint64 h, gint64 w); /* x (3, H, W) of 0 … 1 */
/* x (H, W): from its least, the ground, to its greatest value; NaN is left clear. */
cairo_surface_t *weft_pixels_sequential (const float *x, int h, int w, gboolean is_dark);
/* x (H, W): orange below zero, blue above, full at 2.5 deviations; NaN is left clear. */
cairo_surface_t *weft_pixels_signed (const float *x, int h, int w, gboolean is_dark);
