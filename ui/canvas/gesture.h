/* gesture: what is drawn over the nodes while the hand is at work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct _WeftPlane WeftPlane;

void weft_gesture_draw (WeftPlane *plane, GtkSnapshot *snapshot);
/* Of the scene's node: dim while no port of it fits. */
double weft_gesture_get_opacity (WeftPlane *plane, guint node);
