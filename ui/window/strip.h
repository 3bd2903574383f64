/* strip: train, step, start over; how far it is; the settings that are changed most */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_STRIP (weft_strip_get_type ())
G_DECLARE_FINAL_TYPE (WeftStrip, weft_strip, WEFT, STRIP, AdwBin)

/* speed: steps a second to begin with, 0 as fast as it goes. */
GtkWidget *weft_strip_new (WeftContext *context, double speed);
/* Where there is little room all settings but the rate are behind "More" only. */
void weft_strip_set_narrow (WeftStrip *strip, gboolean is_narrow);
/* Opens all training settings, those under "More" too. */
void weft_strip_show_settings (WeftStrip *strip);
