/* ports: the ports of the nodes, and the wires that leave them, as widgets for screen readers
 *
 * In GTK 4.8 only widgets can be accessible. They are made when there is time; in a network of more
 * than some thousand nodes only the node with the focus has them. They draw nothing and take no
 * pointer; a wire can have the focus, for arrows to walk there. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

void weft_ports_show (WeftPlane *plane, WeftNodeView *view);
void weft_ports_hide (WeftNodeView *view);
/* Of every node, a few at a time. */
void weft_ports_show_soon (WeftPlane *plane);
/* FALSE: there is no widget of that wire. */
gboolean weft_ports_focus_wire (WeftPlane *plane, const WeftWire *wire);
/* Places them on a node that is shown at this zoom. */
void weft_ports_allocate (GtkWidget *view, double zoom);
