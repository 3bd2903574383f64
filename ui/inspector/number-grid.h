/* number-grid: numbers in rows and columns, each in its colour; one can be chosen by click or
 * arrows
 *
 * Signal "chosen" (guint): which one was chosen, counted in rows. What a screen reader says of it
 * is all its numbers, to the last digit. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define WEFT_TYPE_NUMBER_GRID (weft_number_grid_get_type ())
G_DECLARE_FINAL_TYPE (WeftNumberGrid, weft_number_grid, WEFT, NUMBER_GRID, GtkWidget)

/* name: what a screen reader calls it. */
GtkWidget *weft_number_grid_new (const char *name);
/* x: so many numbers, in rows of `columns`; copied. room: how wide it may be, px. */
void weft_number_grid_set (WeftNumberGrid *grid, const double *x, guint n, guint columns, int room);
void weft_number_grid_choose (WeftNumberGrid *grid, int chosen); /* −1: none; says nothing */
