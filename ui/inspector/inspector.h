/* inspector: what is selected: a node, several, or nothing, which is the project */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_INSPECTOR (weft_inspector_get_type ())
G_DECLARE_FINAL_TYPE (WeftInspector, weft_inspector, WEFT, INSPECTOR, AdwBin)

GtkWidget *weft_inspector_new (WeftContext *context);
/* Where there is little room it is there only while something is selected. */
void weft_inspector_set_narrow (WeftInspector *inspector, gboolean is_narrow);
/* Within a step: to the next number of its output; else into the next step. */
void weft_inspector_step_into (WeftInspector *inspector);
