/* mine-row: what can be done with a row of the palette that somebody put there himself */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/scene/offer.h"

/* Buttons that give it another title and take it out, each to be undone from a toast. */
void weft_mine_row_append (GtkBox *box, const WeftOffer *offer);
