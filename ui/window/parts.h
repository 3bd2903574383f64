/* parts: F6 and Shift+F6 go round the parts of the window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* parts: in the order of reading, NULL-terminated; those that are not to be seen are left out.
 * They lie within root and live as long as it. */
void weft_parts_add_keys (GtkWidget *root, GtkWidget *const *parts);
