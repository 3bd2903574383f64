/* panel: what the dock's panels share: a drawing that is only done in sight, and an empty state */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* A drawing area with a name for a screen reader. */
GtkWidget *weft_panel_area_new (const char *name, GtkDrawingAreaDrawFunc draw, gpointer user);
/* How much larger the area draws everything, text too: 1, and more in a cell of the dock that was
 * made large. What it draws in is that much smaller than its px. */
double weft_panel_get_zoom (GtkWidget *area);
int weft_panel_get_width (GtkWidget *area); /* of what it draws in */
int weft_panel_get_height (GtkWidget *area);
void weft_panel_to_drawing (GtkWidget *area, double *x, double *y); /* of px of the area */
int weft_panel_to_px (GtkWidget *area, double length);              /* rounded up */
/* Its numbers as CSV, for the menu that every plot has; user: as when it was made. */
void weft_panel_set_table (GtkWidget *area, char *(*dup_table) (gpointer user));
/* content, or `none` while `area` is marked empty. */
GtkWidget *weft_panel_new (GtkWidget *content, GtkWidget *area, GtkWidget *none);
/* One sentence and one button for what is not there yet; both translated. button NULL: none. */
GtkWidget *weft_panel_empty_new (const char *sentence, const char *button, const char *action);
GtkWidget *weft_panel_untrained_new (const char *sentence); /* with the Train button */
void weft_panel_set_empty (GtkWidget *area, gboolean is_empty);
/* child as wide as it would like to be where there is room, and narrower where there is not. */
GtkWidget *weft_panel_fit_new (GtkWidget *child);
void weft_panel_fit_set_width (GtkWidget *fit, int width); /* px that it would like; any time */
/* Frees data (g_free) with the panel. */
void weft_panel_own (GtkWidget *panel, gpointer data);
void weft_panel_own_full (GtkWidget *panel, gpointer data, GDestroyNotify free_data);
/* Calls callback (data) at the signal for as long as the panel lives; while it is out of sight,
 * once when it is seen again. */
void weft_panel_follow (GtkWidget *panel, gpointer object, const char *signal, GCallback callback,
                        gpointer data);
