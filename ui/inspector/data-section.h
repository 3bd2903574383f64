/* data-section: what the inspector says about a data node's set: notes, source, another file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"
#include "ui/base/param-form.h"

#define WEFT_TYPE_DATA_SECTION (weft_data_section_get_type ())
G_DECLARE_FINAL_TYPE (WeftDataSection, weft_data_section, WEFT, DATA_SECTION, GtkBox)

/* Makes the target a list of the columns that may be predicted. */
void weft_data_section_suggest_targets (WeftContext *context, const WeftNode *node,
                                        WeftParamForm *form);
GtkWidget *weft_data_section_new (WeftContext *context, gint64 node);
void weft_data_section_update (WeftDataSection *section); /* the node may have another set */
