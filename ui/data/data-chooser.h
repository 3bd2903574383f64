/* data-chooser: a small gallery of the sets that come along, and the way to one's own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_DATA_CHOOSER (weft_data_chooser_get_type ())
G_DECLARE_FINAL_TYPE (WeftDataChooser, weft_data_chooser, WEFT, DATA_CHOOSER, AdwWindow)

/* What is chosen becomes the project's one data node, wired, as one undo; the window closes. */
GtkWindow *weft_data_chooser_new (WeftContext *context);
