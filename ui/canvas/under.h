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
/* Wires came or went. numbers: int: of each, its number before; −1: it came. */
void weft_under_renumber_wires (WeftPlane *plane, const GArray *numbers);
void weft_under_forget (WeftPlane *plane); /* all that hangs on zoom and size */
