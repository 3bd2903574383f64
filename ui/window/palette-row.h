/* palette-row: a row of the palette's list: a family's heading, or a layer or block with its line
 * of help */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/scene/offer.h"

/* What a row of the list box is: a heading, or an offer in a section. The widget's own. */
typedef struct
{
  guint section, place;     /* place: in the section, where the heading is first */
  int score;                /* of an offer, while something is searched; −1: it does not fit */
  const WeftOffer *offer;   /* NULL: a heading */
  GtkWidget *arrow, *count; /* of a heading */
  GtkWidget *star;          /* of an offer */
} WeftLayerRow;

/* settings: nullable, then nothing can be kept. */
GtkWidget *weft_layer_row_new (const WeftOffer *offer, guint section, guint place,
                               GSettings *settings);
GtkWidget *weft_layer_heading_new (guint section, guint n, gboolean is_open);
WeftLayerRow *weft_layer_row_get (gpointer widget); /* NULL: it is no such row */
void weft_layer_row_show_star (GtkWidget *widget, GSettings *settings);
void weft_layer_row_show_fold (GtkWidget *widget, gboolean is_open);
