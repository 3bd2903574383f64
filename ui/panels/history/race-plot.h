/* race-plot: the curves of a race's children over each other, what lies between them tinted */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* children: (n) of each its series, number → WeftSeries; series: which of them. Nothing is drawn
 * while there is none. */
void weft_race_plot_draw (cairo_t *cr, double width, double height, GHashTable *const *children,
                          guint n, guint32 series);
