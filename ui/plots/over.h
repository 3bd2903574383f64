/* over: what is said of a picture, laid over it: its boxes framed, its masks and areas tinted */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/data/dataset.h"

/* Over a sample's picture as weft_glyph_draw draws it; nothing where what is said of it has no
 * place in it. */
void weft_over_draw (cairo_t *cr, const WeftDataset *dataset, gint64 sample, double x, double y,
                     double size, gboolean is_dark);
