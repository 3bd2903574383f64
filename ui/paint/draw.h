/* draw: a graph as a picture, by Cairo and Pango alone: no display, no gtk_init, no theme to load
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/plan/check.h"

/* What the whole drawing covers, with a margin of 24 px, in px at 100 %: x, y, width, height. */
void weft_canvas_measure_graph (WeftGraph *graph, WeftReport *report, double bounds[4]);
/* Draws ground, wires, nodes and shapes in the graph's own coordinates: translate by −x, −y first.
 * report: nullable (no shapes, no problems). */
void weft_canvas_draw_graph (cairo_t *cr, WeftGraph *graph, WeftReport *report, gboolean is_dark);
