/* explained: what is said of the parts of a sample, on the sample, by what kind of thing it is: a
 * picture with colour over it, words in colour, a bar a column, a sound's tones */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "engine/train/answers/explanation.h"

typedef struct
{
  const WeftDataset *dataset;
  const WeftExplanation *explanation;
  gboolean is_dark;
} WeftExplained;

/* Draws within (x, y, w, h): blue speaks for it, orange against it; or, of weights, the bluer the
 * more it matters. What was made, or other samples, as they are. */
void weft_explained_draw (cairo_t *cr, const WeftExplained *explained, double x, double y, double w,
                          double h);
