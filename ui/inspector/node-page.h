/* node-page: the inspector of one node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_NODE_PAGE (weft_node_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftNodePage, weft_node_page, WEFT, NODE_PAGE, GtkBox)

GtkWidget *weft_node_page_new (WeftContext *context, gint64 node);
