/* palette: the layers at the left: folded to a button a family, or open with a line of help each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_PALETTE (weft_palette_get_type ())
G_DECLARE_FINAL_TYPE (WeftPalette, weft_palette, WEFT, PALETTE, AdwBin)

GtkWidget *weft_palette_new (WeftContext *context);
/* There is much room: open unless the user has folded it by hand, and the other way round. */
void weft_palette_set_roomy (WeftPalette *palette, gboolean is_roomy);
