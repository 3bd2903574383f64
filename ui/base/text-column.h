/* text-column: things below each other, for words that wrap beside something else
 *
 * A box within a box asks what is in it for its height at a dozen widths, to find out how narrow it
 * may be at its height; a column is as wide as its widest child wherever it stands. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

GtkWidget *weft_text_column_new (void); /* a GtkBox, to be filled as one */
