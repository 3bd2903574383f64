/* focus: the keyboard's place is never lost: what closes, hides or turns grey hands it back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* From now on, whenever the widget of the window that has the focus goes away, the focus is where
 * it was before: before a popover opened, else in what is nearest to the widget that went. */
void weft_focus_keep (GtkWindow *window);
