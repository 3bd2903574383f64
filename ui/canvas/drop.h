/* drop: what is dragged onto the plane from outside: a layer of the palette, a file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/scene/geometry.h"
#include "ui/scene/offer.h"

typedef struct _WeftPlane WeftPlane;

/* over: a widget of the same size as the plane, with what lies on it: there, too, one may let go.
 */
void weft_drop_attach (WeftPlane *plane, GtkWidget *over);
/* As when it is dropped there: a project is opened, anything else becomes data. */
void weft_drop_file (WeftPlane *plane, GFile *file, WeftPoint at);
/* A layer or block lands with its middle there: in the wire under it, else by itself. */
void weft_drop_offer (WeftPlane *plane, const WeftOffer *offer, WeftPoint at);
/* A layer takes a node's place, as when it is dropped on it. */
void weft_drop_replace (WeftPlane *plane, gint64 node, const WeftLayer *layer);
