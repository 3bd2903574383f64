/* plot-menu: what can be done with any plot: copied as a picture, written as a file, its numbers as
 * a table */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"
#include "ui/plots/export.h"

/* Gives the plot as it is drawn now; user: what attach was given. */
typedef WeftPlot (*WeftPlotGetFunc) (GtkWidget *area, gpointer user);

/* By a right click, a long press or the Menu key. name: translated; what a file is called. */
void weft_plot_menu_attach (GtkWidget *area, const char *name, WeftPlotGetFunc get, gpointer user);
/* Its numbers as CSV too; transfer full. */
void weft_plot_menu_set_table (GtkWidget *area, char *(*dup_table) (gpointer user), gpointer user);
