/* canvas: where networks are wired: nodes, wires, search box, minimap, zoom and problems
 *
 * A widget with focus, keys and pointer of its own; every change goes through the context. Its
 * commands are GActions in the group "canvas", which it installs on itself ("canvas.delete"); a
 * window that wants them in a menu inserts weft_canvas_get_actions there. Undo and redo are the
 * window's. It follows the context's graph, selection and live by itself. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_TYPE_CANVAS (weft_canvas_get_type ())
G_DECLARE_FINAL_TYPE (WeftCanvas, weft_canvas, WEFT, CANVAS, GtkWidget)

GtkWidget *weft_canvas_new (WeftContext *context);
GActionGroup *weft_canvas_get_actions (WeftCanvas *canvas); /* transfer none */

/* The part of the plane in sight. Fitting never enlarges beyond 100 %. */
void weft_canvas_fit_all (WeftCanvas *canvas);
void weft_canvas_fit_selection (WeftCanvas *canvas); /* all, when nothing is selected */
void weft_canvas_zoom_in (WeftCanvas *canvas);
void weft_canvas_zoom_out (WeftCanvas *canvas);
void weft_canvas_zoom_to (WeftCanvas *canvas, double zoom); /* around the middle */
double weft_canvas_get_zoom (WeftCanvas *canvas);           /* 1: 100 % */
void weft_canvas_take_focus (WeftCanvas *canvas); /* the selected node has it, else the plane */
void weft_canvas_show_node (WeftCanvas *canvas, gint64 node); /* pans so far that it is in sight */

/* As when it is dropped into the middle of what is in sight. */
void weft_canvas_drop_file (WeftCanvas *canvas, GFile *file);

/* The search box with layers and commands, at a point of the canvas widget; what is chosen lands
 * there. */
void weft_canvas_open_search (WeftCanvas *canvas, double x, double y);

/* For benchmarks: pans by (dx, dy) px, as a hand would. */
void weft_canvas_pan_by (WeftCanvas *canvas, double dx, double dy);
