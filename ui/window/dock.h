/* dock: two equal cells at the bottom, each with one of the panels; one cell where it is narrow */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_DOCK (weft_dock_get_type ())
G_DECLARE_FINAL_TYPE (WeftDock, weft_dock, WEFT, DOCK, GtkBox)

/* Signal "large" (gboolean): a panel is to have the room of the canvas too, or no longer. */
GtkWidget *weft_dock_new (WeftContext *context);
/* Has the panel of that id in sight, in the last cell that is there unless one has it. */
void weft_dock_show_panel (WeftDock *dock, const char *id);
void weft_dock_set_narrow (WeftDock *dock, gboolean is_narrow);
/* What is shown large is small again; FALSE: nothing is. */
gboolean weft_dock_shrink (WeftDock *dock);
