/* drop-down: a list of which what is chosen is no wider than its place, and its items have names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What is chosen may be a file's or a column's name: of more than so many characters the button
 * shows the beginning, and of fewer where there is less room; the list shows it whole. Its items
 * are GtkStringObject. */
void weft_drop_down_bound (GtkDropDown *list, int n_chars);

/* A screen reader is told each item of a list of GtkStringObject, which GTK 4.8 leaves nameless.
 * For the whole program, from now on; calling it again does nothing. */
void weft_drop_down_name_items (void);
