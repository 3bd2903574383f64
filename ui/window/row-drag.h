/* row-drag: a row of the palette that can be dragged onto the canvas */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/scene/offer.h"

/* The list around the row says "dragged" when it begins. */
void weft_row_drag_attach (GtkWidget *row, const WeftOffer *offer);
