/* menu: every command for the thing under the pointer, with its key; and how popovers stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/commands/levels.h"
#include "ui/scene/scene.h"

typedef struct _WeftPlane WeftPlane;

/* What the menu of such a thing has at that level; transfer full. */
GMenuModel *weft_menu_new_model (WeftPickKind kind, WeftLevel level);
/* at: px of the plane's widget. */
void weft_menu_open (WeftPlane *plane, const WeftPick *pick, WeftPoint at);
/* A popover of the canvas that is thrown away when it closes. */
GtkWidget *weft_menu_new_popover (WeftPlane *plane, WeftPoint at);
