/* panels: what the dock can show, each a widget made for one project window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

GtkWidget *weft_curves_panel_new (WeftContext *context);
GtkWidget *weft_results_panel_new (WeftContext *context);
GtkWidget *weft_results_part_new (WeftContext *context); /* beside the tabs */
GtkWidget *weft_inside_panel_new (WeftContext *context);
GtkWidget *weft_data_panel_new (WeftContext *context);
