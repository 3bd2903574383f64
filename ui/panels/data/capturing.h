/* capturing: pictures are drawn, dropped or pasted into classes that somebody names, for the panel
 * Data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

GtkWidget *weft_capturing_new (WeftContext *context);
/* The data node whose pictures are drawn; NULL: that of the graph is another. */
const WeftNode *weft_capturing_find_node (WeftContext *context);
