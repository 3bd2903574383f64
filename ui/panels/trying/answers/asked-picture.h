/* asked-picture: the picture that a network was asked about, for what is said of it to lie over */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/trying/trying.h"

/* Whether there is one: what samples are shown by is a picture. */
gboolean weft_asked_picture_fits (const WeftModel *model);
/* Draws it as large as there is room for; placed: its left, top, width and height. */
void weft_asked_picture_draw (cairo_t *cr, const WeftGiven *given, double width, double height,
                              gboolean is_dark, double placed[4]);
/* Numbers (c, h, w) as a picture, likewise; ranges of 0 … 1. */
void weft_asked_picture_draw_numbers (cairo_t *cr, const float *x, const WeftShape *shape,
                                      double width, double height, gboolean is_dark,
                                      double placed[4]);
