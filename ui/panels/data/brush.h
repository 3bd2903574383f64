/* brush: the points of a set that is painted: put, erased or chosen on a plane, by mouse and keys
 *
 * A plane is whatever draws a ground (plots/ground.h). What a stroke changes is one edit, made when
 * it ends. While the data is none that is painted the brush does nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"
#include "ui/plots/ground.h"

typedef struct _WeftBrush WeftBrush;

/* area: freed with it; locate: fills in what the area draws on now. */
WeftBrush *weft_brush_new (WeftContext *context, GtkWidget *area,
                           void (*locate) (gpointer user, WeftGround *ground), gpointer user);
/* Colours, eraser, width, a formula: a box of its own. */
GtkWidget *weft_brush_make_tools (WeftBrush *brush);
/* The data node whose points are painted; NULL: that of the graph is another. */
const WeftNode *weft_brush_find_node (WeftContext *context);
/* The ground has the points that are painted, where the network does not have them yet. */
void weft_brush_prepare (WeftBrush *brush, WeftGround *ground);
/* The pen, where the keys have it, and what is to be done where nothing is painted. */
void weft_brush_draw (WeftBrush *brush, cairo_t *cr, const WeftGround *ground);
