/* drafts: renaming and removing the drafts that the gallery offers to go on with */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* "gallery.rename-draft" and "gallery.remove-draft", each with the draft's path. */
void weft_drafts_install_actions (GtkWidgetClass *gallery);
/* The card of a draft with its menu over it, and the keys F2 and Delete. */
GtkWidget *weft_drafts_wrap (GtkWidget *card_button);
