/* minimap: all of the plane, small, with the part in sight; drag in it to go there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

#define WEFT_TYPE_MINIMAP (weft_minimap_get_type ())
G_DECLARE_FINAL_TYPE (WeftMinimap, weft_minimap, WEFT, MINIMAP, GtkWidget)

/* Shown from 20 nodes on until it is toggled by hand; fades when the pointer comes near. */
GtkWidget *weft_minimap_new (WeftPlane *plane);
void weft_minimap_toggle (WeftMinimap *self);
void weft_minimap_update (WeftMinimap *self); /* another part is in sight */
void weft_minimap_change (WeftMinimap *self); /* there are other nodes, or they stand elsewhere */
