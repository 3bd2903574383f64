/* ports: the ports of the node with the focus as widgets, for screen readers
 *
 * In GTK 4.8 only widgets can be accessible. A thousand nodes with three ports each would be a lot
 * of them: only the node with the focus has them. They draw nothing and take no pointer. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

void weft_ports_show (WeftPlane *plane, WeftNodeView *view);
void weft_ports_hide (WeftNodeView *view);
/* Places them on a node that is shown at this zoom. */
void weft_ports_allocate (GtkWidget *view, double zoom);
