/* bend: a function of one number as a curve, with how often it is given which number below it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

#define WEFT_BEND_POINTS 241

typedef struct
{
  const float *x, *y;  /* WEFT_BEND_POINTS of them, x rising; a y that is no number leaves a gap */
  const float *inputs; /* (n): what it is given now; nullable */
  gsize n;
  gboolean is_dark;
} WeftBend;

void weft_bend_draw (cairo_t *cr, const WeftBend *bend, double x, double y, double w, double h);
