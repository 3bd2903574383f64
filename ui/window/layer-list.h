/* layer-list: layers and blocks as rows to press or to drag out; the palette's content, whole or
 * one part of it
 *
 * The whole has headings that fold; what is starred and what was used last stands first. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/scene/offer.h"

#define WEFT_TYPE_LAYER_LIST (weft_layer_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftLayerList, weft_layer_list, WEFT, LAYER_LIST, GtkBox)

/* section: WEFT_N_SECTIONS for all, under headings. settings: nullable. Signals: "chosen" (const
 * WeftOffer *, as a pointer), "dragged" () when a row begins to be dragged out. */
GtkWidget *weft_layer_list_new (guint section, GSettings *settings);
void weft_layer_list_search (WeftLayerList *list, const char *words); /* "" or NULL: everything */
gboolean
weft_layer_list_choose_first (WeftLayerList *list); /* of what is shown; FALSE: nothing is */
/* Of what is shown; nullable: to hand the focus to. */
GtkWidget *weft_layer_list_get_first_row (WeftLayerList *list);
GtkWidget *weft_layer_list_get_last_row (WeftLayerList *list);
