/* ground-area: an area on which what a network says everywhere on the plane is drawn, live, with
 * the points that it learns from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/panel.h"
#include "ui/plots/ground.h"

/* draw gets user; the area is square in a fit (weft_panel_fit_new). While it is in sight what the
 * network says everywhere is watched. */
GtkWidget *weft_ground_area_new (WeftContext *context, const char *name,
                                 GtkDrawingAreaDrawFunc draw, gpointer user);
/* What is drawn there now. FALSE: the model's data are no points, or there is none. */
gboolean weft_ground_area_fill (GtkWidget *area, WeftGround *ground);
