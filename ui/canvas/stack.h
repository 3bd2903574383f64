/* stack: the plane's picture from below to above: ground, wires, nodes, shapes, the hand's work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct _WeftPlane WeftPlane;

void weft_stack_draw (WeftPlane *plane, GtkSnapshot *snapshot);
