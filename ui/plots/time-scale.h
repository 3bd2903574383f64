/* time-scale: a run from its first step to its newest as a bar, with what was kept and done on it
 *
 * No GTK: what it looks like and where its steps lie. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

typedef struct
{
  double width, height; /* px */
  gint64 first, newest; /* steps; equal: there is nothing yet */
  gint64 at;            /* that is looked at */
  const gint64 *kept;   /* steps that are kept whole, rising */
  guint n_kept;
  const gint64 *deeds; /* steps after which something was done, rising */
  guint n_deeds;
  gint64 best; /* −1: none */
  gboolean is_dark, has_focus, is_hovered;
} WeftTimeScale;

double weft_time_scale_map (const WeftTimeScale *scale, gint64 step);
gint64 weft_time_scale_unmap (const WeftTimeScale *scale, double x); /* the nearest, within it */
void weft_time_scale_draw (cairo_t *cr, const WeftTimeScale *scale);
