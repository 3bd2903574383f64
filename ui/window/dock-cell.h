/* dock-cell: a row of tabs, and the panel that is chosen among them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_DOCK_CELL (weft_dock_cell_get_type ())
G_DECLARE_FINAL_TYPE (WeftDockCell, weft_dock_cell, WEFT, DOCK_CELL, AdwBin)

/* key: under which the project remembers the choice; first: the panel's number when it does not.
 * Property "large": whether it is to be shown large. */
GtkWidget *weft_dock_cell_new (WeftContext *context, const char *key, guint first);
/* Whether it shows the panel of that number; makes it show it. */
gboolean weft_dock_cell_shows (WeftDockCell *cell, guint panel);
void weft_dock_cell_show (WeftDockCell *cell, guint panel);
gboolean weft_dock_cell_get_large (WeftDockCell *cell);
void weft_dock_cell_set_large (WeftDockCell *cell, gboolean is_large);
