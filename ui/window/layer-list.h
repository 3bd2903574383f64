/* layer-list: layers as rows to press or to drag out; the palette's content, whole or one family */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/graph/layer.h"

#define WEFT_TYPE_LAYER_LIST (weft_layer_list_get_type ())
G_DECLARE_FINAL_TYPE (WeftLayerList, weft_layer_list, WEFT, LAYER_LIST, GtkBox)

/* family: WEFT_N_FAMILIES for all, under headings. Signals: "chosen" (const WeftLayer *, as a
 * pointer), "dragged" () when a row begins to be dragged out. */
GtkWidget *weft_layer_list_new (WeftFamily family);
void weft_layer_list_search (WeftLayerList *list, const char *words); /* "" or NULL: everything */
gboolean
weft_layer_list_choose_first (WeftLayerList *list); /* of what is shown; FALSE: nothing is */
/* Of what is shown; nullable: to hand the focus to. */
GtkWidget *weft_layer_list_get_first_row (WeftLayerList *list);
GtkWidget *weft_layer_list_get_last_row (WeftLayerList *list);
/* The symbolic icon's name; transfer full. */
/* Whether every one of the words stands in title, id, terms or PyTorch's name, case folded. */
gboolean weft_layer_matches (const WeftLayer *layer, const char *words);
