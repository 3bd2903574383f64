/* undo-toast: says what was done, with a button that takes it back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Over the window that the widget is in. undo: void (*) (AdwToast *, data), nullable: it only says
 * so. free: nullable, when nobody can take it back any more. */
void weft_undo_toast_show (GtkWidget *widget, const char *text, GCallback undo, gpointer data,
                           GClosureNotify free);
