/* under: what lies under the nodes, dots and wires, drawn once for each zoom and size */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct _WeftPlane WeftPlane;

typedef struct
{
  GskRenderNode *row; /* of dots; NULL: to be drawn anew */
  GPtrArray *wires;   /* GskRenderNode of each, at this zoom; NULL: to be drawn anew */
} WeftUnder;

void weft_under_draw_ground (WeftPlane *plane, GtkSnapshot *snapshot);
/* Wires and, from afar, nodes. */
void weft_under_draw (WeftPlane *plane, GtkSnapshot *snapshot);
void weft_under_redraw_wires (WeftPlane *plane);
void weft_under_redraw_wire (WeftPlane *plane, guint i); /* of the scene's, in the next frame */
void weft_under_forget (WeftPlane *plane);               /* all that hangs on zoom and size */
