/* lapse: a sequence as a picture: its moments side by side, the numbers of each above one another
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct
{
  const float *x; /* (T, D) */
  int steps, width;
  gboolean is_upward; /* the first number of a moment is the lowest, as with pitches */
  double limit;       /* > 0: signed, fully coloured there; 0: its own range from the ground on */
  char *const *rows;  /* what each number of a moment is, written beside it, or beside as many as
                         there is room for; nullable */
  char *const *words; /* what each moment is, written below where there is room; nullable */
  gboolean is_dark;
} WeftLapse;

void weft_lapse_draw (cairo_t *cr, const WeftLapse *lapse, double x, double y, double w, double h);
