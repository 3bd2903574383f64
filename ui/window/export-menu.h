/* export-menu: the menu of formats that the host writes, and the way to a file of one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

/* An item for each format, in the host's order. */
void weft_exporting_fill (GMenu *menu, const WeftHost *host);
/* Adds "win.export", whose target is a format's id. */
void weft_exporting_add_action (WeftWindow *window);
