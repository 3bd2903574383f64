/* places: named things laid out in the plane, those that matter now lit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct
{
  const float *xy; /* (n, 2) */
  gsize n;
  char *const *names;     /* n of them, each nullable; nullable */
  const int *classes;     /* n, whose colours they have; nullable */
  const gboolean *is_lit; /* n; nullable */
  float *drawn;           /* (n, 2): px where each stands, filled; nullable */
  gboolean is_dark;
} WeftPlaces;

/* To one scale in both directions. Names stand where they have room, those that are lit first. */
void weft_places_draw (cairo_t *cr, const WeftPlaces *places, double x, double y, double w,
                       double h);
