/* tap-section: what a probe shows and what a breakpoint says, in the inspector of its node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* NULL: the node is neither. */
GtkWidget *weft_tap_section_new (WeftContext *context, gint64 node);
/* The document's probes and breakpoints, each with a button that goes to it and one that takes it
 * away; hidden while there is none. */
GtkWidget *weft_tap_list_new (WeftContext *context);
