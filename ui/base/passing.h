/* passing: popovers that are made for one time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* It leaves its parent once it is closed; what was chosen in it still runs. */
void weft_popover_set_passing (GtkPopover *popover);
