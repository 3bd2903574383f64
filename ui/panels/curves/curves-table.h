/* curves-table: what the curves show, as a table of values and by arrows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/curves/curves-private.h"

/* A button that opens the table. */
GtkWidget *weft_curves_table_button_new (WeftCurves *curves);
/* The area takes the focus, and Left and Right lead the line of values through it. */
void weft_curves_add_keys (WeftCurves *curves);
/* All that is shown, as CSV; user: WeftCurves. Transfer full. */
char *weft_curves_dup_table (gpointer user);
/* In words: each curve's last value, and its lowest or highest. */
char *weft_curves_dup_summary (const WeftCurves *curves);
